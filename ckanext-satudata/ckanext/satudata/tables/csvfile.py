"""The form in which every table is checked and loaded: a CSV file in UTF-8 with its header in the first row."""

from __future__ import annotations

import codecs
import collections
import contextlib
import csv
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.satudata.tables import encoding, quotes
from frictionless import Dialect, Schema
from frictionless.formats.csv import CsvControl
from frictionless.resources import TableResource

DELIMITERS = ",;\t|"
SAMPLE_LINES = 50
CHUNK = 1 << 20
# Python's own limit is 128 KB, less than the outline of a village
LONGEST_CELL = 16 << 20
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class CsvFile:
    """A file of cells separated by `delimiter`, quoted by double quotes."""

    path: Path
    delimiter: str = ","

    def dialect(self) -> Dialect:
        """Return how to read it, with nothing left to guess."""
        control = CsvControl(
            delimiter=self.delimiter, quote_char='"', double_quote=True, skip_initial_space=False, line_terminator="\n"
        )
        return Dialect(header_rows=[1], controls=[control])

    def resource(self, schema: dict[str, Any] | None = None, **options: Any) -> TableResource:
        """Return the frictionless resource of the file; without a schema frictionless infers one."""
        if schema is not None:
            options["schema"] = Schema.from_descriptor(schema)
        return TableResource(path=str(self.path), encoding="utf-8", dialect=self.dialect(), **options)

    def header(self) -> list[str]:
        """Return the cells of the first row, none of an empty file."""
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            return next(csv.reader(stream, delimiter=self.delimiter), [])


def from_text(source: Path, target: Path) -> CsvFile:
    """Return a file of delimited text as a CsvFile; one that is not in plain UTF-8 is written to `target` so.

    Raises UnreadableTable, naming the line, for a text that breaks its encoding or its quotation marks.
    """
    name = encoding.find(source)
    path = source if name in {"utf-8", "utf-8-sig"} and not _starts_twice(source) else target
    with contextlib.ExitStack() as stack:
        new = stack.enter_context(path.open("w", encoding="utf-8", newline="")) if path == target else None
        for piece in encoding.decoded(source, name):
            if new:
                new.write(piece)
    file = CsvFile(path, delimiter_of(path))
    quotes.check(path, file.delimiter)
    return file


def _starts_twice(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(6) == codecs.BOM_UTF8 * 2


def delimiter_of(path: Path) -> str:
    """Return the separator that splits most of the first lines into the same number of cells, more than one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = [line for line in itertools.islice(stream, SAMPLE_LINES) if line.strip()]
    best = (0, 0, 0)
    delimiter = ","
    for rank, candidate in enumerate(DELIMITERS):
        widths = collections.Counter(len(cells) for cells in csv.reader(lines, delimiter=candidate))
        width, lines_of_it = widths.most_common(1)[0] if widths else (1, 0)
        score = (lines_of_it, width, -rank)
        if width > 1 and score > best:
            best, delimiter = score, candidate
    return delimiter
