"""Parts of a whole, over time or beside something else: stacked bars from zero."""

from __future__ import annotations

from ckanext.satudata.charts import axis, words
from ckanext.satudata.charts.figures import Figures, Role
from ckanext.satudata.charts.spec import Body, Category, Series
from ckanext.satudata.late import _
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.values import number

ORDER = 30
# parts beyond these are one, "others": so many colours can be told apart
MOST = 6


def suits(figures: Figures) -> bool:
    """Return whether one of two groups tells parts that may be added up, and none of them is below zero."""
    roles = set(figures.roles)
    is_of_parts = len(figures.roles) == 2 and bool(roles & {Role.PART, Role.SEX, Role.AGE}) and figures.is_additive
    return is_of_parts and all(row["value"] >= 0 for row in figures.answer.rows)


def draw(figures: Figures) -> Body:
    """Return a series for each part, the largest first; time goes forward, other things by their whole."""
    part = next(group for group in reversed(figures.groups) if group.role in (Role.PART, Role.SEX, Role.AGE))
    base = next(group for group in figures.groups if group != part)
    values = {(str(row[base.name]), str(row[part.name])): number(row["value"]) for row in figures.answer.rows}
    wholes: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for (place, code), value in values.items():
        wholes[place] = wholes.get(place, 0) + (value or 0)
        sizes[code] = sizes.get(code, 0) + (value or 0)
    is_time = base.role == Role.TIME
    places = _all_periods(wholes) if is_time else sorted(wholes, key=lambda place: (-wholes[place], place))
    codes = sorted(sizes, key=lambda code: (-sizes[code], code))
    shown, rest = (codes, []) if len(codes) <= MOST else (codes[: MOST - 1], codes[MOST - 1 :])
    series = [
        Series(figures.label(part.name, code), tuple(values.get((place, code)) for place in places)) for code in shown
    ]
    if rest:
        summed = (_sum([values.get((place, code)) for code in rest]) for place in places)
        series.append(Series(_("{count} others").format(count=len(rest)), tuple(summed)))
    return Body(
        tuple(Category(place, figures.label(base.name, place)) for place in places),
        tuple(series),
        axis.from_zero(wholes.values()),
    )


def tell(figures: Figures, body: Body) -> str:
    """Return the parts of the last or largest whole."""
    place = next(
        index
        for index in _reading_order(figures, len(body.categories))
        if any(line.values[index] is not None for line in body.series)
    )
    unit = figures.answer.unit
    texts = [
        f"{line.name} {words.figure(value, unit)}" for line in body.series if (value := line.values[place]) is not None
    ]
    return f"{body.categories[place].label}: {'; '.join(texts)}."


def _reading_order(figures: Figures, count: int) -> range:
    return range(count - 1, -1, -1) if Role.TIME in figures.roles else range(count)


def _all_periods(held: dict[str, float]) -> list[str]:
    """Return the periods from the first to the last: one that is missing keeps its place."""
    return periods.between(min(held), max(held))


def _sum(values: list[int | float | None]) -> int | float | None:
    there = [value for value in values if value is not None]
    return sum(there) if there else None
