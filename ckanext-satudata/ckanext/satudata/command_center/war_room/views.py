"""The page /satudata/siaga: the list, the log, the meeting; and the decisions as CSV."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.clock import today
from ckanext.satudata.command_center.war_room import actions, model
from ckanext.satudata.tables import outlets
from flask import Blueprint, Response

blueprint = Blueprint("satudata_war_room", __name__, url_prefix="/satudata/siaga")

# columns of the CSV, as a minute of the meeting has them
HEADS = ("waktu_utc", "oleh", "nomor_laporan", "opd", "penanggung_jawab", "catatan", "langkah_berikut", "batas")
KEYS = ("moment", "by", "case", "office", "owner", "note", "step", "until")


@blueprint.route("/")
def index() -> Any:
    """Show the room; with `rapat` as it is shown to a meeting."""
    if not visitor.name():
        return tk.redirect_to("user.login", came_from=tk.url_for("satudata_war_room.index"))
    return _page({}, {})


@blueprint.route("/", methods=["POST"])
def save() -> Any:
    """Write what the form says into the log."""
    data = {name: tk.request.form.get(name, "") for name in actions.WRITTEN}
    try:
        tk.get_action("satudata_situation_save")({"user": visitor.name()}, data)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return _page(error.error_dict, data), 400
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("satudata_war_room.index", rapat=tk.request.args.get("rapat") or None)


@blueprint.route("/keputusan.csv")
def decisions() -> Any:
    """Send the whole log, the oldest entry first."""
    try:
        tk.check_access("satudata_situation_list", {"user": visitor.name()}, {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    writer.writerow(HEADS)
    rows = [actions.entry(row) for row in reversed(model.entries())]
    writer.writerows([row[key] or "" for key in KEYS] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="keputusan-{today().isoformat()}.csv"'}
    # Excel takes a file without this mark for one in an old encoding
    return Response("\ufeff" + stream.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _page(errors: dict[str, Any], sent: dict[str, Any]) -> Any:
    try:
        shown = tk.get_action("satudata_situation_list")({"user": visitor.name()}, {})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("The war room is for people of the district's organizations."))
    is_meeting = bool(tk.request.args.get("rapat"))
    more = {"errors": errors, "sent": sent, "is_meeting": is_meeting, "may_write": visitor.is_walidata()}
    return tk.render("satudata/war_room.html", {**shown, **more})
