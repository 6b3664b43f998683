"""What booklets and reports have in common: the sheet, its letters, its foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from ckanext.satudata import config
from ckanext.satudata.metadata import look
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, SimpleDocTemplate

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
DEEP = "#0b4f6c"


def write(stream: IO[bytes], title: str, parts: Iterable[Flowable]) -> None:
    """Write a PDF of some parts."""
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author=config.site_title(),
        lang=config.locale(),
    )
    document.build(list(parts), onFirstPage=_foot, onLaterPages=_foot)


def styles() -> dict[str, ParagraphStyle]:
    """Return the styles of texts: title, head, figure, text, small."""
    sheet = getSampleStyleSheet()
    deep = colors.HexColor(look.current().colour or DEEP)
    return {
        "title": ParagraphStyle("title", sheet["Title"], alignment=0, textColor=deep, fontSize=24, leading=28),
        "head": ParagraphStyle("head", sheet["Heading2"], textColor=deep, spaceBefore=10, keepWithNext=True),
        "figure": ParagraphStyle("figure", sheet["BodyText"], fontSize=19, leading=23, textColor=deep),
        "text": ParagraphStyle("text", sheet["BodyText"], fontSize=10, leading=13.5),
        "small": ParagraphStyle(
            "small", sheet["BodyText"], fontSize=7.5, leading=9.5, textColor=colors.HexColor("#4a5c66")
        ),
    }


def _foot(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 7.5)
    canvas.drawString(MARGIN, 10 * mm, f"{config.site_title()} · {document.title}")
    canvas.drawRightString(A4[0] - MARGIN, 10 * mm, str(document.page))
    canvas.restoreState()
