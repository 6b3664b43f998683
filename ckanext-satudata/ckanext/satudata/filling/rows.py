"""The rows of a part: what stands ready for an office, what it wrote, and the table that they are together."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Mapping

from ckanext.satudata.filling import keys
from ckanext.satudata.filling.model import Row
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import template
from ckanext.satudata.standards.model import Field, Standard
from ckanext.satudata.tables import outlets

# rows that stand ready; of a table with more combinations one row for each region or office does
MOST_READY = 400
# rows that a part may have
MOST = 2000


def fixed(standard: Standard) -> set[str]:
    """Return the columns that nobody fills: the key with its name, and time."""
    key = keys.find_key(standard)
    names = {field.name for field in standard.fields if key and field.name_of == key.name}
    if key and key.name == keys.OFFICE_CODE:
        names.add(keys.OFFICE_NAME)
    return names | ({key.name} if key else set()) | set(standard.times)


def editable(standard: Standard) -> list[Field]:
    """Return the columns that an office fills, in their order."""
    closed = fixed(standard)
    return [field for field in standard.fields if field.name not in closed]


def ready(standard: Standard, codes: Iterable[str], period: str) -> list[Row]:
    """Return the rows that stand ready for an office: of each of its codes, of each combination of short lists."""
    lists = [field for field in editable(standard) if field.codelist and field.name in standard.dimensions]
    choices = [[(field.name, code.code) for code in template.choices(field.codelist, field.level)] for field in lists]
    combinations = list(itertools.product(*choices))
    codes = list(codes)
    if len(combinations) * len(codes) > MOST_READY:
        combinations = [()]
    return [complete(standard, dict(combination), code, period) for code in codes for combination in combinations]


def complete(standard: Standard, row: Mapping[str, str], code: str, period: str) -> Row:
    """Return a row with what nobody fills: code, names, time."""
    key = keys.find_key(standard)
    if key is None:
        return dict(row)
    whole = {field.name: str(row.get(field.name) or "").strip() for field in standard.fields}
    whole |= {key.name: code, **keys.period_values(standard, period)}
    if key.name == keys.OFFICE_CODE and keys.OFFICE_NAME in whole:
        whole[keys.OFFICE_NAME] = keys.office_title(code)
    for field in standard.fields:
        named = standard.field(field.name_of) if field.name_of else None
        if named is not None and named.codelist and whole[named.name] in codelists.load(named.codelist).codes:
            whole[field.name] = codelists.load(named.codelist).codes[whole[named.name]].name
    return whole


def is_filled(standard: Standard, row: Mapping[str, str]) -> bool:
    """Return whether an office has written something into a row: a figure, or any column that stood empty."""
    measures = {measure.field for measure in standard.measures}
    written = [field for field in editable(standard) if field.name in measures or not field.codelist]
    return any(row.get(field.name) for field in written)


def as_csv(standard: Standard, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the filled rows as a CSV file with the standard's columns; a column that nobody filled is left out."""
    filled = [row for row in rows if is_filled(standard, row)]
    names = [field.name for field in standard.fields if field.required or any(row.get(field.name) for row in filled)]
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in filled)
    return stream.getvalue().encode()
