"""A published table as people read it: titles of columns, names instead of codes, the newest first; page by page.

The DataStore filters, sorts and cuts out the page, so that a table of a million rows costs what a small one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.publishing import loaded
from ckanext.satudata.standards.model import MONTH, YEAR, Standard
from ckanext.satudata.standards.model import load as load_standard
from ckanext.satudata.tables import symbols

PAGE_ROWS = 50
# lists to choose from that stand above a table, and how long one of them may be
MOST_FILTERS, MOST_VALUES = 4, 200
NUMERIC = {"int4", "int8", "numeric", "float8"}
DATES = {"date", "timestamp"}
# columns that are a time, whatever their table follows, the coarsest first
TIMES = (YEAR, MONTH, "tanggal")
NUMBER = "_id"
MONTHS = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
]


@dataclass(frozen=True)
class Column:
    """A column for people: its name in the table, its title with the unit, whether it holds figures, its code list."""

    name: str
    title: str
    is_figure: bool
    codelist: str = ""

    def text(self, cell: Any) -> str:
        """Return a cell for people."""
        if cell is None or cell == "":
            return "–"
        if self.codelist:
            code = codelists.load(self.codelist).codes.get(str(cell))
            return code.name if code else str(cell)
        if self.name == MONTH and str(cell).isdigit() and 1 <= int(cell) <= len(MONTHS):
            return MONTHS[int(cell) - 1]
        return satudata_figure(cell) if self.is_figure else str(cell)


@dataclass(frozen=True)
class Filter:
    """A column to choose a value of: (value, text) of those that it has, and the chosen one, "" for all."""

    column: Column
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Order:
    """By which column rows are sorted, "" for the newest first, and whether upwards."""

    column: str = ""
    is_rising: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a table: texts by column, how many there are of what is chosen, and which page it is (from 1)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    number: int
    order: Order
    filters: Mapping[str, str]
    sort: str

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_ROWS))


def find_standard(resource: Mapping[str, Any]) -> Standard | None:
    """Return the standard that a resource follows, None for none."""
    try:
        return load_standard(resource.get("standar") or "")
    except UnknownStandard:
        return None


def columns(resource: Mapping[str, Any], fields: list[dict[str, Any]]) -> list[Column]:
    """Return the columns for people: of a code whose name stands in a column of its own, the name alone."""
    standard = find_standard(resource)
    described = {field.name: field for field in standard.fields} if standard else {}
    there = {field["id"] for field in fields}
    coded = {described[name].name_of for name in there if name in described and described[name].name_of}
    return [
        _column(field, described.get(field["id"]))
        for field in fields
        if field["id"] not in coded and field["id"] != symbols.COLUMN
    ]


def _column(field: dict[str, Any], described: Any) -> Column:
    info = field.get("info") or {}
    title = (described.title if described else "") or info.get("label") or field["id"].replace("_", " ").capitalize()
    is_figure = field["type"] in NUMERIC and field["id"] not in TIMES
    unit = described.satuan if described else ""
    if is_figure and unit:
        title = f"{title} ({codelists.label('satuan', codelists.load('satuan').codes[unit]).lower()})"
    return Column(field["id"], title, is_figure, described.codelist if described else "")


def newest_first(fields: list[dict[str, Any]]) -> str:
    """Return the order of rows with the newest first, then as they stand in the file."""
    names = {field["id"]: field["type"] for field in fields}
    times = [name for name in TIMES if name in names] or [name for name, kind in names.items() if kind in DATES][:1]
    return ", ".join([*(f'"{name}" desc nulls last' for name in times), NUMBER])


def find_page(
    resource: Mapping[str, Any],
    *,
    rows: int = PAGE_ROWS,
    number: int = 1,
    order: Order | None = None,
    filters: Mapping[str, str] | None = None,
) -> Page | None:
    """Return a page of a resource's table for the reader, None where it has none (yet) or is just replaced.

    A column that is not there is neither sorted nor filtered by; a page beyond the last one is the last one.
    """
    fields = [field for field in loaded.find_fields(resource["id"]) if field["id"] != NUMBER]
    if not fields or not resource.get("datastore_active"):
        return None
    shown = columns(resource, fields)
    names = {field["id"] for field in fields}
    order = order if order and order.column in names else Order()
    chosen = {name: value for name, value in (filters or {}).items() if name in names and value}
    sort = f'"{order.column}" {"asc" if order.is_rising else "desc"} nulls last, {NUMBER}' if order.column else ""
    sort = sort or newest_first(fields)
    query = {"resource_id": resource["id"], "sort": sort, "filters": chosen, "limit": rows}
    answer = _search({**query, "offset": (number - 1) * rows})
    if answer is not None and not answer["records"] and number > 1:
        number = max(1, -(-answer["total"] // rows))
        answer = _search({**query, "offset": (number - 1) * rows})
    if answer is None:
        return None
    texts = tuple(tuple(_text(column, record) for column in shown) for record in answer["records"])
    return Page(tuple(shown), texts, answer["total"], number, order, chosen, sort)


def _text(column: Column, record: Mapping[str, Any]) -> str:
    """Return a cell of a row for people; of a suppressed one it is said, and a mark stands where its table has it."""
    symbol = symbols.parse_symbols(record.get(symbols.COLUMN)).get(column.name, "")
    if symbol == symbols.HIDDEN:
        return tk._("suppressed")
    return symbol if symbol and record[column.name] is None else column.text(record[column.name])


def filters(resource: Mapping[str, Any], page: Page) -> Iterator[Filter]:
    """Yield the lists to choose from: years, and columns of names with few enough values."""
    for column in page.columns:
        if column.is_figure or not (column.codelist or column.name in TIMES[:2] or _is_name(resource, column)):
            continue
        query = {"resource_id": resource["id"], "fields": [column.name], "distinct": True, "sort": f'"{column.name}"'}
        answer = _search({**query, "limit": MOST_VALUES + 1})
        values = [record[column.name] for record in answer["records"]] if answer else []
        values = [value for value in values if value not in (None, "")]
        if not 1 < len(values) <= MOST_VALUES:
            continue
        if column.name == YEAR:
            values.reverse()
        options = tuple((str(value), column.text(value)) for value in values)
        yield Filter(column, options, page.filters.get(column.name, ""))


def _is_name(resource: Mapping[str, Any], column: Column) -> bool:
    """Return whether a column holds the names of a code, or is a dimension of its table's standard."""
    standard = find_standard(resource)
    if standard is None:
        return False
    names = {field.name for field in standard.fields if field.name_of} | set(standard.breakdowns)
    return column.name in names


def _search(query: dict[str, Any]) -> dict[str, Any] | None:
    try:
        answer: dict[str, Any] = tk.get_action("datastore_search")({}, query)
    except loaded.AWAY:
        return None
    return answer
