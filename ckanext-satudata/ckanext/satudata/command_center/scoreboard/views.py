"""The pages /satudata/kinerja: a month's board, the evidence of an OPD, files for the meeting, publishing."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard import export, month
from ckanext.satudata.observations.periods import label as period_label
from flask import Blueprint, Response

blueprint = Blueprint("satudata_scoreboard", __name__, url_prefix="/satudata/kinerja")
FILES = {"xlsx": (export.XLSX, export.as_xlsx), "pdf": ("application/pdf", export.as_pdf)}


@blueprint.route("")
def index() -> str:
    """Show the newest published board; to the walidata, as long as there is none, the running month's."""
    published = tk.get_action("satudata_scoreboard_list")({}, {})
    if published or not _may_publish():
        return _page(_published({}) if published else None)
    return _page(_preview(month.current().text))


@blueprint.route("/pilih")
def choose() -> Any:
    """Compute the board of a month that the walidata has chosen in the form."""
    return tk.redirect_to("satudata_scoreboard.show", month_text=tk.request.args.get("bulan", ""), hitung=1)


@blueprint.route("/<month_text>")
def show(month_text: str) -> str:
    """Show a month's board."""
    return _page(_board(month_text))


@blueprint.route("/<month_text>/<office>")
def evidence(month_text: str, office: str) -> str:
    """Show what is behind the numbers of one OPD."""
    board = _board(month_text)
    row = next((office_row for office_row in board["offices"] if office_row["name"] == office), None)
    if row is None:
        return tk.abort(404, tk._('The board has no OPD "{0}".').format(office))
    return tk.render("satudata/scoreboard_office.html", {"board": board, "row": row, **_shared(board)})


@blueprint.route("/<month_text>.<any(xlsx,pdf):ending>")
def file(month_text: str, ending: str) -> Response:
    """Send a board as a file."""
    mime, write = FILES[ending]
    headers = {"Content-Disposition": f'attachment; filename="kinerja-opd-{month_text}.{ending}"'}
    return Response(write(_board(month_text)), headers=headers, content_type=mime)


@blueprint.route("/<month_text>/terbitkan", methods=["POST"])
def publish(month_text: str) -> Any:
    """Publish the board of a month."""
    data = {"month": month_text, "note": tk.request.form.get("catatan", "")}
    try:
        done = tk.get_action("satudata_scoreboard_publish")({}, data)
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the walidata publishes the scoreboard."))
    except tk.ValidationError as error:
        for texts in error.error_dict.values():
            tk.h.flash_error(" ".join(texts))
        return tk.redirect_to("satudata_scoreboard.show", month_text=month_text, hitung=1)
    text = tk._("The scoreboard of {0} is published, version {1}.")
    tk.h.flash_success(text.format(period_label(month_text), done["version"]))
    return tk.redirect_to("satudata_scoreboard.show", month_text=month_text)


def _page(board: dict[str, Any] | None) -> str:
    published = tk.get_action("satudata_scoreboard_list")({}, {})
    data = {"board": board, "published": published, "current": month.current(), **_shared(board)}
    return tk.render("satudata/scoreboard.html", data)


def _shared(board: dict[str, Any] | None) -> dict[str, Any]:
    """What the templates of a board need besides it; `asked` leads to the same board again."""
    parameters = {"versi": board["version"]} if board and "version" in board else {"hitung": 1}
    return {"export": export, "asked": parameters, "period_label": period_label}


def _board(month_text: str) -> dict[str, Any]:
    if tk.request.args.get("hitung"):
        return _preview(month_text)
    return _published({"month": month_text, "version": tk.request.args.get("versi", "")})


def _published(parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        return tk.get_action("satudata_scoreboard_show")({}, parameters)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        return tk.abort(400, str(error.error_summary))


def _preview(month_text: str) -> dict[str, Any]:
    try:
        return tk.get_action("satudata_scoreboard_preview")({}, {"month": month_text})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("A board that is not published is only for the walidata."))
    except tk.ValidationError as error:
        return tk.abort(404, " ".join(error.error_dict["month"]))


def _may_publish() -> bool:
    try:
        tk.check_access("satudata_scoreboard_preview", {"user": tk.current_user.name}, {})
    except tk.NotAuthorized:
        return False
    return True
