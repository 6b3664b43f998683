"""JSON and its kin: GeoJSON, TopoJSON, lines of JSON. Every list of records is a table, see `companions.records`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.personal.companions import records
from ckanext.satudata.personal.companions.part import Limits, Part

ENDINGS = (".json", ".geojson", ".topojson", ".jsonl", ".ndjson", ".jsonld")
# ways to write a text, tried in turn
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the tables in the file."""
    text = decoded(path.read_bytes())
    try:
        value = _parsed(text)
    except ValueError:
        # one record a line, as programs stream them
        value = [_parsed(line) for line in text.splitlines() if line.strip()]
    yield from records.tables(value, place)


def decoded(content: bytes) -> str:
    """Return a text. Raises ValueError for bytes that are none."""
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return content.decode("latin-1")


def _parsed(text: str) -> Any:
    # figures keep each digit: a NIK has one more than a float holds for sure
    return json.loads(text, parse_int=str, parse_float=records.figure)
