"""Parquet with exact types; title, source and the data dictionary are in the file's metadata."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Generator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from ckanext.satudata.publishing.loaded import Column, LoadedTable, within_years
from ckanext.satudata.tables.duck import connect
from ckanext.satudata.tables.table import literal

MIMETYPE = "application/vnd.apache.parquet"
LABEL = "Parquet"
TYPES = {"integer": "BIGINT", "float": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP"}
MOST_DIGITS = 38
CHUNK = 1 << 18


def chunks(table: LoadedTable, _options: Mapping[str, str]) -> Generator[bytes, None, None]:
    """Yield the file, which DuckDB makes from what PostgreSQL copies out: its index comes last."""
    with tempfile.TemporaryDirectory() as folder:
        rows, file = Path(folder) / "rows.csv", Path(folder) / "table.parquet"
        types = _types(table)
        with rows.open("wb") as stream:
            table.copy([f"{column.sql}::text" for column in table.columns], stream)
        _write(table, types, rows, file)
        rows.unlink()
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk


def _write(table: LoadedTable, types: list[str], rows: Path, file: Path) -> None:
    texts = {f"c{index}": "VARCHAR" for index in range(len(types))}
    source = (
        f"read_csv({literal(rows)}, header=false, auto_detect=false, columns={texts}, delim=',', quote='\"', "
        "escape='\"', nullstr='', allow_quoted_nulls=false, strict_mode=true, parallel=false)"
    )
    names = ['"{}"'.format(column.name.replace('"', '""')) for column in table.columns]
    cells = ", ".join(f"c{index}::{kind} AS {names[index]}" for index, kind in enumerate(types))
    fields = json.dumps([column.as_dict() for column in table.columns], ensure_ascii=False)
    description = {"title": table.title, "source": table.address, "fields": fields}
    metadata = ", ".join(f"{key}: {literal(value)}" for key, value in description.items())
    with connect() as connection:
        connection.execute(
            f"COPY (SELECT {cells} FROM {source}) TO {literal(file)} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})"
        )


def _types(table: LoadedTable) -> list[str]:
    """Return DuckDB's type of each column; text where no other says all of its values."""
    questions = [question for column in table.columns for question in _questions(column)]
    answers = iter(table.ask(questions) if questions else ())
    return [_type(column, [next(answers) for _ in _questions(column)]) for column in table.columns]


def _questions(column: Column) -> list[str]:
    if column.kind == "decimal":
        # that of NaN is NaN, and greater than any number
        return [f"max(scale({column.sql}))", f"max(trunc(abs({column.sql})))"]
    return [within_years(column)] if column.kind in {"date", "timestamp"} else []


def _type(column: Column, answers: list[Any]) -> str:
    if column.kind == "decimal":
        scale, largest = answers[0] or 0, Decimal(answers[1] or 0)
        if not largest.is_finite():
            return "VARCHAR"
        digits = len(str(int(largest))) + scale
        return f"DECIMAL({digits}, {scale})" if digits <= MOST_DIGITS else "VARCHAR"
    if answers == [False]:
        return "VARCHAR"
    return TYPES.get(column.kind, "VARCHAR")
