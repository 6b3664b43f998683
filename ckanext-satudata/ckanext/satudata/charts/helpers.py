"""What templates ask of the charts."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import citation, section
from ckanext.satudata.charts.section import Section


def satudata_chart_section(dataset: dict[str, Any]) -> Section | None:
    """Return the figures that the page of a dataset opens with, as its address chooses; None without any."""
    if dataset.get("private") or dataset.get("state") != "active" or not dataset.get("resources"):
        return None
    return section.load(dataset, tk.request.args)


def satudata_cite(cited: citation.Citation, form: str) -> str:
    """Return how to cite something, in a form: txt, bib or ris."""
    return citation.FORMATS[form][1](cited)
