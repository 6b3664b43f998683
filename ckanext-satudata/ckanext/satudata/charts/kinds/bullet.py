"""What was reached against its target: a bar on the mark that should be reached."""

from __future__ import annotations

from ckanext.satudata.charts import axis, words
from ckanext.satudata.charts.figures import Figures
from ckanext.satudata.charts.kinds import bars
from ckanext.satudata.charts.spec import Body, Category, Series
from ckanext.satudata.late import _
from ckanext.satudata.observations.values import number

ORDER = 5


def suits(figures: Figures) -> bool:
    """Return whether there is a target of figures that are told apart by one thing that is no time."""
    return figures.target is not None and bars.suits(figures)


def draw(figures: Figures) -> Body:
    """Return the figures and their targets, for what has both; the largest target first."""
    [group] = figures.groups
    reached = figures.values(group.role)
    rows = figures.target.rows if figures.target else []
    targets = {str(row[group.name]): number(row["value"]) for row in rows}
    both = [code for code, target in targets.items() if target is not None and reached.get(code) is not None]
    shown = sorted(both, key=lambda code: (-(targets[code] or 0), code))[: bars.MOST]
    series = (
        Series(figures.standard.field(figures.measure.field).title, tuple(reached[code] for code in shown)),
        Series(_("Target"), tuple(targets[code] for code in shown)),
    )
    return Body(
        tuple(Category(code, figures.label(group.name, code)) for code in shown),
        series,
        axis.from_zero(value for line in series for value in line.values),
    )


def tell(figures: Figures, body: Body) -> str:
    """Return how many have reached their target, and the first of the list."""
    reached, targets = (line.values for line in body.series)
    pairs = [(one or 0, other or 0) for one, other in zip(reached, targets, strict=True)]
    better = figures.measure.arah
    met = sum((one <= other) if better == "turun" else (one >= other) for one, other in pairs)
    unit = figures.answer.unit
    first = _("{name}: {reached} of {target}.").format(
        name=body.categories[0].label, reached=words.figure(pairs[0][0], unit), target=words.figure(pairs[0][1], unit)
    )
    return _("{met} of {all} have reached their target.").format(met=met, all=len(pairs)) + " " + first
