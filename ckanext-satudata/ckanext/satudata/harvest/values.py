"""Values of a source's record as a dataset keeps them: one language, whole addresses, days, licences, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.metadata import formats, licenses, moments, places

LANGUAGE = re.compile(r"^[a-z]{2,3}(?:[-_][a-z]{2,4})?$", re.IGNORECASE)
# where an object, instead of a text, has what it is called by
CALLED = ("@id", "@value", "value", "identifier", "id", "uri", "url", "notation")
NAMED = ("@value", "value", "label", "prefLabel", "title", "name", "@id", "uri", "url")
# what CKAN's own rule allows in a tag (`tag_name_validator`)
NOT_IN_TAG = re.compile(r"[^\w \-.]+")
SHORTEST_TAG, LONGEST_TAG = 2, 100
MAILTO = re.compile(r"^(?:mailto:\s*)+", re.IGNORECASE)
TEXTS = ("name", "description", "hash", "hash_algorithm")
MOMENTS = {
    "source_issued": ("source_issued", "issued", "created"),
    "source_modified": ("source_modified", "modified", "last_modified"),
}
SHOWN = 60
# what a field can hold; an outline of more points than that is for its own file
LONGEST_GEOMETRY = 32_000
LONGEST_LINK = 8_000


@dataclass
class Notes:
    """Remarks of a run that stop no record: fields that nobody mapped, and remarks with their number."""

    unknown: set[str] = field(default_factory=set)
    remarks: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Note a remark; one that comes again is counted."""
        self.remarks[text] = self.remarks.get(text, 0) + 1

    def texts(self, most: int = 30) -> list[str]:
        """Return what people read, at most so many remarks."""
        remarks = [
            text if count == 1 else _("{0} ({1} times)").format(text, count) for text, count in self.remarks.items()
        ]
        more = [_("… and {0} more remarks.").format(len(remarks) - most)] if len(remarks) > most else []
        text = _("The source has fields that are neither mapped nor ignored: {0}.")
        unknown = [text.format(", ".join(sorted(self.unknown)))] if self.unknown else []
        return [*remarks[:most], *more, *unknown]


def plain(value: Any) -> Any:
    """Return a text that comes by language, or as an object, in the portal's language; anything else as it is.

    >>> plain({"id": "Beras", "en": "Rice"})
    'Beras'
    """
    if isinstance(value, list) and value and all(isinstance(item, Mapping) and "@value" in item for item in value):
        return plain({str(item.get("@language") or "und"): item["@value"] for item in reversed(value)})
    if not isinstance(value, Mapping):
        return value
    if value and all(LANGUAGE.match(str(key)) for key in value):
        by_language = {str(key).casefold().replace("_", "-"): item for key, item in value.items()}
        locale = config.locale().casefold().replace("_", "-")
        order = [locale, locale.partition("-")[0], "id", "en", *by_language]
        return next((by_language[language] for language in order if by_language.get(language)), None)
    return next((value[key] for key in NAMED if value.get(key)), None)


def text(value: Any) -> Any:
    """Return a text without spaces around it, a number as text, texts of a list with commas; others as they are."""
    value = plain(value)
    if isinstance(value, list) and all(isinstance(plain(item), str | int | float) for item in value):
        return ", ".join(str(plain(item)).strip() for item in value)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def identifier(value: Any) -> str:
    """Return what identifies a record, which some sources write as an object or a list; "" for none."""
    if isinstance(value, list):
        return next(filter(None, map(identifier, value)), "")
    if isinstance(value, Mapping):
        return next(filter(None, (identifier(value.get(key)) for key in CALLED)), "")
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def email(value: Any) -> Any:
    """Return an e-mail address without `mailto:`, however often that stands before it."""
    address = text(value)
    return MAILTO.sub("", address) if isinstance(address, str) else address


