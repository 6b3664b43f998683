"""What a dataset's page holds for machines: schema.org's Dataset for search engines, Croissant for data science tools.

Sources: schema.org/Dataset and Google's guide to it; MLCommons Croissant format specification 1.0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.dcat import agents, columns, distributions, fields, origin, uris
from ckanext.satudata.metadata import codelists
from ckanext.satudata.publishing import loaded
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response
from markupsafe import Markup

blueprint = Blueprint("satudata_markup", __name__)

CROISSANT = "http://mlcommons.org/croissant/1.0"
CONTEXT = {
    "@language": "id",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# Table Schema and PostgreSQL names of types; a text else
TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "year": "sc:Integer",
    "int4": "sc:Integer",
    "int8": "sc:Integer",
    "numeric": "sc:Float",
    "float8": "sc:Float",
    "bool": "sc:Boolean",
    "timestamp": "sc:DateTime",
}
# what ends a script, or begins a comment in it, wherever it stands in a text
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
# Google asks for 50 to 5000 characters
LONGEST = 5000


@blueprint.route("/dataset/<id>/croissant.jsonld")
@for_programs("application/ld+json")
def croissant_file(id: str) -> Response:
    """Send a dataset as Croissant; 404 for what the reader may not see."""
    try:
        dataset = tk.get_action("package_show")({"user": tk.current_user.name}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no dataset of this name."))
    response = Response(json.dumps(croissant(dataset), ensure_ascii=False), content_type="application/ld+json")
    if dataset["private"]:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def satudata_schema_org(dataset: dict[str, Any]) -> Markup:
    """Return a dataset in the terms of schema.org, for a script of its page."""
    return _script(schema_org(dataset))


def satudata_croissant(dataset: dict[str, Any]) -> Markup:
    """Return a dataset as Croissant, for a script of its page."""
    return _script(croissant(dataset))


def _script(document: dict[str, Any]) -> Markup:
    text = json.dumps(document, ensure_ascii=False)
    for character, escaped in UNSAFE.items():
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - what could end the script is escaped above


def schema_org(record: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset in the terms of schema.org; `record` is an answer of `package_show`."""
    dataset = _writable(record)
    page = uris.record("dataset", dataset["name"])
    files = [_download(distribution) for distribution in distributions.of(dataset, page)]
    description = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        **_common(dataset, page),
        "identifier": fields.identifier(dataset),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": config.site_title(), "url": uris.base()},
        "isAccessibleForFree": True,
        "variableMeasured": [_variable(column) for column in _columns(dataset)],
        "measurementTechnique": dataset.get("metodologi"),
        "distribution": files,
        "isPartOf": {"@type": "Dataset", "name": dataset["seri"], "url": fields.series(dataset)}
        if dataset.get("seri")
        else None,
    }
    return _without_empty(description)


