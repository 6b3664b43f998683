"""CSV (RFC 4180) in UTF-8; `?bom=1` begins with the mark by which Excel knows UTF-8.

What a spreadsheet would compute has an apostrophe in front, column names too (`tables.formulas`).
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator, Iterable, Mapping, Sequence

from ckanext.satudata.publishing.loaded import LoadedTable
from ckanext.satudata.tables import outlets

MIMETYPE = "text/csv; charset=utf-8"
LABEL = "CSV"


def chunks(table: LoadedTable, options: Mapping[str, str]) -> Generator[bytes, None, None]:
    """Yield the header and the rows; a missing value is an empty cell."""
    mark = codecs.BOM_UTF8 if options.get("bom") == "1" else b""
    yield mark + _lines([[column.name for column in table.columns]])
    for batch in table.batches([f"{column.sql}::text" for column in table.columns]):
        yield _lines(batch)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    outlets.CsvWriter(stream).writerows(rows)
    return stream.getvalue().encode()
