"""Addresses that a source names, and the files behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from ckan.plugins.toolkit import _
from ckanext.satudata.harvest import values
from ckanext.satudata.harvest.readers import without_login
from ckanext.satudata.metadata import formats
from ckanext.satudata.metadata.characters import UNSAFE_SCHEMES

# under which names sources keep what a file has
ADDRESSES = ("url", "downloadURL", "download_url", "accessURL", "access_url", "href", "link", "path")
TEXTS = {
    "name": ("name", "title", "nama", "judul"),
    "description": ("description", "deskripsi", "keterangan"),
    "hash": ("hash",),
    "hash_algorithm": ("hash_algorithm",),
}
MOMENTS = {
    "source_issued": ("source_issued", "issued", "created"),
    "source_modified": ("source_modified", "modified", "last_modified"),
}
FORMATS, MEDIA_TYPES, SIZES = (
    ("format", "type"),
    ("mimetype", "mediaType", "media_type"),
    ("size", "byteSize", "bytes"),
)
LONGEST_LINK = 8_000
# a host that somebody wrote without https:// before it
BARE_HOST = re.compile(
    r"(?:www\.[a-z0-9-]+\.|(?:[a-z0-9-]+\.)+(?:go|co|or|ac|sch|desa|web|my)\.id(?:[:/?]|$))", re.IGNORECASE
)
# http//contoh.go.id, https:/contoh.go.id, hhtp://contoh.go.id
SLIP = re.compile(r"h+t+p(s?):?/{1,2}(?=[a-z0-9])", re.IGNORECASE)
NO_PATH = re.compile(r"https?[:/]", re.IGNORECASE)
NO_ADDRESS = re.compile(r"[\\\\<>\"]")
SEVERAL = re.compile(r"[\s,;|]+(?=https?://)")
SIZE = re.compile(r"(\d+)(?:\.0{1,2})?(?:\s*(?:bytes?|b))?", re.IGNORECASE)
EXPONENT = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)


def link(value: Any, base: str, notes: values.Notes) -> str:
    """Return a whole address; one without host is meant below `base`. "" with a remark where that is not known.

    An account and password before the host are left out, since addresses are published.
    """
    words = values.identifier(value)
    if values.is_nothing(words):
        return ""
    whole = _whole(re.sub(r"[\r\n\t]+", "", words).replace(" ", "%20"), base)
    if not whole:
        notes.add(_("The address {0!r} is none, and was left out.").format(words[: values.SHOWN]))
        return ""
    bare = without_login(whole)
    if bare != whole:
        text = _("An address had an account or a password in it, which was left out: {0}")
        notes.add(text.format(bare[: values.SHOWN]))
    return bare


def _whole(words: str, base: str) -> str:
    """Return an address with scheme and host; "" for what is none, or what no page may lead to."""
    slip = SLIP.match(words)
    if slip:
        words = f"http{slip[1]}://{words[slip.end() :]}"
    elif BARE_HOST.match(words):
        words = f"//{words}"
    elif NO_PATH.match(words):
        return ""
    if len(words) > LONGEST_LINK or NO_ADDRESS.search(words):
        return ""
    try:
        whole = words if urlsplit(words).scheme else urljoin(base, words)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme not in {"", *UNSAFE_SCHEMES} and parts.netloc else ""


def resources(value: Any, base: str, notes: values.Notes) -> list[dict[str, Any]]:
    """Return links to files with what the source says of each; one without address is left out with a remark."""
    made = [_resource(item, base, notes) for item in listed(value)]
    return [resource for resource in made if resource]


def listed(value: Any) -> Iterator[Any]:
    """Yield each file of a list, of an object by number, or of a text with one or several addresses."""
    value = values.unpacked(value)
    if isinstance(value, Mapping):
        items = list(value.values())
        is_list = items and all(isinstance(item, Mapping) for item in items) and not set(ADDRESSES) & set(value)
        value = items if is_list else [value]
    if isinstance(value, str):
        value = SEVERAL.split(value.strip()) if value.strip() else []
    for item in value if isinstance(value, list) else []:
        if isinstance(item, list):
            yield from listed(item)
        else:
            yield item


def _resource(item: Any, base: str, notes: values.Notes) -> dict[str, Any]:
    source = {"url": item} if isinstance(item, str) else item if isinstance(item, Mapping) else {}
    written = _first(source, ADDRESSES)
    if values.is_nothing(values.identifier(written)):
        notes.add(_("A file without an address was left out."))
        return {}
    address = link(written, base, notes)
    if not address:
        return {}
    resource = {name: str(values.text(_first(source, keys)) or "") for name, keys in TEXTS.items()}
    resource = {name: text for name, text in resource.items() if text}
    media = formats.parse_media_type(str(values.text(_first(source, MEDIA_TYPES)) or ""))
    for name, keys in MOMENTS.items():
        resource[name] = values.moment(name, _first(source, keys), notes)
    return {
        **resource,
        "url": address,
        "format": formats.parse_format(str(values.text(_first(source, FORMATS)) or ""), media),
        "mimetype": media,
        "size": _size(_first(source, SIZES), notes),
    }


def _first(source: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((source[key] for key in keys if source.get(key) not in (None, "")), None)


def _size(value: Any, notes: values.Notes) -> int | None:
    """Return a number of bytes; None with a remark for what is none, and for 2.048, which may be two thousand."""
    words = str(values.text(value) if value is not None else "").strip()
    if values.is_nothing(words):
        return None
    match = SIZE.fullmatch(words)
    number = int(match[1]) if match else float(words) if EXPONENT.fullmatch(words) else -1
    if 0 <= number < 2**63 and number == int(number):
        return int(number)
    notes.add(_("size: {0!r} is no number of bytes and was left out.").format(words[: values.SHOWN]))
    return None
