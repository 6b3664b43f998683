"""Hides the cells of a table that is about to be published: those that its standard wants hidden."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ckanext.satudata.disclosure.cells import ALL, REGION, Cell, Layout, lay_out
from ckanext.satudata.disclosure.pattern import Pattern
from ckanext.satudata.standards.model import MONTH, NUMERIC, YEAR, Measure, Standard
from ckanext.satudata.standards.rules import Ratio
from ckanext.satudata.tables import symbols
from ckanext.satudata.tables.table import Table, literal

PERCENTAGE, VALUE = "Persentase", "Nilai"
# a value of money and the like says what one case was worth
COUNTS = {"Jumlah", "Banyaknya", "Cacah"}


@dataclass(frozen=True)
class Total:
    """A sum over regions or periods that no row of the table holds and that may be told.

    `regions` is how many regions it has, `parts` are the figures that it is made of, as `part_key` gives them.
    """

    cell: Cell
    value: Decimal
    regions: int
    parts: frozenset[str]


@dataclass
class Protection:
    """What is hidden of a table: cells, where they stand ({row: columns}), and the sums that may be told."""

    hidden: set[Cell] = field(default_factory=set)
    places: dict[int, list[str]] = field(default_factory=dict)
    # sums that no row holds and that may not be told either
    hidden_sums: set[Cell] = field(default_factory=set)
    totals: list[Total] = field(default_factory=list)


def protected(
    table: Table,
    standard: Standard,
    before: Collection[Cell] = (),
    released: Collection[str] = (),
    public_before: Mapping[Cell, Collection[str]] | None = None,
) -> Protection:
    """Return what has to be hidden of a table.

    `before` are cells that were hidden in another table or edition of the standard: they stay so, as they would let
    somebody compute the others there. `released` are measures that the walidata lets be shown. `public_before` are
    the sums that were told before, with what they were made of then.
    """
    measures = [one for one in standard.protected if table.label(one.field) and one.field not in released]
    if not measures:
        return Protection()
    rows = _Rows(table, standard, measures)
    layout = lay_out(standard, rows.values)
    counts = {one.field for one in measures if one.ukuran in COUNTS}
    pattern = Pattern(layout, standard.threshold, counts)
    names = {one.field for one in measures}
    small = {cell for cell in layout.values if cell.measure in names and pattern.is_small(cell)}
    first = next((one.field for one in measures if one.ukuran in COUNTS), "")
    worth = [one.field for one in measures if one.ukuran == VALUE]
    small |= {cell._replace(measure=name) for cell in small if cell.measure == first for name in worth}
    hidden = pattern.hide([*small, *(cell for cell in before if cell.measure in names)])
    hidden |= set(_percentages(standard, rows.places, hidden, released))
    return Protection(
        hidden=hidden & rows.places.keys(),
        places=_places(table, standard, rows, hidden),
        hidden_sums=hidden & layout.virtual,
        totals=_totals(layout, hidden, public_before or {}),
    )


def cells_of(table: Table, standard: Standard) -> dict[Cell, Decimal]:
    """Return the figures of a table by their cells: of the protected measures, but for percentages."""
    return dict(_Rows(table, standard, [one for one in standard.protected if table.label(one.field)]).values)


def apply(table: Table, protection: Protection) -> Table:
    """Return the table without its hidden cells, with a column of symbols; the table itself where none is."""
    if not protection.places:
        return table
    # a table that was downloaded from here and comes back has the column already
    is_new = symbols.COLUMN not in table.columns
    number = len(table.schema["fields"])
    connection = table.connection
    connection.execute("CREATE TABLE hidden_cells (n BIGINT PRIMARY KEY, symbols VARCHAR)")
    connection.executemany(
        "INSERT INTO hidden_cells VALUES (?, ?)",
        [(row, symbols.written(names)) for row, names in protection.places.items()],
    )
    columns = []
    for name in table.columns:
        entry = literal(f"{symbols.SEPARATOR}{name}={symbols.HIDDEN}{symbols.SEPARATOR}")
        padded = f"'{symbols.SEPARATOR}' || h.symbols || '{symbols.SEPARATOR}'"
        column = table.column(name)
        if name == symbols.COLUMN:
            columns.append(f"{joined_sql('h.symbols', f'c.{column}')} AS {column}")
            continue
        columns.append(f"CASE WHEN contains({padded}, {entry}) THEN NULL ELSE c.{column} END AS {column}")
    listed = ", ".join(["c.n", *columns, *([f"h.symbols AS c{number}"] if is_new else [])])
    connection.execute(f"CREATE TABLE shown_cells AS SELECT {listed} FROM cells c LEFT JOIN hidden_cells h USING (n)")
    [(kind,)] = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = 'cells'"
    ).fetchall()
    connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} cells")
    connection.execute("ALTER TABLE shown_cells RENAME TO cells")
    return Table(
        {**table.schema, "fields": [*table.schema["fields"], *([symbols.FIELD] if is_new else [])]}, connection
    )


def joined_sql(hidden: str, marks: str) -> str:
    """Return the SQL of what a row's column of symbols says, once some of its cells are hidden.

    The mark of a cell that is hidden goes: it would tell what stood there.
    """
    separator = literal(symbols.SEPARATOR)
    name = "regexp_replace(entry, '=[^=]*$', '')"
    names = f"list_transform(string_split({hidden}, {separator}), lambda entry: {name})"
    is_other = f"entry <> '' AND NOT list_contains({names}, {name})"
    others = f"list_filter(string_split({marks}, {separator}), lambda entry: {is_other})"
    kept = f"nullif(array_to_string({others}, {separator}), '')"
    return f"CASE WHEN {hidden} IS NULL THEN {marks} ELSE concat_ws({separator}, {hidden}, {kept}) END"


class _Rows:
    """The figures of a table's rows by their cells, and where they stand: [(row, column)]."""

    def __init__(self, table: Table, standard: Standard, measures: list[Measure]) -> None:
        self.values: dict[Cell, Decimal] = defaultdict(Decimal)
        self.places: dict[Cell, list[tuple[int, str]]] = defaultdict(list)
        labels = {one.field: str(table.label(one.field)) for one in standard.measures if table.label(one.field)}
        counted = {one.field for one in measures if one.ukuran != PERCENTAGE}
        for number, key, figures in _read(table, standard, labels):
            for name, value in zip(labels, figures, strict=True):
                if value is None:
                    continue
                cell = Cell(name, *key)
                self.places[cell].append((number, labels[name]))
                if name in counted:
                    self.values[cell] += Decimal(str(value))