def licence(value: Any) -> dict[str, str]:
    """Return the licence's code, and the source's own words where the code does not say all of them."""
    if isinstance(value, list):
        value = next(filter(None, map(text, value)), None)
    if isinstance(value, Mapping):
        value = identifier(value) or text(value)
    words = str(text(value) or "")
    match = licenses.find(words) if words else None
    if match is None:
        return {"license_id": licenses.NOT_SPECIFIED, "source_license": words}
    return {"license_id": match.code, "source_license": "" if licenses.is_exact(words, match) else words}


def moment(name: str, value: Any, notes: Notes) -> str:
    """Return a day or moment; "" with a remark for what is none."""
    words = str(text(value) or "")
    parsed = moments.parse_moment(words) if words else ""
    if parsed is None:
        notes.add(_("{0}: {1!r} is no date and was left out.").format(name, words[:SHOWN]))
    return parsed or ""


def geometry(value: Any, notes: Notes) -> str:
    """Return a geometry as GeoJSON text; "" with a remark for what is none."""
    parsed = places.parse_geometry(value) if value else ""
    if parsed is None or len(parsed) > LONGEST_GEOMETRY:
        notes.add(
            _("source_spatial: {0!r} is no geometry, or longer than one that is kept, and was left out.").format(
                str(value)[:SHOWN]
            )
        )
        return ""
    return parsed


def link(value: Any, base: str, notes: Notes) -> str:
    """Return a whole address; one without host is meant below `base`. "" with a remark where that is not known."""
    words = str(identifier(value) or "")
    if not words:
        return ""
    try:
        whole = words if urlsplit(words).scheme else urljoin(base, words)
        parts = urlsplit(whole)
    except ValueError:
        parts = urlsplit("")
    if len(words) <= LONGEST_LINK and parts.scheme and (parts.netloc or parts.scheme not in {"http", "https"}):
        return whole
    notes.add(_("The address {0!r} is none, and was left out.").format(words[:SHOWN]))
    return ""


def tags(value: Any) -> list[dict[str, str]]:
    """Return keywords as tags, their words kept: what a tag may not hold becomes a space."""
    value = plain(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    names = []
    for word in words:
        name = plain(word)
        if isinstance(name, str):
            cleaned = " ".join(NOT_IN_TAG.sub(" ", name).split())[:LONGEST_TAG].strip()
            names += [cleaned] if len(cleaned) >= SHORTEST_TAG else []
    return [{"name": name} for name in dict.fromkeys(names)]


def resources(value: Any, base: str, notes: Notes) -> list[dict[str, Any]]:
    """Return links to files with what the source says of each; one without address is left out with a remark."""
    made = [_resource(item, base, notes) for item in ([value] if isinstance(value, Mapping) else value or [])]
    return [resource for resource in made if resource]


def _resource(item: Any, base: str, notes: Notes) -> dict[str, Any]:
    if not isinstance(item, Mapping) or not item.get("url"):
        notes.add(_("A file without an address was left out."))
        return {}
    address = link(item["url"], base, notes)
    if not address:
        return {}
    resource = {name: str(text(item[name])) for name in TEXTS if item.get(name)}
    media = formats.parse_media_type(str(text(item.get("mimetype")) or ""))
    for name, keys in MOMENTS.items():
        written = next((item[key] for key in keys if item.get(key)), None)
        resource[name] = moment(name, written, notes) if written else ""
    return {
        **resource,
        "url": address,
        "format": formats.parse_format(str(text(item.get("format")) or ""), media),
        "mimetype": media,
        "size": _size(item.get("size"), notes),
    }


def _size(value: Any, notes: Notes) -> int | None:
    """Return a number of bytes; None with a remark for what is none."""
    words = str(text(value) if value is not None else "").strip()
    if not words:
        return None
    try:
        number = int(float(words))
    except (ValueError, OverflowError):
        number = -1
    if 0 <= number < 2**63:
        return number
    notes.add(_("size: {0!r} is no number of bytes and was left out.").format(words[:SHOWN]))
    return None


def extras(pairs: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    """Return further words of the source under their own names; what is no text is kept as JSON."""
    made = ((key, text(value)) for key, value in pairs if value not in (None, "", [], {}))
    return [
        {"key": key, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
        for key, value in made
    ]
