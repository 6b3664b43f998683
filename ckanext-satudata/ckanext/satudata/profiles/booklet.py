"""The page of a region as a booklet to print: a PDF with each section's figures, sentences, sources and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from xml.sax.saxutils import escape

from ckanext.satudata import clock
from ckanext.satudata.late import _
from ckanext.satudata.observations import periods
from ckanext.satudata.profiles import paper, sentences
from ckanext.satudata.profiles.figures import Figure
from ckanext.satudata.profiles.page import Page
from ckanext.satudata.profiles.sections import Section
from ckanext.satudata.profiles.themes import Theme
from reportlab.graphics.shapes import Drawing, PolyLine
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

# the place of a way, whose points are those of a picture of 100 by 30
WAY_WIDTH, WAY_HEIGHT = 28 * mm, 8 * mm


def write(stream: IO[bytes], page: Page, address: str) -> None:
    """Write the booklet of a region; `address` is that of its page."""
    paper.write(stream, page.place.title, _parts(page, address))


def _parts(page: Page, address: str) -> Iterator[Flowable]:
    styles = paper.styles()
    yield Paragraph(escape(page.place.label), styles["title"])
    day = periods.label(clock.today().isoformat())
    line = _("Kode wilayah {code}. As published on {day}. {address}")
    yield Paragraph(escape(line.format(code=page.place.code, day=day, address=address)), styles["small"])
    if page.has_example:
        yield Paragraph(f"<b>{escape(_('EXAMPLE DATA: made up, not to be quoted'))}</b>", styles["text"])
    for section in page.sections:
        yield from _section(section, styles)
    for theme in page.themes:
        yield from _theme(theme, styles)
    for title, text in page.breaks:
        yield Paragraph(escape(f"{title}. {text}"), styles["small"])


def _section(section: Section, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    start: list[Flowable] = [Paragraph(escape(section.title), styles["head"])]
    if section.headline:
        start.append(Paragraph(escape(section.headline.text), styles["figure"]))
        start.append(_beside(section.headline, styles["text"]))
        start.append(Paragraph(escape(source(section.headline)), styles["small"]))
    start += [
        Paragraph(escape(f"{one.chart.title}. {one.chart.sentence} {one.chart.source}"), styles["text"])
        for one in section.pictures
        if one.chart and not (section.headline and one.request.question.measure == section.headline.measure)
    ]
    yield KeepTogether(start)
    for figure in section.others:
        yield KeepTogether([_beside(figure, styles["text"]), Paragraph(escape(source(figure)), styles["small"])])
    if section.rest:
        yield Spacer(1, 4)
        yield _table(section.rest, styles)
    if section.missing:
        yield Spacer(1, 4)
        names = "; ".join(one.name for one in section.missing)
        yield Paragraph(escape(_("Not published yet: {names}.").format(names=names)), styles["small"])


def _beside(figure: Figure, style: ParagraphStyle) -> Table:
    """Return a sentence with the way of its figure beside it."""
    table = Table(
        [[Paragraph(escape(sentences.sentence(figure)), style), _way(figure)]], [paper.WIDTH - 32 * mm, 32 * mm]
    )
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _way(figure: Figure) -> Drawing:
    drawing = Drawing(WAY_WIDTH, WAY_HEIGHT)
    for stretch in figure.lines:
        pairs = [tuple(map(float, point.split(","))) for point in stretch.split()]
        flat = [value for x, y in pairs for value in (x / 100 * WAY_WIDTH, (30 - y) / 30 * WAY_HEIGHT)]
        if len(pairs) > 1:
            drawing.add(PolyLine(flat, strokeColor=colors.HexColor(paper.DEEP), strokeWidth=1))
    return drawing


def _table(listed: tuple[Figure, ...], styles: dict[str, ParagraphStyle]) -> Table:
    rows: list[list[Any]] = [
        [Paragraph(f"<b>{escape(text)}</b>", styles["small"]) for text in (_("Figure"), _("Value"), _("Beside it"))]
    ]
    for figure in listed:
        value = figure.text or _("suppressed")
        cells = (figure.name, f"{value} ({figure.period_label})", "; ".join(sentences.remarks(figure)))
        rows.append([Paragraph(escape(text), styles["small"]) for text in cells])
    table = Table(rows, [paper.WIDTH * 0.32, paper.WIDTH * 0.26, paper.WIDTH * 0.42], repeatRows=1)
    line = colors.HexColor("#c9d6dd")
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, line), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _theme(theme: Theme, styles: dict[str, ParagraphStyle]) -> Iterator[Flowable]:
    yield Paragraph(escape(theme.title), styles["head"])
    if theme.text:
        yield Paragraph(escape(theme.text), styles["text"])
    for amount in theme.amounts:
        yield Paragraph(escape(f"{amount.name}: {amount.text} ({amount.period})"), styles["text"])
    if theme.missing:
        names = "; ".join(one.name for one in theme.missing)
        yield Paragraph(escape(_("Not published yet: {names}.").format(names=names)), styles["small"])


def source(figure: Figure) -> str:
    """Return whose figure it is, in which dataset."""
    if figure.source is None:
        return ""
    texts = [figure.source.organization_title, figure.source.package_title, figure.overruled]
    return _("Source: {offices}").format(offices=". ".join(filter(None, texts)))
