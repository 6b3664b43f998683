"""Finds cells of coded columns that hold the name of a code, in any case, instead of the code itself."""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Iterator

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import fit
from ckanext.satudata.standards.model import Field, Standard
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation.checks.codes import LEVELS

# different cells of a column that are looked up; one with more holds no names of codes
MOST = 5000
# what people write before the name of a place, and the list does not
KIND_OF_PLACE = re.compile(r"(?:kecamatan|kec\.?|desa|ds\.?|kelurahan|kel\.?)\s+", re.IGNORECASE)


def propose(file: CsvFile, standard: Standard) -> list[Step]:
    """Return a step for each column of codes in which names stand, in the order of the columns."""
    fields = {label: standard.field(name) for label, name in fit.compare(file.header(), standard).columns.items()}
    coded = {label: field for label, field in fields.items() if field.codelist}
    steps = []
    for label, cells in _distinct(file, list(coded)):
        codes_by_cell = {cell: code for cell in sorted(cells) for code in [_code(coded[label], cell)] if code}
        if codes_by_cell:
            steps.append(Step("named_codes", {"column": label, "codes": codes_by_cell}))
    return steps


def _distinct(file: CsvFile, labels: list[str]) -> Iterator[tuple[str, set[str]]]:
    cells_by_label: dict[str, set[str]] = {label: set() for label in labels}
    if labels:
        with file.path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, delimiter=file.delimiter)
            header = next(rows, [])
            places = [(header.index(label), cells_by_label[label]) for label in labels]
            for row in rows:
                for place, cells in places:
                    if place < len(row) and len(cells) < MOST:
                        cells.add(row[place].strip())
    for label, cells in cells_by_label.items():
        if len(cells) < MOST:
            yield label, cells


def _code(field: Field, cell: str) -> str | None:
    """Return the code whose name a cell is; None for a code itself, and where the name is that of none or several."""
    codes = field.codes()
    if not cell or codes is None or codes.is_valid(cell):
        return None
    entry = codes.lookup(cell)
    if entry is None and field.codelist == "wilayah":
        # many places of the country share a name; within a district they seldom do
        near = _places(config.wilayah()).get(KIND_OF_PLACE.sub("", cell).casefold(), [])
        near = [place for place in near if LEVELS.get(field.level) in (None, place.code.count(".") + 1)]
        entry = near[0] if len(near) == 1 else None
    return entry.code if entry else None


@functools.cache
def _places(district: str) -> dict[str, list[codelists.Code]]:
    """Return the kecamatan, desa and kelurahan of a district by their names in small letters."""
    places: dict[str, list[codelists.Code]] = defaultdict(list)
    for code in codelists.load("wilayah"):
        if code.code.startswith(f"{district}."):
            places[code.name.casefold()].append(code)
    return places
