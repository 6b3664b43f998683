"""From figures to a chart: the kind that suits them, and the words that belong in its picture."""

from __future__ import annotations

from ckanext.satudata.charts import kinds, words
from ckanext.satudata.charts.figures import Figures
from ckanext.satudata.charts.spec import Chart
from ckanext.satudata.late import _


def chart(figures: Figures, kind: str = "") -> Chart | None:
    """Return the chart of figures, of a kind or of the first that suits; None where only a table shows them."""
    name = kind if kind and len(figures.rows) > 1 and kinds.UNITS[kind].suits(figures) else kinds.find(figures)
    if not name:
        return None
    unit = kinds.UNITS[name]
    body = unit.draw(figures)
    if not body.categories:
        return None
    return Chart(
        kind=name,
        title=words.title(figures),
        subtitle=words.subtitle(figures),
        sentence=unit.tell(figures, body),
        source=words.source(figures),
        example=_("EXAMPLE DATA: made up, not to be quoted") if any(o.is_example for o in figures.origins) else "",
        unit=words.unit(figures.answer.unit),
        body=body,
        notes=figures.notes,
    )
