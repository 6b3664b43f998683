"""The pages /satudata/pengisian: tables that many offices fill, each its rows."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import cases, visitor
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.filling import checking, delivering, form, keys, model, rights, rows
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards import template
from flask import Blueprint, Response

blueprint = Blueprint("satudata_filling", __name__, url_prefix="/satudata/pengisian")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what the buttons below a grid do once it is saved
SAVE, SEND, COPY, UPLOAD = "simpan", "serahkan", "salin", "unggah"
VERBS = {"kembalikan": "return", "kirim": "deliver", "tutup": "close"}
KINDS = ("kecamatan", "desa", "uptd", "opd")


@blueprint.route("/")
def index() -> Any:
    """List the tables that whoever is logged in fills or delivers."""
    with form.refused_as_page():
        fillings = tk.get_action("satudata_filling_list")(form.context(), {})
    return tk.render("satudata/fillings.html", {"fillings": fillings, "may_open": bool(visitor.editable_offices())})


@blueprint.route("/baru", methods=["GET", "POST"])
def new() -> Any:
    """Open a table for a period."""
    if not visitor.editable_offices():
        return tk.abort(403, tk._("Only officers may do this."))
    if tk.request.method == "GET":
        return _new_page(tk.request.args.to_dict(), {})
    data = form.values()
    try:
        filling = tk.get_action("satudata_filling_create")(form.context(), data)
    except tk.ValidationError as error:
        return _new_page(data, error.error_dict), 400
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    tk.h.flash_success(tk._("{0} offices can fill in their rows now.").format(filling["parts"]))
    return tk.redirect_to("satudata_filling.read", number=filling["id"])


@blueprint.route("/<number>")
def read(number: str) -> Any:
    """Show how far each office is; to who delivers, what is to be done."""
    return _filling_page(number, {}, {})


@blueprint.route("/<number>/<any(kembalikan,kirim,tutup):verb>", methods=["POST"])
def decide(number: str, verb: str) -> Any:
    """Return a part, deliver the table, or close the filling."""
    data = {**form.values(), "id": number}
    with form.refused_as_page():
        try:
            done = tk.get_action(f"satudata_filling_{VERBS[verb]}")(form.context(), data)
        except tk.ValidationError as error:
            return _filling_page(number, error.error_dict, data), 400
    if verb == "kirim":
        tk.h.flash_success(tk._("Delivered: the walidata looks at the table now."))
        return tk.redirect_to("dataset.read", id=done["dataset"])
    return tk.redirect_to("satudata_filling.read", number=number)


@blueprint.route("/<number>/gabungan.csv")
def download(number: str) -> Any:
    """Send what was handed over as one table, to who delivers it."""
    filling = cases.shown("satudata_filling_show", {"id": number})
    if not filling["may_manage"]:
        return tk.abort(403, tk._("Only the OPD that opened this table and the walidata may do this."))
    record = model.find(number)
    if record is None:
        return tk.abort(404)
    content = delivering.merged(standards.load(record.standard), record)
    headers = {"Content-Disposition": f'attachment; filename="{delivering.filename(record)}"'}
    return Response(content, headers=headers, content_type="text/csv; charset=utf-8")


@blueprint.route("/<number>/isian/<office>", methods=["GET", "POST"])
def part(number: str, office: str) -> Any:
    """Show the rows of one office as a grid; take what was written into it."""
    with form.refused_as_page():
        shown = tk.get_action("satudata_filling_part_show")(form.context(), {"id": number, "office": office})
        if tk.request.method == "GET":
            return _grid(shown, {})
        return _written(shown, {"id": number, "office": office})


@blueprint.route("/<number>/isian/<office>.xlsx")
def workbook(number: str, office: str) -> Any:
    """Send the rows of one office as the standard's workbook."""
    with form.refused_as_page():
        shown = tk.get_action("satudata_filling_part_show")(form.context(), {"id": number, "office": office})
    stream = io.BytesIO()
    template.write(standards.load(shown["filling"]["standard"]), stream, shown["rows"])
    name = f"{shown['filling']['standard']}-{shown['filling']['period']}-{shown['office']['name']}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream.getvalue(), headers=headers, content_type=XLSX)


