"""What templates ask of the profiles."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.charts import words
from ckanext.satudata.late import _
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.profiles import offices, sentences
from ckanext.satudata.profiles.figures import Figure
from ckanext.satudata.profiles.offices import OfficePage


def satudata_figure_sentence(figure: Figure) -> str:
    """Return a figure of a region in a sentence."""
    return sentences.sentence(figure)


def satudata_figure_remarks(figure: Figure) -> list[str]:
    """Return what is to be said beside a figure of a region."""
    return sentences.remarks(figure)


def satudata_amount(value: float | None, unit: str) -> str:
    """Return a figure with its unit, in a few words where it is large; "" for none."""
    return "" if value is None else words.brief(value, unit)


def satudata_office(organization: dict[str, Any]) -> OfficePage:
    """Return what published tables and records say of an organization."""
    return offices.load(organization)


def satudata_days(days: float) -> str:
    """Return a number of days for people, to a tenth."""
    return _("{number} days").format(number=satudata_figure(round(days, 1)))
