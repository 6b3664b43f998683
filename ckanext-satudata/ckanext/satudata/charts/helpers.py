"""What templates ask of the charts."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.charts import citation, section
from ckanext.satudata.charts.citation import Citation
from ckanext.satudata.charts.section import Section


def satudata_chart_section(dataset: dict[str, Any]) -> Section | None:
    """Return the figures that the page of a dataset opens with, as its address chooses; None without any."""
    if dataset.get("private") or dataset.get("state") != "active" or not dataset.get("resources"):
        return None
    return section.load(dataset, tk.request.args)


def satudata_dataset_citation(dataset: dict[str, Any]) -> Citation:
    """Return how to cite a dataset: its office, its title, the year in which it was last changed."""
    office = (dataset.get("organization") or {}).get("title", "")
    return Citation(
        authors=(office,) if office else (config.site_title(),),
        title=dataset.get("title") or dataset["name"],
        year=str(dataset.get("metadata_modified", ""))[:4],
        publisher=config.site_title(),
        address=tk.url_for("dataset.read", id=dataset["name"], _external=True),
        accessed=clock.today(),
    )


def satudata_cite(cited: Citation, form: str) -> str:
    """Return how to cite something, in a form: txt, bib or ris."""
    return citation.FORMATS[form][1](cited)
