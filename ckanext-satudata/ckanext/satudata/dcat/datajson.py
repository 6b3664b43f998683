"""A dataset as DCAT-US 1.1 has it, in `/data.json`, with the flat keys that the national harvester reads."""

from __future__ import annotations

import json
from typing import Any

from ckanext.satudata.dcat import agents, distributions, fields, flat, origin, uris
from ckanext.satudata.dcat.documents import Format
from ckanext.satudata.metadata import codelists

FORMAT = "datajson"
SCHEMA = "https://resources.data.gov/schemas/dcat-us/v1.1/schema"
# keys that DCAT-US defines in another form than the harvester's text
DEFINED = {"accrualPeriodicity", "theme"}


def fragment(dataset: dict[str, Any], name: str) -> str:
    """Return the dataset's object in data.json; `name` is its address in the feed."""
    return json.dumps(describe(dataset, name), ensure_ascii=False)


def frame() -> Format:
    """Return what stands around the datasets."""
    head = {
        "@context": f"{SCHEMA}/catalog.jsonld",
        "@id": f"{uris.base()}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
    }
    return Format(
        writer=FORMAT,
        media_type="application/json; charset=utf-8",
        before=json.dumps(head)[:-1] + ', "dataset": [\n',
        between=",\n",
        after="\n]}\n",
        member="",
    )


def describe(record: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a dataset (an answer of `package_show`) as DCAT-US 1.1; what is not known is left out, save flat keys."""
    dataset = uris.writable(record)
    assert isinstance(dataset, dict)
    agent = agents.find(dataset.get("owner_org"))
    urusan = codelists.load("urusan").codes.get(dataset.get("urusan") or "")
    standard = next((uris.standard(standard_name) for standard_name in fields.standards_of(dataset)), None)
    described = {
        "@type": "dcat:Dataset",
        "title": dataset.get("title") or dataset["name"],
        "description": dataset.get("notes") or dataset.get("title") or dataset["name"],
        "keyword": _keywords(dataset, urusan),
        "issued": origin.issued(dataset),
        "modified": origin.modified(dataset),
        "identifier": fields.identifier(dataset),
        "accessLevel": "public",
        "publisher": _publisher(agent),
        "contactPoint": _contact(dataset, agent),
        "license": origin.licence(dataset),
        "spatial": codelists.wilayah_label(dataset["kode_wilayah"]) if dataset.get("kode_wilayah") else None,
        "temporal": _temporal(dataset),
        "accrualPeriodicity": flat.periodicity(dataset) or None,
        "theme": [urusan.name] if urusan else None,
        "language": ["id"],
        "landingPage": origin.page(dataset),
        "conformsTo": standard,
        "describedBy": standard,
        "isPartOf": fields.series(dataset) if dataset.get("seri") else None,
        "distribution": [_distribution(distribution) for distribution in distributions.of(dataset, name)] or None,
    }
    filled = {key: value for key, value in described.items() if value}
    extra = flat.of([dataset])[dataset["id"]]
    return {**filled, **{key: value for key, value in extra.items() if key not in DEFINED}}


def _keywords(dataset: dict[str, Any], urusan: codelists.Code | None) -> list[str]:
    """Return the tags; DCAT-US wants one at least, so the affair stands in for none."""
    tags = [tag["name"] for tag in dataset.get("tags") or [] if tag.get("name")]
    return tags or [urusan.name if urusan else "data"]


def _publisher(agent: agents.Agent | None) -> dict[str, Any]:
    """Return the organization within those above it; ckanext-dcat reads `mbox`, its newer versions `email`."""
    organization: dict[str, Any] = {}
    for ancestor in reversed(agents.chain(agent) if agent else []):
        above = {"subOrganizationOf": organization} if organization else {}
        mail = {"mbox": ancestor.email, "email": ancestor.email} if ancestor.email else {}
        organization = {"@type": "org:Organization", "name": ancestor.title or "-", **mail, **above}
    return organization or {"@type": "org:Organization", "name": "-"}


def _contact(dataset: dict[str, Any], agent: agents.Agent | None) -> dict[str, str]:
    contact = next(iter(fields.contacts(dataset)), {"name": "", "email": ""})
    name = contact["name"] or (agent.title if agent else "") or "-"
    vcard = {"@type": "vcard:Contact", "fn": name}
    return {**vcard, "hasEmail": f"mailto:{contact['email']}"} if contact["email"] else vcard


def _temporal(dataset: dict[str, Any]) -> str | None:
    days = next(iter(fields.days(dataset)), {})
    return f"{days['start']}/{days['end']}" if len(days) == len(("start", "end")) else None


def _distribution(distribution: dict[str, Any]) -> dict[str, Any]:
    media_type = (distribution.get("mimetype") or "").removeprefix(distributions.IANA)
    description = {
        "@type": "dcat:Distribution",
        "title": distribution.get("name"),
        "description": distribution.get("description"),
        # a download must say what it is
        "downloadURL": distribution.get("download_url") if media_type else None,
        "accessURL": distribution["access_url"],
        "mediaType": media_type,
        "format": distribution.get("code"),
        "byteSize": distribution.get("size"),
        "conformsTo": next(iter(distribution.get("conforms_to") or []), None),
    }
    return {key: value for key, value in description.items() if value}
