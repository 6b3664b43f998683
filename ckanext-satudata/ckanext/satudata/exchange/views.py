"""Pages of the exchange: files to download, files to take in, figures for SIPD."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import daftar_columns, daftar_data, daftar_files, files, plans, rows, shapes
from flask import Blueprint, Response, jsonify

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAFTAR = daftar_data.KIND
# before a column's title in the form of a planned row
CELL = "sel:"
blueprint = Blueprint("satudata_exchange", __name__, url_prefix="/satudata/pertukaran")


@blueprint.route("/", methods=["GET", "POST"])
def index() -> Any:
    """Show what can be taken out and in; take a file in."""
    try:
        tk.check_access("satudata_indah_import", _context(), {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    if tk.request.method == "GET":
        return _page({})
    form = tk.request.form.to_dict()
    try:
        return _page(form, answer=_take_in(form))
    except tk.ValidationError as error:
        return _page(form, error=_message(error)), 400
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return _page(form, error=tk._("You may not write this record, or it does not exist.")), 403


def _take_in(form: dict[str, str]) -> dict[str, Any]:
    data = {**form, "upload": tk.request.files.get("berkas"), "dry_run": "simpan" not in form}
    action = "satudata_daftar_data_import" if form.get("kind") == DAFTAR else "satudata_indah_import"
    return {**tk.get_action(action)(_context(), data), "dry_run": data["dry_run"]}


@blueprint.route("/e-walidata", methods=["GET", "POST"])
def sipd() -> Any:
    """Show the figures for SIPD; send them."""
    try:
        answer = tk.get_action("satudata_ewalidata_list")(_context(), {})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the walidata sends figures to SIPD."))
    shown: dict[str, Any] = dict(answer)
    try:
        wish = {"dry_run": tk.request.method == "GET"}
        shown["pushed"] = tk.get_action("satudata_ewalidata_push")(_context(), wish)
    except tk.ValidationError as error:
        shown["error"] = _message(error)
    return tk.render("satudata/exchange_sipd.html", {**shown, "sending": tk.request.method == "POST"})


@blueprint.route("/daftar-data.<any(xlsx,csv):ending>")
def listed(ending: str) -> Response:
    """Send the Daftar Data Daerah, of one organization where `organization` names it."""
    try:
        rows = tk.get_action("satudata_daftar_data_list")(_context(), tk.request.args.to_dict())
    except tk.ValidationError as error:
        return tk.abort(400, _message(error))
    name = "-".join(filter(None, [DAFTAR, tk.request.args.get("organization", "")]))
    if ending == "csv":
        text = io.StringIO(newline="")
        daftar_files.write_csv(rows, text)
        # Excel knows UTF-8 by this mark only
        return _file(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name}.csv")
    stream = io.BytesIO()
    daftar_files.write_xlsx(rows, stream)
    return _file(stream.getvalue(), XLSX, f"{name}.xlsx")


@blueprint.route("/rencana")
def plan_index() -> Any:
    """Show the planned rows that the reader may edit."""
    try:
        planned = tk.get_action("satudata_daftar_data_plan_list")(_context(), {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    return tk.render("satudata/plans.html", {"plans": planned, "columns": daftar_columns.columns()})


@blueprint.route("/rencana/<organization>/<key>", methods=["GET", "POST"])
def plan(organization: str, key: str) -> Any:
    """Show the form of a planned row; save or delete it."""
    record = plans.find(organization, key)
    if record is None:
        return tk.abort(404, tk._("There is no such planned row."))
    if not daftar_data.may_edit(_context(), organization):
        return tk.abort(403, tk._("Only officers of that office and the walidata edit its planned data."))
    if tk.request.method == "GET":
        return _plan_form(record.as_dict(), {})
    form = tk.request.form
    wish = {"organization": organization, "key": key}
    if "hapus" in form:
        tk.get_action("satudata_daftar_data_plan_delete")(_context(), wish)
        tk.h.flash_success(tk._("The planned row was deleted."))
        return tk.redirect_to("satudata_exchange.plan_index")
    cells = {name.removeprefix(CELL): text for name, text in form.items() if name.startswith(CELL)}
    try:
        tk.get_action("satudata_daftar_data_plan_save")(_context(), {**wish, "cells": cells})
    except tk.ValidationError as error:
        shown = {**record.as_dict(), "cells": {**record.cells, **cells}}
        return _plan_form(shown, error.error_dict), 400
    tk.h.flash_success(tk._("The planned row was saved."))
    return tk.redirect_to("satudata_exchange.plan_index")


def _plan_form(row: dict[str, Any], errors: dict[str, Any]) -> str:
    columns = daftar_columns.columns()
    titles = {column.title for column in columns}
    more = [title for title in row["cells"] if title not in titles]
    return tk.render(
        "satudata/plan.html", {"plan": row, "columns": columns, "more": more, "errors": errors, "cell": CELL}
    )


@blueprint.route("/<kind>/<id>.<any(json,xlsx):ending>")
def download(kind: str, id: str, ending: str) -> Response:
    """Send the metadata of a record: an activity, an indicator, or the variables of a dataset."""
    try:
        documents = tk.get_action("satudata_indah_show")(_context(), {"kind": kind, "id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such record."))
    except tk.ValidationError as error:
        return tk.abort(400, _message(error))
    if not documents:
        return tk.abort(404, tk._("No column of this dataset has what a variable (MS-Var) needs."))
    if ending == "json":
        return _file(files.as_json(documents, kind).encode(), "application/json", f"{kind}-{id}.json")
    return _file(files.as_xlsx(documents, kind), XLSX, f"{kind}-{id}.xlsx")


@blueprint.route("/skema/<any('ms-keg','ms-var','ms-ind'):kind>.json")
def schema(kind: str) -> Response:
    """Send the JSON Schema of a kind of document."""
    return jsonify(shapes.shipped(kind))


def _page(form: dict[str, str], **shown: Any) -> str:
    offices = tk.get_action("organization_list_for_user")(_context(), {"permission": "update_dataset"})
    kinds = [(kind, rows.load(kind).title) for kind in rows.KINDS]
    chosen = {"form": form, "kinds": [*kinds, (DAFTAR, tk._("Daftar Data Daerah"))], "offices": offices}
    return tk.render("satudata/exchange.html", {**chosen, **shown})


def _file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # what an officer gets is more than what others get
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _context() -> Any:
    return {"user": tk.current_user.name}


def _message(error: tk.ValidationError) -> str:
    return " ".join(
        str(text) for texts in error.error_dict.values() for text in (texts if isinstance(texts, list) else [texts])
    )
