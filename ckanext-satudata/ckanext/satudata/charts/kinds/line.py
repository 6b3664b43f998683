"""Time: a line, or one for each of several; broken where the figures are of another source or another count."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.charts import axis, words
from ckanext.satudata.charts.figures import Figures, Role
from ckanext.satudata.charts.spec import Body, Category, Mark, Series
from ckanext.satudata.late import _
from ckanext.satudata.observations import lines

ORDER = 50
# more lines cannot be told apart; colours are for as many
MOST = 9


def suits(figures: Figures) -> bool:
    """Return whether the figures are of several periods, alone or by one other group."""
    return figures.roles.count(Role.TIME) == 1 and len(figures.roles) <= 2


def draw(figures: Figures) -> Body:
    """Return a line for each name, the largest of the last period first."""
    time = next(group.name for group in figures.groups if group.role == Role.TIME)
    other = next((group.name for group in figures.groups if group.role != Role.TIME), "")
    rows: dict[str, dict[str, Any]] = {}
    for row in figures.answer.rows:
        rows.setdefault(str(row[other]) if other else "", {})[str(row[time])] = row
    drawn = lines.drawn(rows, figures.answer.used or figures.answer.sources)
    by_size = sorted(drawn.lines, key=lambda code: -_newest(drawn.lines[code].data))
    shown = by_size[:MOST]
    left_out = [figures.label(other, code) for code in by_size[MOST:]]
    series = tuple(
        Series(
            figures.label(other, code) if other else words.heading(figures),
            tuple(drawn.lines[code].data),
            tuple(tuple(piece) for piece in drawn.lines[code].pieces),
        )
        for code in shown
    )
    return Body(
        tuple(Category(*place) for place in zip(drawn.periods, drawn.labels, strict=True)),
        series,
        axis.around(value for line in series for value in line.values),
        tuple(Mark(drawn.periods.index(change["period"]), change["short"]) for change in drawn.breaks),
        (_("In the table, not drawn: {names}.").format(names=", ".join(left_out)),) if left_out else (),
    )


def tell(figures: Figures, body: Body) -> str:
    """Return the newest figure of each line with what it was at first, for few lines; else the ends."""
    texts = []
    for line in body.series[:3]:
        there = [(place.label, value) for place, value in zip(body.categories, line.values, strict=True)]
        held = [(label, value) for label, value in there if value is not None]
        (first, before), (last, after) = held[0], held[-1]
        text = (
            _("{name}: {after} in {last}, {before} in {first}.") if len(held) > 1 else _("{name}: {after} in {last}.")
        )
        texts.append(
            text.format(
                name=line.name,
                after=words.figure(after, figures.answer.unit),
                before=words.figure(before, figures.answer.unit),
                first=first,
                last=last,
            )
        )
    return " ".join(texts)


def _newest(data: list[int | float | None]) -> int | float:
    return next((value for value in reversed(data) if value is not None), 0)