def _written(shown: dict[str, Any], identity: dict[str, str]) -> Any:
    """Save what came, and do what the button says; the page with what is wrong where something is."""
    standard, verb = standards.load(shown["filling"]["standard"]), tk.request.form.get("tindakan", SAVE)
    data: dict[str, Any] = {**identity, "version": tk.request.form.get("version", "")}
    try:
        if verb == COPY:
            tk.get_action("satudata_filling_copy")(form.context(), identity)
        elif verb == UPLOAD:
            data["rows"] = checking.parse(standard, shown["codes"], shown["filling"]["period"], form.file())
            tk.get_action("satudata_filling_fill")(form.context(), data)
        else:
            data["rows"] = shown["rows"] = form.grid(standard, tk.request.form)
            saved = tk.get_action("satudata_filling_fill")(form.context(), data)
            # what goes wrong from here on is said beside what is stored
            shown = {**saved, "rows": data["rows"]}
        if verb == SEND:
            tk.get_action("satudata_filling_send")(form.context(), identity)
    except tk.ValidationError as error:
        return _grid(shown, error.error_dict), 400
    except SatuDataError as error:
        return _grid(shown, {"rows": [str(error)]}), 400
    tk.h.flash_success(tk._("Handed over. Thank you.") if verb == SEND else tk._("Saved."))
    return tk.redirect_to("satudata_filling.part", number=identity["id"], office=identity["office"])


def _grid(shown: dict[str, Any], errors: dict[str, Any]) -> str:
    standard = standards.load(shown["filling"]["standard"])
    key = keys.find_key(standard)
    fixed = rows.fixed(standard)
    page = {
        "part": shown,
        "key": key,
        # time is in the heading
        "heads": [field for field in standard.fields if field.name in fixed and field.name not in standard.times],
        "fields": rows.editable(standard),
        "choices": {field.name: template.choices(field.codelist, field.level) for field in rows.editable(standard)},
        "units": {code.code: code.name for code in codelists.load("satuan")},
        "errors": errors,
        "cells": {(cell["row"], cell["field"]): cell["text"] for cell in errors.get("cells", [])},
    }
    return tk.render("satudata/filling_part.html", page)


def _filling_page(number: str, errors: dict[str, Any], data: dict[str, Any]) -> str:
    filling = cases.shown("satudata_filling_show", {"id": number})
    return tk.render(
        "satudata/filling.html",
        {"filling": filling, "errors": errors, "data": data, "reasons": list(codelists.load("alasan_revisi"))},
    )


def _new_page(data: dict[str, Any], errors: dict[str, Any]) -> str:
    offices = visitor.editable_offices()
    page = {
        "data": data,
        "errors": errors,
        "standards": [standard for standard in standards.every() if keys.find_key(standard)],
        "offices": form.titles(offices),
        "kinds": [code for code in codelists.load("jenis_organisasi") if code.code in KINDS],
        "tables": form.tables(offices),
    }
    return tk.render("satudata/filling_new.html", page)


@blueprint.route("/wakil/<office>", methods=["GET", "POST"])
def deputies(office: str) -> Any:
    """Show who stands in for an office, and take who is added or taken away."""
    errors, data = {}, form.values()
    with form.refused_as_page():
        if tk.request.method == "POST":
            action = "satudata_deputy_delete" if data.pop("hapus", "") else "satudata_deputy_create"
            try:
                tk.get_action(action)(form.context(), {**data, "office": office})
                return tk.redirect_to("satudata_filling.deputies", office=office)
            except tk.ValidationError as error:
                errors = error.error_dict
        listed = tk.get_action("satudata_deputy_list")(form.context(), {"office": office})
    title = form.titles({rights.office_id(office): office})[0]["title"]
    page = {"deputies": listed, "office": office, "title": title, "errors": errors, "data": data}
    return (tk.render("satudata/filling_deputies.html", page), 400 if errors else 200)
