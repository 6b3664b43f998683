"""A board as files for the performance meeting: XLSX with the evidence, PDF to print."""

from __future__ import annotations

import datetime
import io
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.clock import local
from ckanext.satudata.exceptions import say
from ckanext.satudata.metadata import look
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.tables import outlets
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TINTS = {"good": "#D5F0DF", "warn": "#FFEBC2", "bad": "#FBD5D5", "": "#FFFFFF"}
HEAD = "#0B4F6C"


def state(board: dict[str, Any], score: float | None) -> str:
    """Return good, warn or bad by the formula's limits; empty where nothing was measured."""
    if score is None:
        return ""
    rules = board["formula"]
    return "good" if score >= rules["good"] else "warn" if score >= rules["warn"] else "bad"


def heading(board: dict[str, Any]) -> str:
    """Return what a board is called."""
    return f"{board['formula']['title']}, {period_label(board['month'])}"


def standing(board: dict[str, Any]) -> str:
    """Return whether and when a board was published."""
    until = period_label(board["as_of"])
    if "version" not in board:
        return _("Counted until {0}. Not published: computed for the walidata.").format(until)
    text = _("Counted until {0}. Published on {1}, version {2}: {3}")
    day = local(datetime.datetime.fromisoformat(board["published"]))
    return text.format(until, period_label(day.isoformat()), board["version"], board["note"])


def as_xlsx(board: dict[str, Any]) -> bytes:
    """Return the board as a workbook: ranks, details, evidence, suggestions where the asker may see them, formula."""
    stream = io.BytesIO()
    with outlets.workbook(stream, in_memory=True) as book:
        head = book.add_format({"bold": True, "bg_color": HEAD, "font_color": "#FFFFFF", "text_wrap": True})
        tints = {name: book.add_format({"bg_color": tint}) for name, tint in TINTS.items()}
        for name, widths, columns, rows in _sheets(board):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for index, (width, column) in enumerate(zip(widths, columns, strict=True)):
                sheet.set_column(index, index, width)
                sheet.write_string(0, index, column, head)
            for number, row in enumerate(rows, 1):
                for index, cell in enumerate(row):
                    value, tint = cell if isinstance(cell, tuple) else (cell, "")
                    if value is not None:
                        sheet.write(number, index, value, tints[tint] if tint else None)
    return stream.getvalue()


Sheet = tuple[str, list[int], list[str], list[list[Any]]]


def _sheets(board: dict[str, Any]) -> list[Sheet]:
    listed = board["formula"]["criteria"]
    titles = {criterion["name"]: criterion["title"] for criterion in listed}
    pairs = [
        (row["title"], titles[name], result)
        for row in board["offices"]
        for name, result in ((criterion["name"], row["criteria"].get(criterion["name"])) for criterion in listed)
        if result
    ]
    ranks = [
        [row["rank"], row["title"], (row["score"], state(board, row["score"]))]
        + [(_score(row, criterion["name"]), state(board, _score(row, criterion["name"]))) for criterion in listed]
        for row in board["offices"]
    ]
    details = [
        [
            office,
            title,
            result["score"],
            result["share"],
            result["good"],
            result["cases"],
            result["district"],
            "; ".join(text_of(fact) for fact in result["facts"]),
        ]
        for office, title, result in pairs
    ]
    evidence = [
        [office, title, item["label"], text_of(item["said"]), _word(item["state"]), item["url"]]
        for office, title, result in pairs
        for item in result["evidence"]
    ]
    formula = [
        [criterion["title"], criterion["weight"], criterion["about"], _unmeasured(board, criterion["name"])]
        for criterion in listed
    ] + [["", None, board["formula"][name], ""] for name in ("about", "lift_about", "ranks_about")]
    numbers = [_("Good"), _("Cases"), _("District, %")]
    sheets: list[Sheet] = [
        (
            _("Ranks"),
            [8, 48, 8, *[14] * len(listed)],
            [_("Rank"), _("OPD"), _("Score"), *titles.values()],
            ranks,
        ),
        (
            _("Details"),
            [48, 26, 10, 10, 10, 10, 12, 60],
            [_("OPD"), _("Criterion"), _("Score"), _("Share, %"), *numbers, _("Figures")],
            details,
        ),
        (
            _("Evidence"),
            [48, 26, 60, 60, 10, 50],
            [_("OPD"), _("Criterion"), _("What"), _("Found"), _("State"), _("Address")],
            evidence,
        ),
        (_("Formula"), [30, 10, 100, 60], [_("Criterion"), _("Weight"), _("Rule"), _("Not measured")], formula),
    ]
    advice = suggestions(board)
    if advice:
        columns = [_("Suggestion"), _("OPD"), _("Reasons")]
        sheets.insert(
            1, (_("Suggestions"), [18, 48, 100], columns, [[kind, title, text] for kind, title, text in advice])
        )
    return sheets


