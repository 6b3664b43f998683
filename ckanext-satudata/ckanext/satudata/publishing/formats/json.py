"""JSON: {"title", "source", "fields": [of a Table Schema], "records": [one object a row]}; no digit is lost."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping

from ckanext.satudata.publishing.loaded import LoadedTable

MIMETYPE = "application/json; charset=utf-8"
LABEL = "JSON"


def chunks(table: LoadedTable, _options: Mapping[str, str]) -> Generator[bytes, None, None]:
    """Yield the head, then the records a line each."""
    head = {"title": table.title, "source": table.address, "fields": [column.as_dict() for column in table.columns]}
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "records": ['.encode()
    separator = "\n"
    for batch in table.batches(["row_to_json(satudata_row)::text"]):
        yield (separator + ",\n".join(text for (text,) in batch)).encode()
        separator = ",\n"
    yield b"\n]}\n"
