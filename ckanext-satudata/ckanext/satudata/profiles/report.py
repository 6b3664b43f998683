"""What records say of an office as a report to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import escape

from ckanext.satudata import clock
from ckanext.satudata.late import _
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.observations import periods
from ckanext.satudata.profiles import paper
from ckanext.satudata.profiles.offices import Amount, Delivered, Matter, OfficePage
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle


def write(stream: IO[bytes], office: OfficePage, address: str) -> None:
    """Write the report of an office; `address` is that of its page."""
    paper.write(stream, office.title, _parts(office, address))


def _parts(office: OfficePage, address: str) -> Iterator[Flowable]:
    styles = paper.styles()
    yield Paragraph(escape(office.title), styles["title"])
    day = periods.label(clock.today().isoformat())
    yield Paragraph(escape(_("As published on {day}. {address}").format(day=day, address=address)), styles["small"])
    if any(matter.source.is_example for matter in office.matters):
        yield Paragraph(f"<b>{escape(_('EXAMPLE DATA: made up, not to be quoted'))}</b>", styles["text"])
    for matter in office.matters:
        yield KeepTogether(list(_matter(matter, styles)))
    if office.delivered:
        yield Paragraph(escape(_("Data that it handed over")), styles["head"])
        yield _table(_delivered(office.delivered), styles)
    if office.services:
        yield Paragraph(escape(_("Services")), styles["head"])
        yield Paragraph(escape("; ".join(service.title for service in office.services)), styles["text"])
    yield Paragraph(escape(_("Published datasets: {count}").format(count=office.datasets)), styles["head"])


def _matter(matter: Matter, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    yield Paragraph(escape(matter.title), styles["head"])
    yield _table(list(matter.amounts), styles)
    source = f"{matter.source.organization_title}. {matter.source.package_title}"
    yield Paragraph(escape(_("Source: {offices}").format(offices=source)), styles["small"])


def _delivered(one: Delivered) -> list[Amount]:
    amounts = [
        Amount(_("Handed over"), str(one.handed_over), ""),
        Amount(_("Released"), str(one.released), ""),
        Amount(_("Returned at least once"), str(one.returned), ""),
    ]
    if one.days is not None:
        days = _("{number} days").format(number=satudata_figure(round(one.days, 1)))
        amounts.append(Amount(_("Median from handing over to release"), days, ""))
    return amounts


def _table(amounts: list[Amount], styles: dict[str, ParagraphStyle]) -> Table:
    rows = []
    for amount in amounts:
        change = amount.change
        if amount.is_better is not None:
            change = f"{change} ({_('better') if amount.is_better else _('worse')})"
        cells = (amount.name, amount.text, amount.period, change)
        rows.append([Paragraph(escape(text), styles["text"]) for text in cells])
    table = Table(rows, [paper.WIDTH * share for share in (0.32, 0.24, 0.18, 0.26)])
    line = colors.HexColor("#c9d6dd")
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, line), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table
