"""Forms of the leaves to be public by a clean check alone: on the page of a dataset, and the list of all."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from flask import Blueprint

blueprint = Blueprint("satudata_grant", __name__, url_prefix="/satudata/izin")

FIELDS = ("package", "source", "until", "most_change", "reason")


@blueprint.route("/", methods=["GET", "POST"])
def index() -> Any:
    """List the leaves that hold; give one, and go back to where its form was."""
    errors: dict[str, list[str]] = {}
    data = {name: tk.request.form[name] for name in FIELDS if tk.request.form.get(name)}
    try:
        if tk.request.method == "POST":
            try:
                tk.get_action("satudata_grant_create")(_context(), dict(data))
            except tk.ValidationError as wrong:
                errors = wrong.error_dict
            else:
                tk.h.flash_success(tk._("The leave holds from now on."))
                return _back()
        rows = tk.get_action("satudata_grant_list")(_context(), {})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    shown = {"rows": rows, "errors": errors, "data": data}
    return tk.render("satudata/grants.html", shown), 400 if errors else 200


@blueprint.route("/<int:id>/akhiri", methods=["POST"])
def end(id: int) -> Any:
    """End a leave before its time."""
    try:
        tk.get_action("satudata_grant_end")(_context(), {"id": id})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    tk.h.flash_success(tk._("The leave has ended."))
    return _back()


def _back() -> Any:
    """Lead back to the dataset whose page the form was on, else to the list."""
    name = tk.request.form.get("package", "")
    return tk.redirect_to("dataset.read", id=name) if name else tk.redirect_to("satudata_grant.index")


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}