Key = tuple[str, str, tuple[tuple[str, str], ...]]


def _read(table: Table, standard: Standard, labels: dict[str, str]) -> Iterator[tuple[int, Key, list[Any]]]:
    """Yield row number, (period, region, dimensions) and the values of some columns of each row."""
    dimensions = {name: label for name in standard.dimensions if (label := table.label(name))}
    names = [*dimensions]
    cells = [f"CAST({table.value(label)} AS VARCHAR)" for label in dimensions.values()]
    values = [_value(table, label) for label in labels.values()]
    for number, *row in table.stream(f"SELECT {', '.join(['n', *cells, *values])} FROM cells ORDER BY n"):
        keys = {name: str(value) for name, value in zip(names, row, strict=False) if value is not None}
        yield number, _key(standard, keys), row[len(names) :]


def _value(table: Table, label: str) -> str:
    """Return the SQL of a figure. A mark of none is one for who computes: with it he knows the sum's other parts."""
    if symbols.COLUMN not in table.columns:
        return table.value(label)
    is_nil = symbols.has_sql(table.column(symbols.COLUMN), label, symbols.NIL)
    return f"coalesce({table.value(label)}, CASE WHEN {is_nil} THEN 0 END)"


def _key(standard: Standard, keys: dict[str, str]) -> Key:
    rest = {name: value for name, value in keys.items() if name not in (REGION, YEAR, MONTH, *standard.dates[:1])}
    if standard.dates:
        period = keys.get(standard.dates[0], "")
    else:
        year, month = (keys.get(name, "").partition(".")[0] for name in (YEAR, MONTH))
        period = f"{year}-{int(month):02d}" if month.isdigit() else year
    return period, keys.get(REGION, ""), tuple(sorted(rest.items()))


def _percentages(
    standard: Standard, places: Collection[Cell], hidden: set[Cell], released: Collection[str]
) -> Iterator[Cell]:
    """Yield the percentages of which a part is hidden: with the other part they tell it."""
    for rule in standard.rules_of(Ratio):
        if rule.percentage in released:
            continue
        for cell in [cell for cell in hidden if cell.measure in (rule.part, rule.whole)]:
            percentage = cell._replace(measure=rule.percentage)
            if percentage in places:
                yield percentage


def _places(table: Table, standard: Standard, rows: _Rows, hidden: set[Cell]) -> dict[int, list[str]]:
    """Return the columns that are hidden in each row.

    A column that no standard knows may tell in words or figures what is hidden beside it, so it goes as well.
    """
    places: dict[int, set[str]] = defaultdict(set)
    for cell in hidden:
        for number, label in rows.places.get(cell, ()):
            places[number].add(label)
    foreign = {field["name"] for field in table.schema["fields"] if not field.get("field")} - {symbols.COLUMN}
    measured = {one.field for one in standard.measures}
    # figures of a standard that are no measure of it
    others = {
        str(table.label(column.name))
        for column in standard.fields
        if column.type in NUMERIC and column.name not in {*measured, *standard.dimensions} and table.label(column.name)
    }
    order = [*table.columns]
    return {number: sorted({*names, *foreign, *others}, key=order.index) for number, names in places.items()}


def part_key(cell: Cell) -> str:
    """Return what tells a figure apart within a sum over regions and periods."""
    return f"{cell.period} {cell.region}"


def _totals(layout: Layout, hidden: set[Cell], before: Mapping[Cell, Collection[str]]) -> list[Total]:
    """Return the sums over regions and periods of figures of which some are hidden; none that is hidden itself."""
    parts: dict[Cell, set[Cell]] = defaultdict(set)
    for one in layout.sums:
        if one.parts[0].measure == one.whole.measure and one.parts[0].dimensions == one.whole.dimensions:
            parts[one.whole] |= set(one.parts)

    def leaves(cell: Cell) -> set[Cell]:
        if cell not in layout.virtual:
            return {cell}
        return {leaf for part in parts.get(cell, ()) for leaf in leaves(part)}

    totals = []
    for whole in sorted(parts):
        if whole not in layout.virtual or whole in hidden or any(value == ALL for _name, value in whole.dimensions):
            continue
        finest = leaves(whole)
        secret = {part_key(leaf) for leaf in finest & hidden}
        # what came in since a sum was published would be known by subtraction
        if not secret or not secret <= {*before.get(whole, secret)}:
            continue
        regions = {leaf.region for leaf in finest} - {""}
        totals.append(Total(whole, layout.values[whole], len(regions), frozenset(map(part_key, finest))))
    return totals


def key_of(cell: Cell) -> dict[str, str]:
    """Return what is remembered of a hidden cell: no value."""
    return {**cell._asdict(), "dimensions": json.dumps(dict(cell.dimensions), sort_keys=True)}


def cell_of(measure: str, period: str, region: str, dimensions: str) -> Cell:
    """Return the cell that `key_of` has described."""
    return Cell(measure, period, region, tuple(sorted(json.loads(dimensions).items())))