def croissant(record: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset as Croissant 1.0 has it: its files, and the columns of those that are loaded.

    A loaded table is described by its CSV download, which follows the table: the dataset is a live one.
    """
    dataset = _writable(record)
    page = uris.record("dataset", dataset["name"])
    files, sets = [], []
    for resource in dataset.get("resources") or []:
        file = _file(dataset, resource)
        if file:
            files.append(file)
        if file and resource.get("datastore_active"):
            sets += _records(resource, file["@id"])
    description = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        **_common(dataset, page),
        "conformsTo": CROISSANT,
        "isLiveDataset": True,
        "distribution": files,
        "recordSet": sets,
    }
    return _without_empty(description)


def _common(dataset: dict[str, Any], page: str) -> dict[str, Any]:
    agent = agents.find(dataset.get("owner_org"))
    contact = next(iter(fields.contacts(dataset)), {})
    owner = {
        "@type": "Organization",
        "name": agent.title if agent else config.site_title(),
        "url": uris.record("organization", agent.name) if agent else uris.base(),
        "email": contact.get("email"),
    }
    region = dataset.get("kode_wilayah") or ""
    return {
        "name": dataset.get("title") or dataset["name"],
        "description": (dataset.get("notes") or dataset.get("title") or dataset["name"])[:LONGEST],
        "url": page,
        "license": origin.licence(dataset) or origin.rights(dataset) or dataset.get("license_title"),
        "creator": _without_empty(owner),
        "publisher": _without_empty(owner),
        "datePublished": origin.issued(dataset),
        "dateModified": origin.modified(dataset),
        "version": dataset.get("version"),
        "inLanguage": "id",
        "keywords": [tag["name"] for tag in dataset.get("tags") or []],
        "temporalCoverage": _years(dataset),
        "spatialCoverage": {"@type": "Place", "name": codelists.wilayah_label(region), "identifier": region}
        if region
        else None,
    }


def _years(dataset: dict[str, Any]) -> str | None:
    period = next(iter(fields.period(dataset)), {})
    return "/".join(filter(None, [period.get("start"), period.get("end")])) or None


def _download(distribution: dict[str, Any]) -> dict[str, Any]:
    return _without_empty(
        {
            "@type": "DataDownload",
            "name": distribution.get("name"),
            "encodingFormat": _media_type(distribution),
            "contentUrl": distribution.get("download_url"),
            "url": distribution["access_url"],
        }
    )


def _media_type(distribution: Mapping[str, Any]) -> str | None:
    return (distribution.get("mimetype") or "").removeprefix(distributions.IANA) or None


def _variable(column: dict[str, Any]) -> dict[str, Any]:
    unit = codelists.load("satuan").codes.get(column["unit"] or "")
    return _without_empty(
        {
            "@type": "PropertyValue",
            "name": column["title"] or column["name"],
            "alternateName": column["name"],
            "description": column["description"],
            "unitText": unit.name if unit else column["unit"],
        }
    )


def _columns(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    columns_by_name = {
        column["name"]: column for resource in dataset.get("resources") or [] for column in columns.of(resource)
    }
    return list(columns_by_name.values())


def _file(dataset: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the file object of a resource; None where it has no address."""
    forms = distributions.of({**dataset, "resources": [resource]}, uris.record("dataset", dataset["name"]))
    first_form = forms[0]
    loaded = resource.get("datastore_active")
    form = next(
        (
            candidate
            for candidate in forms
            if loaded and candidate.get("code") == "CSV" and candidate is not first_form
        ),
        first_form,
    )
    address = form.get("download_url") or (first_form["access_url"] if resource.get("url") else None)
    if loaded and form is first_form:
        # its own file is the CSV: the download has the table's columns, whatever the file calls them
        address = f"{uris.record('dataset', dataset['id'])}/resource/{resource['id']}/unduh.csv"
    if not address:
        return None
    digest = "" if loaded else (resource.get("hash") or "").lower()
    file = {
        "@type": "cr:FileObject",
        "@id": resource["id"],
        "name": resource.get("name") or resource["id"],
        "description": resource.get("description"),
        "contentUrl": address,
        "encodingFormat": "text/csv" if loaded else _media_type(first_form) or "application/octet-stream",
        "sha256": digest if len(digest) == 64 else None,
        "md5": digest if len(digest) == 32 else None,
    }
    return _without_empty(file)


def _records(resource: dict[str, Any], file: str) -> list[dict[str, Any]]:
    """Return the record set of a loaded table; none in the moments in which another table takes its place."""
    name = f"{resource['id']}/baris"
    fields = loaded.find_fields(resource["id"])
    if not fields:
        return []
    columns_by_name = {column["name"]: column for column in columns.of(resource)}
    described_fields = []
    for field in fields:
        column = columns_by_name.get(field["id"], {})
        text = (
            column.get("description") or column.get("title") or (field.get("info") or {}).get("label") or field["id"]
        )
        described_fields.append(
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['id']}",
                "name": field["id"],
                "description": text,
                "dataType": TYPES.get(column.get("type") or field["type"], "sc:Text"),
                "source": {"fileObject": {"@id": file}, "extract": {"column": field["id"]}},
            }
        )
    return [{"@type": "cr:RecordSet", "@id": name, "name": resource.get("name") or name, "field": described_fields}]


def _writable(record: dict[str, Any]) -> dict[str, Any]:
    dataset = uris.writable(record)
    assert isinstance(dataset, dict)
    return dataset


def _without_empty(description: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in description.items() if value not in (None, "", [], {})}
