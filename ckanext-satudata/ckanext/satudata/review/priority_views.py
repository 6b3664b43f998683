"""The page of the list of Data Prioritas, where the walidata imports it, and the form that marks a dataset by it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from flask import Blueprint

blueprint = Blueprint("satudata_priority", __name__, url_prefix="/satudata/prioritas")


@blueprint.route("/", methods=["GET", "POST"])
def index() -> Any:
    """Show the list; take in a file of the walidata."""
    error = ""
    if tk.request.method == "POST":
        try:
            data = {"upload": tk.request.files.get("berkas")}
            counts = tk.get_action("satudata_priority_import")(_context(), data)
        except tk.NotAuthorized as refused:
            return tk.abort(403, str(refused))
        except tk.ValidationError as wrong:
            error = " ".join(str(text) for texts in wrong.error_dict.values() for text in texts)
        else:
            tk.h.flash_success(tk._("Taken in: {0} new, {1} changed.").format(counts["new"], counts["changed"]))
            return tk.redirect_to("satudata_priority.index")
    rows = tk.get_action("satudata_priority_list")(_context(), {})
    shown = {"rows": rows, "error": error, "is_walidata": visitor.is_walidata()}
    return tk.render("satudata/priorities.html", shown), 400 if error else 200


@blueprint.route("/tandai/<id>", methods=["POST"])
def mark(id: str) -> Any:
    """Mark a dataset by the line that was chosen."""
    year, _slash, number = tk.request.form.get("nomor", "").partition("/")
    try:
        tk.get_action("satudata_priority_mark")(_context(), {"id": id, "year": year, "number": number})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(str(text) for texts in error.error_dict.values() for text in texts))
    else:
        tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("dataset.read", id=id)


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}
