"""The table of a dataset: from a source's rows, or its file, to the file that is checked like every upload."""

from __future__ import annotations

import csv
import datetime
import decimal
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenRecord
from ckanext.satudata.harvest.paths import fill
from ckanext.satudata.harvest.places import place_names
from ckanext.satudata.harvest.readers import BaseReader


@dataclass(frozen=True)
class MadeTable:
    """A table on its way: the file, its title, the standard that it follows, the hash of its content.

    `steps` are those by which an untidy file is read, as a resource keeps them.
    """

    path: Path
    title: str
    standard: str
    digest: str
    rows: int | None
    unknown: frozenset[str] = frozenset()
    steps: str = ""


def make(
    reader: BaseReader, declared: Mapping[str, Any], raw: Mapping[str, Any], name: str, folder: Path
) -> MadeTable | None:
    """Write the table of a record into the folder; None for an optional one that the source does not have.

    Raises BrokenRecord when columns are missing or rows are fewer than declared.
    """
    surroundings = {**place_names(), **raw}
    read = fill(declared["read"], surroundings)
    title = fill(declared.get("title", ""), surroundings) or name
    # where columns are named, the rows are read one by one
    whole = None if "columns" in declared else reader.file(read, folder)
    if whole is not None:
        steps = json.dumps(declared["steps"], ensure_ascii=False) if declared.get("steps") else ""
        return MadeTable(whole, title, declared.get("standard", ""), _digest(whole), None, steps=steps)
    path = folder / f"{name}.csv"
    writer = _Writer(declared, surroundings)
    rows = writer.write(reader.rows(read), path)
    if not rows and declared.get("optional"):
        return None
    if rows < declared.get("rows", 1):
        text = N_(
            "The table has {0} rows, at least {1} are expected. Ask the source's keeper whether data is missing."
        )
        raise BrokenRecord(text, rows, declared.get("rows", 1))
    return MadeTable(path, title, declared.get("standard", ""), _digest(path), rows, frozenset(writer.unknown))


class _Writer:
    """Turns rows of the source into those of the table, one at a time."""

    def __init__(self, declared: Mapping[str, Any], surroundings: Mapping[str, Any]) -> None:
        self.columns: dict[str, str] = dict(declared.get("columns", {}))
        self.fixed: dict[str, Any] = fill(declared.get("fixed", {}), surroundings)
        self.ignored = set(declared.get("ignore", []))
        self.lookups: dict[str, dict[str, Any]] = declared.get("lookups", {})
        self.missing = set(declared.get("missing", []))
        self.numbers: dict[str, str] = declared.get("numbers", {})
        self.unknown: set[str] = set()

    def write(self, rows: Iterator[dict[str, Any]], path: Path) -> int:
        """Write the rows as CSV and return their number."""
        count = 0
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            for row in rows:
                if not count:
                    self._begin(row)
                    writer.writerow([*self.columns.values(), *self.fixed])
                self.unknown |= row.keys() - self.columns.keys() - self.ignored
                writer.writerow([*(self._cell(row, source) for source in self.columns), *self.fixed.values()])
                count += 1
        return count

    def _begin(self, row: Mapping[str, Any]) -> None:
        if not self.columns:
            self.columns = {name: name for name in row if name not in self.ignored}
        absent = [name for name in self.columns if name not in row]
        if absent:
            text = N_("The source's table lacks the columns {0}; it has {1}. Correct columns in the agency's file.")
            raise BrokenRecord(text, ", ".join(absent), ", ".join(map(str, row)))

    def _cell(self, row: Mapping[str, Any], source: str) -> Any:
        column, value = self.columns[source], row.get(source)
        text = _as_text(value)
        if text in self.missing:
            return ""
        if column in self.lookups and text in self.lookups[column]:
            return self.lookups[column][text]
        form = self.numbers.get(column)
        if form and isinstance(value, str):
            return text.replace(",", "") if form == "1,234.5" else text.replace(".", "").replace(",", ".")
        return text


def _as_text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, decimal.Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    return str(value).strip()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
