"""Age and sex: a pyramid, the youngest below, men at the left."""

from __future__ import annotations

from ckanext.satudata.charts import axis, words
from ckanext.satudata.charts.figures import SEXES, Figures, Role
from ckanext.satudata.charts.spec import Body, Category, Series
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.values import number

ORDER = 20


def suits(figures: Figures) -> bool:
    """Return whether the figures are told by age and sex."""
    return sorted(role.value for role in figures.roles) == [Role.AGE.value, Role.SEX.value]


def draw(figures: Figures) -> Body:
    """Return a series for each sex, over the ages in their order."""
    age, sex = (next(group.name for group in figures.groups if group.role == role) for role in (Role.AGE, Role.SEX))
    values = {(str(row[age]), str(row[sex])): number(row["value"]) for row in figures.rows}
    ages = figures.order(age, list({key[0] for key in values}))
    series = tuple(
        Series(code.name, tuple(values.get((place, code.code)) for place in ages)) for code in codelists.load(SEXES)
    )
    return Body(
        tuple(Category(code, figures.label(age, code)) for code in ages),
        series,
        axis.from_zero(value for line in series for value in line.values),
    )


def tell(figures: Figures, body: Body) -> str:
    """Return the sum of each sex, and the largest age group."""
    unit = figures.answer.unit
    sums = [sum(value or 0 for value in line.values) for line in body.series]
    both = [sum(line.values[place] or 0 for line in body.series) for place in range(len(body.categories))]
    largest = body.categories[both.index(max(both))].label
    names = "; ".join(
        f"{line.name}: {words.figure(total, unit)}" for line, total in zip(body.series, sums, strict=True)
    )
    return _("{names}. Largest age group: {largest}, {figure}.").format(
        names=names, largest=largest, figure=words.figure(max(both), unit)
    )
