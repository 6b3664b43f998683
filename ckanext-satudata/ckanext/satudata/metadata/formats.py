"""Formats of files as other portals write them, as CKAN writes them: CSV, not an address that means it."""

from __future__ import annotations

import functools
import re

from ckanext.satudata.metadata import codelists

ADDRESS = re.compile(r"^https?://", re.IGNORECASE)
IANA = re.compile(r"^https?://(?:www\.)?iana\.org/assignments/media-types/", re.IGNORECASE)
# an address that is no format that we know says nothing to people
LONGEST = 40


def parse_format(*texts: str) -> str:
    """Return the format that the first of these texts with a known one means, in capitals; "" when none has.

    Each is a code ("xlsx", ".CSV"), a slip of one ("XLXS"), a media type, or an address of the EU's file types or of
    IANA's media types.

    >>> parse_format("http://publications.europa.eu/resource/authority/file-type/CSV")
    'CSV'
    >>> parse_format("", "https://www.iana.org/assignments/media-types/text/csv")
    'CSV'
    """
    return next(filter(None, map(_format, texts)), "")


def parse_media_type(text: str) -> str:
    """Return a media type without parameters, from itself or from its address at IANA; "" for what is none."""
    bare = IANA.sub("", text.strip()).partition(";")[0].strip().casefold()
    return bare if re.fullmatch(r"[\w.+-]+/[\w.+-]+", bare) and not ADDRESS.match(bare) else ""


def _format(text: str) -> str:
    text = text.strip()
    media = parse_media_type(text)
    code = _codes_by_name().get(media or text.rstrip("/").rpartition("/")[2].casefold().lstrip("."))
    if code:
        return code
    if media:
        return media.rpartition("/")[2].removeprefix("x-").removeprefix("vnd.").upper()
    last = text.rstrip("/").rpartition("/")[2] if ADDRESS.match(text) else text
    bare = last.lstrip(".").upper()
    if ADDRESS.match(text):
        # the last part of an address is a format only where it looks like one
        return bare if re.fullmatch(r"[A-Z0-9_]{2,12}", bare) and "file-type" in text else ""
    return bare[:LONGEST]


@functools.cache
def _codes_by_name() -> dict[str, str]:
    """Return each format by its code, media types, and the slips that portals make."""
    codes_by_name: dict[str, str] = {}
    for code in codelists.load("format_berkas"):
        for text in (code.code, code.extra["media_type"], *code.extra["synonyms"].split("|")):
            if text:
                codes_by_name[text.casefold()] = code.code
    return codes_by_name
