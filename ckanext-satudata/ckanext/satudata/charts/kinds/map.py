"""Regions: a map in classes, and beside it a bar for each, so that small ones are read as well."""

from __future__ import annotations

from ckanext.satudata import config
from ckanext.satudata.charts.figures import Figures
from ckanext.satudata.charts.kinds import bars
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.regions import boundaries

ORDER = 10


def suits(figures: Figures) -> bool:
    """Return whether the figures are of the regions that lie directly in their place, and there is a map of it."""
    below = boundaries.level_below(figures.question.within or config.wilayah())
    return figures.has_map and figures.question.group_by == (f"{REGION}:{below}",)


draw, tell = bars.draw, bars.tell
