"""A quotation mark that is opened and never closed swallows the rows below it; it is named at its row."""

from __future__ import annotations

import csv
from pathlib import Path

from ckanext.satudata.exceptions import N_, UnreadableTable

CHUNK = 1 << 20


def check(path: Path, delimiter: str) -> None:
    """Raise UnreadableTable when a cell's quotation mark is closed by none, or by that of another row."""
    if not _has_any(path):
        return
    start = 1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            for _row in reader:
                start = reader.line_num + 1
        except csv.Error:
            # text behind a closing mark is sloppy, but harms no other row
            if reader.line_num == start and _is_even(path, start):
                return
            text = N_(
                "Row {row} opens a quotation mark and does not close it. Close it there, or delete it; the rows below "
                "would become one cell."
            )
            raise UnreadableTable(text, row=start) from None


def _has_any(path: Path) -> bool:
    with path.open("rb") as stream:
        return any(b'"' in chunk for chunk in iter(lambda: stream.read(CHUNK), b""))


def _line(path: Path, number: int) -> str:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next((line.strip() for index, line in enumerate(stream, 1) if index == number), "")


def _is_even(path: Path, number: int) -> bool:
    return _line(path, number).count('"') % 2 == 0