def suggestions(board: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (reward or to be evaluated, OPD, reasons), as far as the asker may see them."""
    words = {"reward": _("Reward"), "evaluate": _("To be evaluated")}
    return [
        (words[kind], row["title"], " ".join(text_of(reason) for reason in row["reasons"]))
        for kind in words
        for row in board["offices"]
        if row.get("suggestion") == kind
    ]


def text_of(message: dict[str, Any]) -> str:
    """Return a marked text of a board in the reader's language."""
    return say(message["text"], message["values"])


def as_pdf(board: dict[str, Any]) -> bytes:
    """Return the board as A4 pages: ranks with the criteria, suggestions, formula."""
    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("small", fontSize=7.5, leading=9)
    white = small.clone("white", textColor=colors.white, fontName="Helvetica-Bold")
    listed = board["formula"]["criteria"]
    story: list[Flowable] = [
        *_letterhead(styles["BodyText"]),
        Paragraph(_plain(heading(board)), styles["Title"]),
        Paragraph(_plain(standing(board)), styles["BodyText"]),
        Spacer(1, 4 * mm),
        _ranks(board, small, white),
    ]
    advice = suggestions(board)
    if advice:
        rows = [[Paragraph(_plain(cell), small) for cell in row] for row in advice]
        columns = [Paragraph(_plain(text), white) for text in (_("Suggestion"), _("OPD"), _("Reasons"))]
        story += [Paragraph(_("Suggestions"), styles["Heading2"]), _grid([columns, *rows], [30, 70, 170])]
    rows = [
        [
            criterion["title"],
            f"{criterion['weight']:g}",
            f"{criterion['about']} {_unmeasured(board, criterion['name'])}".strip(),
        ]
        for criterion in listed
    ]
    cells = [[Paragraph(_plain(cell), small) for cell in row] for row in rows]
    columns = [Paragraph(_plain(text), white) for text in (_("Criterion"), _("Weight"), _("Rule"))]
    story += [Paragraph(_("Formula"), styles["Heading2"]), Paragraph(_plain(board["formula"]["about"]), small)]
    story += [Paragraph(_plain(board["formula"][name]), small) for name in ("lift_about", "ranks_about")]
    story += [Spacer(1, 2 * mm), _grid([columns, *cells], [45, 15, 210])]
    stream = io.BytesIO()
    margin = 13 * mm
    SimpleDocTemplate(
        stream,
        pagesize=landscape(A4),
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=heading(board),
    ).build(story, onFirstPage=_number, onLaterPages=_number)
    return stream.getvalue()


def _letterhead(style: Any) -> list[Flowable]:
    """Return arms, name and address of the portal, above a line."""
    lines = [config.site_title(), *config.office_address().split("\n")]
    below = "".join(f"<br/>{_plain(line)}" for line in lines[1:] if line)
    text = Paragraph(f"<b>{_plain(lines[0])}</b>{below}", style)
    picture = look.logo_file()
    arms = Image(io.BytesIO(picture), 14 * mm, 14 * mm, kind="proportional") if picture else ""
    widths = [18 * mm, None] if picture else [0, None]
    table = Table([[arms, text]], widths, hAlign="LEFT")
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return [table, HRFlowable(width="100%", thickness=0.6, color=colors.HexColor(config.colour() or HEAD))]


def _ranks(board: dict[str, Any], small: Any, white: Any) -> Table:
    listed = board["formula"]["criteria"]
    columns = [_("Rank"), _("OPD"), _("Score"), *(criterion["title"] for criterion in listed)]
    rows: list[list[Any]] = [[Paragraph(_plain(text), white) for text in columns]]
    tints = []
    for number, row in enumerate(board["offices"], 1):
        scores = [row["score"], *(_score(row, criterion["name"]) for criterion in listed)]
        rows.append([str(row["rank"] or "–"), Paragraph(_plain(row["title"]), small), *map(_figure, scores)])
        tints += [
            ("BACKGROUND", (index, number), (index, number), colors.HexColor(TINTS[state(board, score)]))
            for index, score in enumerate(scores, 2)
        ]
    # the width that A4 has left
    table = _grid(rows, [12, 70, 14, *[174 / len(listed)] * len(listed)])
    table.setStyle(TableStyle([*tints, ("ALIGN", (2, 1), (-1, -1), "RIGHT")]))
    return table


def _grid(rows: list[list[Any]], widths: list[float]) -> Table:
    table = Table(rows, [width * mm for width in widths], repeatRows=1)
    line = colors.HexColor("#B8C7CF")
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), "Helvetica", 8),
                ("GRID", (0, 0), (-1, -1), 0.4, line),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(HEAD)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return table


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont("Helvetica", 7)
    canvas.drawRightString(landscape(A4)[0] - 13 * mm, 7 * mm, str(document.page))


def _score(row: dict[str, Any], name: str) -> float | None:
    return row["criteria"][name]["score"] if name in row["criteria"] else None


def _figure(score: float | None) -> str:
    return "–" if score is None else f"{score:g}".replace(".", ",")


def _word(name: str) -> str:
    return {"good": _("good"), "warn": _("beware"), "bad": _("bad")}.get(name, "")


def _unmeasured(board: dict[str, Any], name: str) -> str:
    message = board["unmeasured"].get(name)
    return f"{_('Not measured.')} {text_of(message)}" if message else ""


def _plain(text: str) -> str:
    """Text as the markup of a paragraph has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
