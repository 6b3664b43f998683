"""The page /satudata/petugas, on which the walidata looks after officers and offices."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations
from flask import Blueprint

blueprint = Blueprint("satudata_officer", __name__, url_prefix="/satudata/petugas")

ACTIONS = {
    "tambah": "satudata_officer_create",
    "tautan": "satudata_officer_reset",
    "pindah": "satudata_officer_move",
}


@blueprint.route("/")
def index() -> Any:
    """Show the officers, with forms to add, move, and give a new link."""
    return _page({}, {}, None)


@blueprint.route("/<any(tambah,tautan,pindah):verb>", methods=["POST"])
def change(verb: str) -> Any:
    """Do what a form says; a new link is shown once, to be handed over."""
    data = {name: value for name, value in tk.request.form.to_dict().items() if not name.startswith("_")}
    try:
        done = tk.get_action(ACTIONS[verb])(_context(), dict(data))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as wrong:
        return _page({verb: wrong.error_dict}, data, None), 400
    if "link" in done:
        return _page({}, {}, done)
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("satudata_officer.index")


def _page(errors: dict[str, Any], data: dict[str, str], handed: dict[str, Any] | None) -> Any:
    try:
        rows = tk.get_action("satudata_officer_list")(_context(), {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    walidata = organizations.making_walidata()
    offices = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    shown = {
        "rows": rows,
        "offices": [group for group in offices.order_by(model.Group.title) if group.id not in walidata],
        "errors": errors,
        "data": data,
        "handed": handed,
    }
    answer = tk.render("satudata/officers.html", shown)
    if handed is None:
        return answer
    # the link opens an account: no cache keeps it
    return answer, 200, {"Cache-Control": "private, no-store"}


def _context() -> dict[str, Any]:
    return {"user": "" if tk.current_user.is_anonymous else tk.current_user.name}
