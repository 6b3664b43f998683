"""CSV (RFC 4180) in UTF-8; `?bom=1` is for Excel: with the mark by which it knows UTF-8, and without formulas."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator, Mapping

from ckanext.satudata.publishing.loaded import LoadedTable
from ckanext.satudata.validation.checks import formula

MIMETYPE = "text/csv; charset=utf-8"
LABEL = "CSV"
FORMULA = re.compile(formula.PATTERN)


def chunks(table: LoadedTable, options: Mapping[str, str]) -> Generator[bytes, None, None]:
    """Yield the header and the rows; a missing value is an empty cell."""
    excel = options.get("bom") == "1"
    texts = [index for index, column in enumerate(table.columns) if column.kind == "text"] if excel else []
    names = [column.name for column in table.columns]
    yield (codecs.BOM_UTF8 if excel else b"") + _lines([[_harmless(name) for name in names] if excel else names])
    for batch in table.batches([f"{column.sql}::text" for column in table.columns]):
        yield _lines(_without_formulas(batch, texts) if texts else batch)


def _lines(rows) -> bytes:  # type: ignore[no-untyped-def]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def _without_formulas(rows, texts: list[int]) -> Iterator[list[str | None]]:  # type: ignore[no-untyped-def]
    for row in rows:
        cells = list(row)
        for index in texts:
            cells[index] = cells[index] and _harmless(cells[index])
        yield cells


def _harmless(text: str) -> str:
    """Return a text that Excel does not carry out: it hides the apostrophe in front (OWASP: CSV injection)."""
    return f"'{text}" if FORMULA.match(text) else text
