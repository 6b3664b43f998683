"""The rows of a new file added to those of a table: a row that is in both is taken from the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.review import differences
from ckanext.satudata.standards import fit
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import inferred, symbols
from ckanext.satudata.tables.csvfile import CsvFile

NOTHING_SHARED = N_(
    "The file has no column of the table that it is added to ({columns}). Name its columns alike, or replace the "
    "table."
)
SHORT = N_("The file lacks columns by which rows are told apart: {columns}. Add them, or replace the table.")


@dataclass(frozen=True)
class Columns:
    """The columns of both files: `header` of the result, and where each of them stands in old and new, None if not."""

    header: list[str]
    old: list[int | None]
    new: list[int | None]
    keys: list[int]


def combine(old: CsvFile, new: CsvFile, standard: Standard | None, path: Path) -> CsvFile:
    """Write the rows of both tables to `path`, the old ones first, each cell as it was.

    Rows are told apart by the key of the standard, without one by the columns of words and times; a row of `new`
    takes the place of the old one with the same key. Raises UnreadableTable where the columns do not fit.
    """
    columns = _columns(old, new, standard)
    fresh = list(_rows(new, columns.new))
    replaced = {_key(row, columns.keys) for row in fresh} if columns.keys else set()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns.header)
        for row in _rows(old, columns.old):
            if not columns.keys or _key(row, columns.keys) not in replaced:
                writer.writerow(row)
        writer.writerows(fresh)
    return CsvFile(path)


def _columns(old_file: CsvFile, new_file: CsvFile, standard: Standard | None) -> Columns:
    """Bring the columns of two files together: by the fields of the standard, else by their names."""
    old, new = old_file.header(), new_file.header()
    names = [_names(header, standard) for header in (old, new)]
    added = [index for index, name in enumerate(names[1]) if name not in names[0]]
    if len(added) == len(new):
        raise UnreadableTable(NOTHING_SHARED, columns=", ".join(old))
    all_names = [*names[0], *(names[1][index] for index in added)]
    keys = _keys(all_names, standard) or _guessed_keys(old_file, new_file, names)
    lacking = [all_names[key] for key in keys if all_names[key] not in names[1]]
    if lacking:
        raise UnreadableTable(SHORT, columns=", ".join(lacking))
    return Columns(
        [*old, *(new[index] for index in added)],
        [*range(len(old)), *(None for _index in added)],
        [names[1].index(name) if name in names[1] else None for name in all_names],
        keys,
    )


def _names(header: list[str], standard: Standard | None) -> list[str]:
    """Return the fields of the standard that headers stand for, their own plain names for the others."""
    matched = fit.compare(header, standard).columns if standard else {}
    return [matched.get(label) or standards.key(label) for label in header]


def _keys(names: list[str], standard: Standard | None) -> list[int]:
    """Return the columns that tell rows apart; none where nothing says so."""
    key = set(standard.table.primary_key) if standard else set()
    if key and key <= set(names):
        return [names.index(name) for name in names if name in key]
    return []


def _guessed_keys(old: CsvFile, new: CsvFile, names: list[list[str]]) -> list[int]:
    """Return the columns of words and times of `old`, where they tell the rows of both files apart; else none."""
    figures = {
        name
        for file, file_names in ((old, names[0]), (new, names[1]))
        for name, field in zip(file_names, inferred.schema(file, [""])["fields"], strict=False)
        if field["type"] in differences.NUMERIC and not differences.is_time(name)
    }
    apart = figures | {symbols.COLUMN}
    keys = [index for index, name in enumerate(names[0]) if name in names[1] and name not in apart]
    for file, places in ((old, keys), (new, [names[1].index(names[0][key]) for key in keys])):
        cells = [tuple(row) for row in _rows(file, list(places))]
        if len(set(cells)) < len(cells):
            return []
    return keys


def _rows(file: CsvFile, places: list[int | None]) -> Iterator[list[str]]:
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=file.delimiter)
        next(reader, None)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield [row[place] if place is not None and place < len(row) else "" for place in places]


def _key(row: list[str], keys: list[int]) -> tuple[str, ...]:
    return tuple(row[key].strip() for key in keys)
