"""How a published table becomes observations: which of its columns are what, as SQL over the DataStore's table."""

from __future__ import annotations

from dataclasses import dataclass, field

from ckanext.satudata.observations import derived
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import symbols
from ckanext.satudata.tables.table import literal

# dimensions that make the period of an observation
TIME = {"tahun", "bulan"}


@dataclass(frozen=True)
class Plan:
    """How the columns of a table become observations; every value is SQL over the DataStore's table."""

    period: str
    region: str
    dimensions: dict[str, str]
    measures: dict[str, str]
    grouped: bool
    names: dict[str, str] = field(default_factory=dict)
    # measures that may be added up over some dimension
    additive: frozenset[str] = frozenset()
    # whether a measure's cell is suppressed, and the symbol of one that is not
    hidden: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    def statement(self, table: str, ids: dict[str, int]) -> str:
        """Return the SELECT of the observations: a row for each value that is there or suppressed, none for others.

        A cell with the mark of none is 0 with that symbol where the measure may be added up: BPS says so with it.
        """
        pairs = [f"'{name}', {value}" for name, value in self.dimensions.items()]
        # a missing dimension is left out instead of being written as null
        key = f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))" if pairs else "'{}'::jsonb"
        measures = list(ids)
        values = [f"sum({self.measures[name]})" if self.grouped else self.measures[name] for name in measures]
        marks = ["NULL" if self.grouped else self.marks.get(name, "NULL") for name in measures]
        hidden = [self.hidden.get(name, "false") for name in measures]
        hidden = [f"bool_or({condition})" for condition in hidden] if self.grouped else hidden
        listed = ", ".join(
            f"{value} AS m{index}, {condition} AS h{index}, {mark} AS k{index}"
            for index, (value, condition, mark) in enumerate(zip(values, hidden, marks, strict=True))
        )
        rows = ", ".join(
            f"({ids[name]}, {self._value(name, index)}, h{index}, k{index}::text)"
            for index, name in enumerate(measures)
        )
        inner = f"SELECT {self.period} AS period, {self.region} AS region, {key} AS dimensions, {listed} FROM {table}"
        inner += " GROUP BY 1, 2, 3" if self.grouped else ""
        return (
            "SELECT v.set_id, t.period, t.region, t.dimensions, CASE WHEN NOT v.hidden THEN v.value END,"
            f" CASE WHEN v.hidden THEN '{symbols.HIDDEN}' ELSE v.mark END FROM ({inner}) t"
            f" CROSS JOIN LATERAL (VALUES {rows}) v(set_id, value, hidden, mark)"
            " WHERE (v.value IS NOT NULL OR v.hidden) AND t.period IS NOT NULL"
        )

    def _value(self, name: str, index: int) -> str:
        """Return the SQL of a measure's value in the row that `statement` makes of the table's."""
        if name not in self.additive:
            return f"m{index}::numeric"
        return f"coalesce(m{index}::numeric, CASE WHEN k{index} = {literal(symbols.NIL)} THEN 0 END)"


def plan(standard: Standard, columns: dict[str, str], day: str, labels: dict[str, str] | None = None) -> Plan:
    """Return how a table becomes observations.

    `columns` maps the fields of the standard to the SQL of the table's columns. Without a column of time the
    observations are of `day`, the day of the revision. `labels` are the names of these columns where the table has a
    column of symbols. Where rows are finer than the standard's dimensions (each
    complaint is a row), measures that may be added up are, and the others are left out.
    """
    dimensions = [name for name in standard.dimensions if name in columns]
    region = next((name for name in dimensions if standard.field(name).codelist == "wilayah"), None)
    grouped = not set(standard.table.primary_key) <= set(standard.dimensions)
    others = {name: f"{columns[name]}::text" for name in dimensions if name != region and name not in TIME}
    dates = [name for name in dimensions if standard.field(name).type == "date"]
    for name in dates:
        others.pop(name)
    others |= derived.sql(standard, columns)
    present = [
        measure for measure in standard.measures if measure.field in columns and (measure.jumlahkan or not grouped)
    ]
    return Plan(
        period=_period(columns, dates, dimensions, day),
        region=f"{columns[region]}::text" if region else "NULL",
        dimensions=others,
        measures={measure.field: columns[measure.field] for measure in present},
        grouped=grouped,
        hidden={
            measure.field: symbols.has_sql(f'"{symbols.COLUMN}"', labels[measure.field], symbols.HIDDEN)
            for measure in present
            if labels
        },
        marks={
            measure.field: symbols.marks_sql(f'"{symbols.COLUMN}"', labels[measure.field])
            for measure in present
            if labels
        },
        additive=frozenset(measure.field for measure in present if measure.jumlahkan),
        names={name: columns[label] for name, label in _named(standard).items() if label in columns},
    )


def _period(columns: dict[str, str], dates: list[str], dimensions: list[str], day: str) -> str:
    if dates:
        return f"to_char({columns[dates[0]]}, 'YYYY-MM-DD')"
    if "bulan" in dimensions:
        return f"{columns['tahun']}::text || '-' || lpad({columns['bulan']}::text, 2, '0')"
    return f"{columns['tahun']}::text" if "tahun" in dimensions else f"'{day}'"


def _named(standard: Standard) -> dict[str, str]:
    """Return for each code that no list explains the column behind it, which names it: kode_opd, nama_opd."""
    pairs = zip(standard.fields, standard.fields[1:], strict=False)
    return {
        first.name: second.name
        for first, second in pairs
        if first.name.startswith("kode_") and not first.codelist and second.type == "string"
    }
