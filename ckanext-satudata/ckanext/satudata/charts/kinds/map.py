"""Kecamatan: a map in classes, and beside it a bar for each, so that small ones are read as well."""

from __future__ import annotations

from ckanext.satudata.charts.figures import KECAMATAN, Figures
from ckanext.satudata.charts.kinds import bars

ORDER = 10


def suits(figures: Figures) -> bool:
    """Return whether the figures are of kecamatan alone, and there are outlines of them."""
    return figures.has_map and figures.question.group_by == (KECAMATAN,)


draw, tell = bars.draw, bars.tell
