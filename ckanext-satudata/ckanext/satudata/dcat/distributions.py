"""In which forms a resource can be had: its file, downloads of its table, the API."""

from __future__ import annotations

import re
from typing import Any

from ckanext.dcat.utils import resource_uri
from ckanext.satudata.dcat import origin, uris
from ckanext.satudata.metadata import codelists
from ckanext.satudata.publishing import formats

IANA = "https://www.iana.org/assignments/media-types/"
# algorithms by the length of their hexadecimal digest
ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
MEDIA_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+$", re.ASCII)
DIGEST = re.compile(r"^[0-9a-f]+$", re.IGNORECASE)
SPDX = "http://spdx.org/rdf/terms#checksumAlgorithm_"
API_GUIDE = "https://docs.ckan.org/en/2.12/maintaining/datastore.html#the-datastore-api"


def of(dataset: dict[str, Any], dataset_uri: str) -> list[dict[str, Any]]:
    """Return the dataset's distributions as resources in the field names of ckanext-dcat's schema."""
    licence, rights = origin.licence(dataset), origin.rights(dataset)
    entries: list[dict[str, Any]] = []
    for resource in dataset.get("resources") or []:
        file_entry = _file(resource, licence, rights)
        entries.append(file_entry)
        if resource.get("datastore_active"):
            # the endings of our downloads, in capitals, are codes of the list `format_berkas`
            entries += [
                _download(file_entry, resource, end) for end in formats.UNITS if end.upper() != file_entry.get("code")
            ]
            entries.append(_api(file_entry, resource, dataset, dataset_uri))
    return entries


def media_type(code: codelists.Code | None) -> str | None:
    """Return a format's media type as an address."""
    return IANA + code.extra["media_type"] if code else None


def _file(resource: dict[str, Any], licence: str | None, rights: str | None) -> dict[str, Any]:
    page = f"{uris.record('dataset', resource['package_id'])}/resource/{resource['id']}"
    link = uris.link(resource.get("url"))
    format_ = codelists.load("format_berkas").codes.get((resource.get("format") or "").strip().upper())
    return {
        **_checksum(resource),
        "id": resource["id"],
        "package_id": resource["package_id"],
        "uri": uris.link(resource_uri(resource)) or page,
        "name": resource.get("name"),
        "description": resource.get("description"),
        "access_url": link or page,
        "download_url": link if resource.get("url_type") == "upload" else None,
        "license": licence,
        "rights": resource.get("rights") or rights,
        "created": origin.issued(resource),
        "metadata_modified": origin.modified(resource),
        "size": _size(resource),
        "conforms_to": [uris.standard(resource["standar"])] if resource.get("standar") else None,
        "code": format_.code if format_ else None,
        "format": format_.extra["uri"] if format_ else None,
        "mimetype": media_type(format_) or _media_type_of(resource),
    }


def _size(resource: dict[str, Any]) -> int | None:
    """Return the file's size in bytes, where it is known."""
    text = str(resource.get("size") or "")
    return int(text) if text.isdigit() else None


def _media_type_of(resource: dict[str, Any]) -> str | None:
    """Return the media type that a source gives for a format that we have no code for."""
    text = str(resource.get("mimetype") or "")
    return IANA + text if MEDIA_TYPE.match(text) else None


def _download(file: dict[str, Any], resource: dict[str, Any], ending: str) -> dict[str, Any]:
    format_ = codelists.load("format_berkas").codes[ending.upper()]
    address = f"{uris.record('dataset', resource['package_id'])}/resource/{resource['id']}/unduh.{ending}"
    return {
        "uri": f"{file['uri']}#{ending}",
        "name": f"{file['name'] or ''} ({format_.name})".strip(),
        "description": f"Tabel yang sama sebagai {format_.name}, dibuat dari tabel yang dimuat portal.",
        "access_url": address,
        "download_url": address,
        "license": file["license"],
        "metadata_modified": file["metadata_modified"],
        "conforms_to": file["conforms_to"],
        "code": format_.code,
        "format": format_.extra["uri"],
        "mimetype": media_type(format_),
    }


def _api(file: dict[str, Any], resource: dict[str, Any], dataset: dict[str, Any], dataset_uri: str) -> dict[str, Any]:
    format_ = codelists.load("format_berkas").codes["JSON"]
    address = f"{uris.base()}/api/3/action/datastore_search?resource_id={resource['id']}"
    return {
        "uri": f"{file['uri']}#api",
        "name": f"{file['name'] or ''} (API)".strip(),
        "description": "Baris tabel yang sama sebagai JSON, dengan saringan, urutan dan batas (DataStore CKAN).",
        "access_url": address,
        "license": file["license"],
        "metadata_modified": file["metadata_modified"],
        "conforms_to": file["conforms_to"],
        "code": "API",
        "format": format_.extra["uri"],
        "mimetype": media_type(format_),
        "access_services": [
            {
                "uri": f"{file['uri']}#layanan",
                "title": f"API: {dataset.get('title') or dataset['name']}",
                "endpoint_url": [address],
                "endpoint_description": API_GUIDE,
                "serves_dataset": [dataset_uri],
                "license": file["license"],
            }
        ],
    }


def _checksum(resource: dict[str, Any]) -> dict[str, str]:
    digest = (resource.get("hash") or "").strip()
    algorithm = ALGORITHMS.get(len(digest))
    if not algorithm or not DIGEST.match(digest):
        return {}
    return {"hash": digest.lower(), "hash_algorithm": SPDX + algorithm}
