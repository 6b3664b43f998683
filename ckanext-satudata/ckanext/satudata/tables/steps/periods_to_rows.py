"""Columns for years, months or age groups become rows: a column for the period, one for the figure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables import words
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.grid import Flow, Grid
from ckanext.satudata.tables.origin import Place
from ckanext.satudata.tables.source import Row
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import GRID, options

ORDER, STAGE = 70, GRID
BY = ("tahun", "bulan", "kelompok_umur")
SCHEMA = options(
    {"by": {"type": "array", "items": {"enum": list(BY)}, "minItems": 1, "uniqueItems": True}},
    {"values": {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}},
)
EXAMPLE = Example(["nama,kapasitas,JAN,FEB,MAR", "Sawan,40,1,2,3", "Seririt,41,4,5,6"])
VALUE = "nilai"
# a heading over periods that only says what they are
GROUP_NAMES = {"tahun", "bulan", "periode", "tahun dan bulan", "year", "month"}
# fewer columns with words beside the period are rather columns of their own
LEAST = 3
READERS: dict[str, Callable[[str], tuple[str, dict[str, str]] | None]] = {"period": words.period, "age": words.age}


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {
        "columns": step.details.get("columns", "?"),
        "first": step.details.get("first", "?"),
        "last": step.details.get("last", "?"),
        "by": ", ".join(step.options["by"]),
        "values": ", ".join(step.details.get("values", step.options.get("values", {}).values())),
    }
    if step.details.get("columns") == 1:
        return Sentence(N_('Column "{first}" turned into rows: column {by} and the figures in {values}'), values)
    return Sentence(
        N_('{columns} columns, "{first}" to "{last}", turned into rows: column {by} and the figures in {values}'),
        values,
    )


@dataclass(frozen=True)
class _Plan:
    """`wide`: for each value column (what is left of the headings) its column for each period; `keys`: the periods."""

    keys: list[dict[str, str]]
    wide: dict[str, list[int | None]]

    @property
    def columns(self) -> set[int]:
        return {column for columns in self.wide.values() for column in columns if column is not None}


def _plan(names: list[str], reader: str) -> _Plan | None:
    """Return which columns are periods. None when there are none, or it is not clear."""
    read = {column: period for column, name in enumerate(names) if (period := READERS[reader](name)) is not None}
    groups: dict[str, list[int]] = {}
    for column, (rest, _key) in read.items():
        groups.setdefault(rest, []).append(column)
    clear = {rest: columns for rest, columns in groups.items() if _is_clear(rest, columns, names, reader)}
    keys: list[dict[str, str]] = []
    for column in sorted(column for columns in clear.values() for column in columns):
        if read[column][1] not in keys:
            keys.append(read[column][1])
    wide: dict[str, list[int | None]] = {}
    for rest, columns in clear.items():
        places = {keys.index(read[column][1]): column for column in columns}
        if len(places) < len(columns):
            return None
        wide[rest] = [places.get(index) for index in range(len(keys))]
    if not wide or len({column for columns in clear.values() for column in columns}) == len(names):
        return None
    return _Plan(keys, wide)


def _is_clear(rest: str, columns: list[int], names: list[str], reader: str) -> bool:
    if len(columns) >= LEAST:
        return True
    if reader == "age":
        return False
    years = all("tahun" in (words.period(names[column]) or ("", {}))[1] for column in columns)
    # a heading that is a year is one, even alone; so is a year on a line of its own in the header
    return years and (not rest or all(f"{rest} - " in names[column] for column in columns))


def _reader(by: list[str]) -> str:
    return "age" if by == ["kelompok_umur"] else "period"


def period_columns(names: list[str]) -> set[int]:
    """Return the columns that would become rows by their names."""
    step = _find_step(names)
    plan = _plan(names, _reader(step.options["by"])) if step else None
    return plan.columns if plan else set()


def propose(grid: Grid) -> Step | None:
    """Propose years and months, else age groups, where headings say so clearly."""
    return _find_step([cell.strip() for cell in grid.cells(0)] if grid.rows else [])


def _find_step(names: list[str]) -> Step | None:
    for reader in READERS:
        plan = _plan(names, reader)
        if plan is None:
            continue
        by = [name for name in BY if any(name in key for key in plan.keys)]
        others = {name.lower() for column, name in enumerate(names) if column not in plan.columns}
        if others.isdisjoint(by):
            return Step("periods_to_rows", {"by": by, "values": {rest: _value_name(rest) for rest in plan.wide}})
    return None


def _value_name(rest: str) -> str:
    return VALUE if not rest or rest.strip().casefold() in GROUP_NAMES else rest


def apply(flow: Flow, options: dict[str, Any], details: dict[str, Any]) -> Flow:
    """Turn the columns into rows: as many for each row as there are periods. Raises WrongStep when there are none."""
    number, cells = next(flow.rows, (0, []))
    names = [cell.strip() for cell in cells]
    plan = _plan(names, _reader(options["by"]))
    if plan is None or {name for key in plan.keys for name in key} != set(options["by"]):
        raise WrongStep(
            N_("The file's headings are no longer those of {by}. Read the file anew."), by=", ".join(options["by"])
        )
    kept = [column for column in range(len(names)) if column not in plan.columns]
    values = [options.get("values", {}).get(rest, _value_name(rest)) for rest in plan.wide]
    wide = sorted(plan.columns)
    details.update(columns=len(wide), first=names[wide[0]], last=names[wide[-1]], values=values)
    places = flow.columns + [[Place(column)] for column in range(len(flow.columns), len(names))]
    header = flow.header or [Place(place[0].column, number) if place[0] else None for place in places]
    columns = [places[column] * len(plan.keys) for column in kept]
    picks = [list(pick) for pick in plan.wide.values()]
    # the cell of a period is its heading, the name of a column of figures the first of its headings
    headings = [
        next(header[column] for pick in picks if (column := pick[index]) is not None)
        for index in range(len(plan.keys))
    ]
    columns += [headings for _name in options["by"]]
    columns += [[None if column is None else places[column][0] for column in pick] for pick in picks]
    firsts = [next(column for column in pick if column is not None) for pick in picks]
    tops = [header[column] for column in kept] + [headings[0] for _name in options["by"]]
    tops += [header[column] for column in firsts]
    title = (number, [cells[column] for column in kept] + options["by"] + values)
    rows = itertools.chain([title], _long(flow.rows, kept, plan, options["by"]))
    return Flow(rows, columns, tops, len(plan.keys), flow.merged)


def _long(rows: Iterator[Row], kept: list[int], plan: _Plan, by: list[str]) -> Iterator[Row]:
    keys = [[key.get(name, "") for name in by] for key in plan.keys]
    width = 1 + max(*plan.columns, *kept, 0)
    for number, row in rows:
        cells = row + [""] * (width - len(row))
        start = [cells[column] for column in kept]
        for index, key in enumerate(keys):
            picked = [columns[index] for columns in plan.wide.values()]
            yield number, start + key + ["" if column is None else cells[column] for column in picked]
