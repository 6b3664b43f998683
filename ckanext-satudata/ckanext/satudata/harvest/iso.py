"""Metadata of spatial data as a record: ISO 19115 in ISO 19139 (gmd), ISO 19115-2 (gmi) and ISO 19115-3 (mdb)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import licenses
from lxml import etree
from owslib import iso, iso3

GMD = "http://www.isotc211.org/2005/gmd"
GMI = "http://www.isotc211.org/2005/gmi"
MDB = ("http://standards.iso.org/iso/19115/-3/mdb/1.0", "http://standards.iso.org/iso/19115/-3/mdb/2.0")
READERS = {
    f"{{{GMD}}}MD_Metadata": iso.MD_Metadata,
    # the second edition's extension has the same content in an element of its own
    f"{{{GMI}}}MI_Metadata": iso.MD_Metadata,
    **{f"{{{namespace}}}MD_Metadata": iso3.MD_Metadata for namespace in MDB},
}
# languages as ISO 639-2 writes them beside the two letters of ISO 639-1
LANGUAGES = {"id": "ind", "en": "eng", "fr": "fra", "nl": "nld"}
# fields of a catalogue's record
RECORD = {
    "identifier": N_("what identifies the record"),
    "title": N_("title"),
    "abstract": N_("description"),
    "keywords": N_("keywords"),
    "topics": N_("topic categories of ISO 19115"),
    "organisation": N_("who keeps the record"),
    "license": N_("licence or condition of use, as it is written"),
    "issued": N_("when the source issued it"),
    "modified": N_("when the source changed it"),
    "datestamp": N_("date of the record itself"),
    "bbox": N_("box in degrees: west, south, east, north"),
    "resources": N_("its files and services: url, name, description, format"),
}
# in texts that mean a licence, or that there is none needed
LICENCE_WORDS = re.compile(
    r"^https?:|\b(?:cc|creative|open|lisensi|dilisensikan|licen\w+|public|domain)\b", re.IGNORECASE
)
# endings of pages, which are no files
PAGES = {"", "php", "asp", "aspx", "jsp", "do", "cgi", "htm", "html"}


def is_record(element: etree._Element) -> bool:
    """Return whether an element is a record that `record` reads."""
    return element.tag in READERS


def record(element: etree._Element) -> dict[str, Any]:
    """Return an ISO 19115 record as data, in the portal's language where it has it; what it lacks is empty."""
    _prepare(element)
    metadata = READERS[element.tag](element)
    identification = metadata.identification[0] if metadata.identification else None
    online = metadata.distribution.online if metadata.distribution else []
    keywords = [word for group in getattr(identification, "keywords", []) or [] for word in _words(group)]
    box = getattr(getattr(identification, "extent", None), "boundingBox", None)
    dates = {date.type: date.date for date in getattr(identification, "date", []) or [] if date.date}
    return {
        "identifier": metadata.identifier or "",
        "datestamp": metadata.datestamp or "",
        "title": getattr(identification, "title", None) or "",
        "abstract": getattr(identification, "abstract", None) or "",
        "keywords": [word for word in keywords if word],
        "topics": list(getattr(identification, "topiccategory", []) or []),
        "organisation": next((contact.organization for contact in metadata.contact if contact.organization), ""),
        "license": _licence(identification),
        "issued": dates.get("publication") or dates.get("creation") or "",
        "modified": dates.get("revision") or "",
        "bbox": [box.minx, box.miny, box.maxx, box.maxy] if box else [],
        "resources": [
            {
                "url": link.url or "",
                "name": link.name or "",
                "description": link.description or "",
                "format": _form(link.protocol or "", link.url or ""),
            }
            for link in online
            if link.url
        ],
    }


def _licence(identification: Any) -> str | list[str]:
    """Return what is a licence among the conditions of use, all where they are several, else what sounds like one."""
    names = ("uselimitation_url", "otherconstraints", "uselimitation")
    texts = [text.strip() for name in names for text in getattr(identification, name, []) or [] if text]
    codes = {code.code: text for text in texts if (code := licenses.find(text))}
    if codes:
        return list(codes.values()) if len(codes) > 1 else next(iter(codes.values()))
    return next((text for text in texts if LICENCE_WORDS.search(text)), "")


def _prepare(element: etree._Element) -> None:
    """Put what OWSLib does not look at where it looks: texts with a link, and texts in the portal's language."""
    language = config.locale()[:2].casefold()
    codes = {language, LANGUAGES.get(language, language)}
    locales = {locale.get("id") for locale in _named(element, "PT_Locale") if codes & set(_language(locale))}
    for text in list(_named(element, "LocalisedCharacterString")):
        if (text.get("locale") or "").lstrip("#") not in locales or not text.text:
            continue
        above = (ancestor for ancestor in text.iterancestors() if _local(ancestor) not in {"textGroup", "PT_FreeText"})
        owner = next(above, element)
        plain = next(
            (text_element for text_element in owner if _local(text_element) in {"CharacterString", "Anchor"}), None
        )
        if plain is not None:
            plain.text = text.text
    for anchor in list(_named(element, "Anchor")):
        above = anchor.getparent()
        if above is not None and _local(above) in {"title", "abstract", "fileIdentifier"}:
            other = next(
                (text_element for text_element in element.iter() if _local(text_element) == "CharacterString"), None
            )
            if other is not None:
                anchor.tag = other.tag


def _language(locale: etree._Element) -> Iterator[str]:
    for code in _named(locale, "LanguageCode"):
        yield (code.get("codeListValue") or code.text or "").strip().casefold()


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return element.iter(f"{{*}}{name}")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _words(group: Any) -> list[str]:
    words = group.keywords if hasattr(group, "keywords") else group.get("keywords", [])
    return [getattr(word, "name", word) for word in words]


def _form(protocol: str, url: str) -> str:
    for service in ("WMS", "WFS", "WCS", "CSW"):
        if service in protocol.upper() or f"SERVICE={service}" in url.upper():
            return service
    name = urlsplit(url).path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    return "HTML" if suffix in PAGES or not 2 <= len(suffix) <= 5 else suffix.upper()
