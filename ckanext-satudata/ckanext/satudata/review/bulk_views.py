"""The release of many at once: what can be ticked, and how far the job is, /satudata/tinjauan/bersama."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.review import bulk_actions
from ckanext.satudata.review.asking import describe_error
from ckanext.satudata.review.queue import FILTERS
from flask import Blueprint

blueprint = Blueprint("satudata_bulk", __name__, url_prefix="/satudata/tinjauan/bersama")


@blueprint.route("/")
def choose() -> Any:
    """List what has no finding, all of it ticked, within the filters of the desk."""
    if not visitor.is_walidata():
        return tk.abort(403, tk._("Only the walidata releases."))
    filters = {name: tk.request.args[name] for name in FILTERS if tk.request.args.get(name)}
    question: dict[str, Any] = {name: value for name, value in filters.items() if name != "state"}
    question |= {"state": "waiting", "clean": "true", "limit": bulk_actions.MOST}
    listed = tk.get_action("satudata_submission_list")(_context(), question)
    return tk.render("satudata/bulk_choice.html", {"listed": listed, "filters": filters})


@blueprint.route("/", methods=["POST"])
def begin() -> Any:
    """Begin with those that were ticked, each as the version that the list showed."""
    ticked = [chosen.partition(":") for chosen in tk.request.form.getlist("pilih")]
    items = [{"id": submission_id, "version": version} for submission_id, _colon, version in ticked]
    try:
        bulk = tk.get_action("satudata_bulk_release")(_context(), {"items": items})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error(tk._("Tick at least one line first.") if not items else describe_error(error))
        return tk.redirect_to("satudata_review.index")
    return tk.redirect_to("satudata_bulk.read", id=bulk["id"])


@blueprint.route("/<id>")
def read(id: str) -> Any:
    """Show how far it is, and what could not be released and why."""
    try:
        bulk = tk.get_action("satudata_bulk_show")(_context(), {"id": id})
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    return tk.render("satudata/bulk.html", {"bulk": bulk})


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}
