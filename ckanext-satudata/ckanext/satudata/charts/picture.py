"""A chart with all that stands around it on a page: its table, its files, its citation, its addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.charts import addresses, asking, drawing, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.citation import Citation
from ckanext.satudata.charts.figures import Figures
from ckanext.satudata.charts.spec import Chart
from ckanext.satudata.charts.table import Table, table
from ckanext.satudata.metadata import codelists

# of the frame on another page, in pixels; its width is that of the page
FRAME_HEIGHT = {"map": 760, "pyramid": 620, "line": 560}


@dataclass(frozen=True)
class Picture:
    """Figures, their chart (None where only a table shows them), and the words and files around them."""

    request: Request
    figures: Figures
    chart: Chart | None

    @property
    def title(self) -> str:
        """The title of the chart."""
        return words.title(self.figures)

    @property
    def subtitle(self) -> str:
        """Place, period and unit."""
        return words.subtitle(self.figures)

    @property
    def table(self) -> Table:
        """The figures as a table."""
        return table(self.figures)

    @property
    def name(self) -> str:
        """The name of its files, without ending."""
        text = f"{self.title} {words.period(*self.figures.span)}".lower()
        return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:80]

    @property
    def settings(self) -> dict[str, Any] | None:
        """What the script needs to draw it, None where there is no chart."""
        if self.chart is None:
            return None
        return {
            "chart": self.chart.describe(),
            "outlines": tk.url_for("satudata_chart.outlines", dalam=self.request.question.within or None),
            "locale": tk.h.lang(),
            "portal": config.site_title(),
        }

    @property
    def address(self) -> str:
        """The address of its page, as others write it down."""
        return addresses.url("show", self.request, external=True)

    @property
    def embed(self) -> str:
        """The markup that shows it on another page."""
        height = FRAME_HEIGHT.get(self.chart.kind if self.chart else "", 520)
        return str(
            tk.literal(
                '<iframe src="{0}" title="{1}" width="100%" height="{2}" style="border:0" loading="lazy"></iframe>'
            ).format(addresses.url("embed", self.request, external=True), self.title, height)
        )

    @property
    def citation(self) -> Citation:
        """How to cite it."""
        origins = self.figures.origins
        edition = max((origin.edition for origin in origins), default="")
        return Citation(
            authors=tuple(dict.fromkeys(origin.organization for origin in origins if origin.organization))
            or (codelists.wilayah_label(config.wilayah()),),
            title=f"{self.title}, {self.subtitle}",
            year=edition[:4],
            publisher=config.site_title(),
            address=self.address,
            accessed=clock.today(),
            version="; ".join(dict.fromkeys(origin.title for origin in origins)),
        )

    def url(self, endpoint: str, **more: Any) -> str:
        """Return the address of one of its files, or of its page."""
        return addresses.url(endpoint, self.request, **more)


def load(request: Request) -> Picture:
    """Return the picture of a request. Raises BadQuestion, NotAdditive, UnknownStandard."""
    figures = asking.figures(request)
    return Picture(request, figures, drawing.chart(figures, request.kind))
