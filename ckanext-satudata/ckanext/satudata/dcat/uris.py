"""The addresses that name things in the feed, all below the catalogue's own."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, urlsplit

from ckanext.dcat.utils import catalog_uri
from ckanext.satudata import config

SCHEMES = {"http", "https", "ftp", "ftps"}
# RFC 3987 allows none of these in an IRI
FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
HOST = re.compile(r"^[^\s@/]+$")
# XML 1.0 has no character for these, so no RDF/XML can carry them
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def base() -> str:
    """Return the catalogue's address without a slash at its end."""
    return _base(config.feed_base(), config.site_url())


@functools.lru_cache
def _base(*_settings: str | None) -> str:
    # asked some twenty times a dataset, and ckanext-dcat asks all plugins each time
    return catalog_uri().rstrip("/")


def code(codelist: str, value: str) -> str:
    """Return the address of an entry of a code list, e.g. `<site>/kode/wilayah/51.08`; there is a page behind it."""
    return f"{base()}/kode/{codelist}/{quote(value, safe='')}"


def standard(name: str) -> str:
    """Return the address of a Standar Data's page."""
    return f"{base()}/standar/{quote(name, safe='')}"


def record(kind: str, identifier: str) -> str:
    """Return the address of a record of the portal: dataset, kegiatan, indikator, layanan, organization."""
    return f"{base()}/{kind}/{quote(identifier, safe='')}"


def link(text: str | None) -> str | None:
    """Return a link that people typed as a valid absolute address, None where it is none.

    Characters that no address may have are percent-encoded; what has no scheme of the web or no host is no link.
    """
    try:
        parts = urlsplit((text or "").strip())
        is_writable = parts.scheme in SCHEMES and HOST.match(parts.hostname or "")
    except ValueError:
        return None
    return FORBIDDEN.sub(lambda match: quote(match[0]), parts.geturl()) if is_writable else None


def writable(value: object) -> object:
    """Return plain data with the characters taken out that some serialisation cannot carry."""
    if isinstance(value, str):
        return UNWRITABLE.sub("", value) if UNWRITABLE.search(value) else value
    if isinstance(value, dict):
        return {key: writable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [writable(item) for item in value]
    return value
