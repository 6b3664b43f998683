"""The Table Schema that a file's own cells suggest: a type that every cell of its column has, so that none is refused.

A column is of numbers, dates or truth values only where all of its filled cells are, written so that nothing of them
is lost: 007 is a code and not 7, and a figure of more digits than every program keeps tells things apart and counts
nothing. All other columns are text.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import itertools
import re
from collections.abc import Collection, Iterable
from typing import Any

import duckdb
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.duck import connect
from ckanext.satudata.tables.table import literal, numbered, reads_alike
from frictionless.table.label_matching import deduplicate_names

# Whole numbers that JavaScript keeps, too: below 9·10^15. A sign in front of many digits belongs to a telephone.
INTEGER = r"-?(0|[1-9][0-9]{0,14}|[1-8][0-9]{15})|\+(0|[1-9][0-9]{0,7})"
# 1E5 is a code, 1.5E+10 is how programs write a large number; longer exponents no program reads alike
NUMBER = r"[+-]?((0|[1-9][0-9]{0,14})\.[0-9]{1,30}|\.[0-9]{1,30})|-?[0-9](\.[0-9]{1,17}[eE][+-]?|[eE][+-])[0-9]{1,2}"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
BOOLEANS = ("true", "True", "TRUE", "false", "False", "FALSE")
# what a cell can be; a column is what all of its cells are
WHOLE, DECIMAL, DAY, TRUTH, TEXT = 1, 2, 4, 8, 16
TYPES = {WHOLE: "integer", DECIMAL: "number", WHOLE | DECIMAL: "number", DAY: "date", TRUTH: "boolean"}
# codes are no numbers, whatever they look like
CODE = "kode"
# rows by which most columns of text are known, so that the rest of the file is read for the others alone
SAMPLE = 2000
# bytes below which Python is done before DuckDB has started
SMALL = 1 << 16
# columns that one query has an expression for each of
FEW = 100
# different cells of one column that are remembered
REMEMBERED = 10_000


def schema(file: CsvFile, missing: Collection[str] = ("",)) -> dict[str, Any]:
    """Return the Table Schema of a file whose cells are missing where they are one of `missing`.

    Each cell of the file is looked at. Names are the header's, as frictionless gives them: a column without a name is
    called by its number, and the second of one name gets another.
    """
    labels = file.header()
    names = deduplicate_names([label or f"field{number}" for number, label in enumerate(labels, 1)])
    kinds = [TEXT if name.lower().startswith(CODE) else 0 for name in names]
    _look(file, kinds, missing)
    return {
        "fields": [{"name": name, "type": TYPES.get(kind, "string")} for name, kind in zip(names, kinds, strict=True)]
    }


def _look(file: CsvFile, kinds: list[int], missing: Collection[str]) -> None:
    """Add to each column what its cells are."""
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=file.delimiter)
        next(rows, None)
        _look_at_rows(itertools.islice(rows, SAMPLE), kinds, missing)
        rest = next(rows, None) if _open(kinds) else None
        if rest is None or (file.path.stat().st_size > SMALL and _look_at_file(file, kinds, missing)):
            return
        _look_at_rows(itertools.chain([rest], rows), kinds, missing)


def _open(kinds: list[int]) -> list[int]:
    """Return the columns that are not known to be text."""
    return [index for index, kind in enumerate(kinds) if not kind or kind in TYPES]


def _look_at_rows(rows: Iterable[list[str]], kinds: list[int], missing: Collection[str]) -> None:
    remembered: list[dict[str, int]] = [dict.fromkeys(missing, 0) for _ in kinds]
    undecided = _open(kinds)
    for row in rows:
        decided = False
        for index in undecided:
            if index >= len(row):
                continue
            kinds_of_texts = remembered[index]
            kind = kinds_of_texts.get(row[index])
            if kind is None:
                kind = _kind(row[index])
                if len(kinds_of_texts) < REMEMBERED:
                    kinds_of_texts[row[index]] = kind
            if kind & ~kinds[index]:
                kinds[index] |= kind
                decided = decided or kinds[index] not in TYPES
        if decided:
            undecided = _open(kinds)
            if not undecided:
                return


def _kind(cell: str) -> int:
    if re.fullmatch(INTEGER, cell, re.ASCII):
        return WHOLE
    if re.fullmatch(NUMBER, cell, re.ASCII):
        return DECIMAL
    if cell in BOOLEANS:
        return TRUTH
    return DAY if re.fullmatch(DATE, cell, re.ASCII) and _is_day(cell) else TEXT


def _is_day(cell: str) -> bool:
    try:
        datetime.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _look_at_file(file: CsvFile, kinds: list[int], missing: Collection[str]) -> bool:
    """Have DuckDB look at the whole file; return whether it can read it."""
    if not reads_alike(file):
        return False
    names = [f"c{index}" for index in range(len(kinds))]
    undecided = _open(kinds)
    gone = ", ".join(map(literal, missing)) or "NULL"
    cells = ", ".join(names[index] for index in undecided)
    # an expression for each column is quick to carry out, but takes long to plan where they are many
    one_by_one = ", ".join(f"{index}, coalesce(bit_or({_kind_sql(names[index], gone)}), 0)" for index in undecided)
    places = ", ".join(map(str, undecided))
    long = f"SELECT unnest([{cells}]) AS cell, unnest([{places}]) AS place FROM"
    # cells with line breaks, which are rare, need DuckDB's slower reader
    for parallel in (True, False):
        with connect() as connection, contextlib.suppress(duckdb.Error):
            source = numbered(file, names, cells, parallel=parallel, ragged=True)
            if len(undecided) <= FEW:
                [row] = connection.execute(f"SELECT {one_by_one} FROM {source}").fetchall()
                pairs = list(zip(row[::2], row[1::2], strict=True))
            else:
                query = f"SELECT place, bit_or({_kind_sql('cell', gone)}) FROM ({long} {source}) GROUP BY 1"
                pairs = connection.execute(query).fetchall()
            for index, kind in pairs:
                kinds[index] |= kind
            return True
    return False


def _kind_sql(name: str, missing: str) -> str:
    """Return the same as `_kind` in SQL."""
    day = f"regexp_full_match({name}, {literal(DATE)}) AND TRY_CAST({name} AS DATE) IS NOT NULL AND {name} >= '0001'"
    return (
        f"CASE WHEN {name} IS NULL OR {name} IN ({missing}) THEN 0 "
        f"WHEN regexp_full_match({name}, {literal(INTEGER)}) THEN {WHOLE} "
        f"WHEN regexp_full_match({name}, {literal(NUMBER)}) THEN {DECIMAL} "
        f"WHEN {name} IN ({', '.join(map(literal, BOOLEANS))}) THEN {TRUTH} WHEN {day} THEN {DAY} ELSE {TEXT} END"
    )
