"""The links of new people on paper: a slip for each, to cut and hand over, with a code for the telephone's camera."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO
from xml.sax.saxutils import escape

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.founding.taking import Link
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

SIZE = 34 * mm


def write(stream: IO[bytes], links: Sequence[Link]) -> None:
    """Write a PDF with a slip for each link."""
    style = getSampleStyleSheet()["BodyText"]
    rows = [[_code(link.address), Paragraph(_slip(link), style)] for link in links]
    table = Table(rows, [SIZE + 4 * mm, 140 * mm], repeatRows=0)
    line = colors.HexColor("#8aa0ab")
    table.setStyle(
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, line, None, (2, 2)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    )
    margin = 14 * mm
    SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin
    ).build([table])


def _slip(link: Link) -> str:
    mailed = _("The link was mailed, too.") if link.is_mailed else ""
    text = _("Choose your password here. The link works once; keep this slip to yourself until then.")
    lines = [
        f"<b>{escape(link.fullname)}</b>",
        escape(link.office),
        f"{escape(config.site_title())} · {_('Account')}: <b>{escape(link.name)}</b>",
        escape(f"{text} {mailed}".strip()),
        f'<font size="7">{escape(link.address)}</font>',
    ]
    return "<br/>".join(lines)


def _code(address: str) -> Drawing:
    code = QrCodeWidget(address, barWidth=SIZE, barHeight=SIZE)
    drawing = Drawing(SIZE, SIZE)
    drawing.add(code)
    return drawing
