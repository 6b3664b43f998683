"""One group besides time: a bar for each, from zero, the longest first; of ages in their own order."""

from __future__ import annotations

from ckanext.satudata.charts import axis, words
from ckanext.satudata.charts.figures import Figures, Role
from ckanext.satudata.charts.spec import Body, Category, Series
from ckanext.satudata.late import _

ORDER = 90
# a page of bars that nobody reads to its end
MOST = 30


def suits(figures: Figures) -> bool:
    """Return whether the figures are told apart by one thing that is no time."""
    return len(figures.roles) == 1 and figures.roles[0] != Role.TIME


def draw(figures: Figures) -> Body:
    """Return a bar for each name that has a figure."""
    [group] = figures.groups
    values = {code: value for code, value in figures.values(group.role).items() if value is not None}
    by_size = sorted(values, key=lambda code: (-values[code], code))
    shown = figures.order(group.name, list(values)) if group.role == Role.AGE else by_size[:MOST]
    hidden = [code for code, value in figures.values(group.role).items() if value is None]
    notes = []
    if len(values) > len(shown):
        text = _("The {shown} largest of {all}; all are in the table.")
        notes.append(text.format(shown=len(shown), all=len(values)))
    if hidden:
        names = ", ".join(figures.label(group.name, code) for code in hidden)
        notes.append(_("Suppressed: {names}.").format(names=names))
    return Body(
        tuple(Category(code, figures.label(group.name, code)) for code in shown),
        (Series(words.heading(figures), tuple(values[code] for code in shown)),),
        axis.from_zero(values[code] for code in shown),
        notes=tuple(notes),
    )


def tell(figures: Figures, body: Body) -> str:
    """Return which is highest and which lowest."""
    [line] = body.series
    there = sorted(
        zip(line.values, (place.label for place in body.categories), strict=True), key=lambda pair: pair[0] or 0
    )
    text = _("Highest: {highest}, {high}; lowest: {lowest}, {low}.")
    (low, lowest), (high, highest) = there[0], there[-1]
    unit = figures.answer.unit
    return text.format(highest=highest, high=words.figure(high, unit), lowest=lowest, low=words.figure(low, unit))
