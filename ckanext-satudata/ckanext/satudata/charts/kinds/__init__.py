"""Kinds of charts: each module of this folder is one, and says which figures it suits.

A kind has `ORDER` (the first that suits is drawn), `suits(figures)`, `draw(figures)`, the body of its chart, and
`tell(figures, body)`, what the chart shows in a sentence. Its script has its name:
`public/satudata/charts/kinds/<kind>.js`.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.charts.figures import Figures
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"ORDER": int, "suits": Callable, "draw": Callable, "tell": Callable})


def find(figures: Figures) -> str:
    """Return the name of the first kind that suits figures; "" where only a table shows them."""
    if len(figures.rows) < 2:
        return ""
    suitable = (name for name in sorted(UNITS, key=lambda name: UNITS[name].ORDER) if UNITS[name].suits(figures))
    return next(suitable, "")
