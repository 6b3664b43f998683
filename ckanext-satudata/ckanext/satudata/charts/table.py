"""The figures of a chart as a table: titles of columns, names instead of codes, the newest first."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.charts import words
from ckanext.satudata.charts.figures import TIMES, Figures, Role
from ckanext.satudata.late import _
from ckanext.satudata.observations import notes, periods
from ckanext.satudata.observations.values import number
from ckanext.satudata.tables import outlets


@dataclass(frozen=True)
class Row:
    """One figure: its names in the order of the columns, and its text for people; "" stands for a suppressed one."""

    names: tuple[str, ...]
    value: int | float | None
    text: str


@dataclass(frozen=True)
class Table:
    """Titles of the columns, the last one that of the figures, and the rows."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def table(figures: Figures) -> Table:
    """Return the figures as a table, the newest first, then in the order of their names."""
    unit = figures.answer.unit
    has_time = Role.TIME in figures.roles
    groups = sorted(figures.groups, key=lambda group: group.role != Role.TIME)
    rows = sorted(
        figures.rows, key=lambda row: [figures.label(g.name, row[g.name]) for g in groups if g.name not in TIMES]
    )
    for group in groups:
        if group.role == Role.TIME:
            rows.sort(key=lambda row: str(row[group.name]), reverse=True)
    made = []
    for row in rows:
        names = [figures.label(group.name, row[group.name]) for group in groups]
        if not has_time:
            names.append(_period(row))
        value = number(row["value"])
        made.append(Row(tuple(names), value, words.figure(value, unit) or _("suppressed")))
    titles = [_("Period") if group.role == Role.TIME else _capital(group.title) for group in groups]
    if not has_time:
        titles.append(_("Period"))
    return Table((*titles, f"{words.heading(figures)} ({words.unit(unit).label})"), tuple(made))


def as_csv(figures: Figures) -> str:
    """Return the table as CSV, with a column that tells whose figures they are."""
    made = table(figures)
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    writer.writerow([*made.heads, _("Source")])
    source = words.source(figures)
    writer.writerows([*row.names, row.value, source] for row in made.rows)
    return stream.getvalue()


def _period(row: dict[str, Any]) -> str:
    first, _slash, last = notes.period_of(row).partition("/")
    return f"{periods.label(first)} – {periods.label(last)}" if last else periods.label(first)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
