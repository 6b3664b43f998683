"""The pages /satudata/selisih: where published figures disagree, and what OPDs and walidata say about it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import actions, helpers, kinds, model, shown
from ckanext.satudata.metadata import organizations
from flask import Blueprint

blueprint = Blueprint("satudata_discrepancy", __name__, url_prefix="/satudata/selisih")

ACTIONS = {"jelaskan": "explain", "selesaikan": "settle", "buka": "reopen"}
MINE = "saya"


@blueprint.route("/")
def index() -> str:
    """List the cases; officers see those of their own OPD first."""
    own = helpers.own_offices()
    walidata = _is_walidata()
    asked = {name: tk.request.args.get(name, "") for name in ("kind", "state", "organization", "dataset")}
    if own and not walidata and "organization" not in tk.request.args:
        asked["organization"] = MINE
    page = max(tk.request.args.get("page", 1, type=int), 1)
    question: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if asked["organization"] == MINE:
        question["organization"] = [*own]
    question |= {"limit": actions.PAGE, "offset": (page - 1) * actions.PAGE}
    try:
        found = tk.get_action("satudata_discrepancy_list")({}, question)
    except tk.ValidationError as error:
        reasons = [text for texts in error.error_dict.values() for text in texts]
        return tk.abort(400, " ".join(reasons))
    data = {
        "found": found,
        "asked": asked,
        "kinds": {name: tk._(module.TITLE) for name, module in kinds.every().items()},
        "states": {name: tk._(label) for name, label in shown.STATES.items()},
        "own": own,
        "page": page,
        "pages": -(-found["count"] // actions.PAGE),
    }
    return tk.render("satudata/discrepancies.html", data)


@blueprint.route("/<discrepancy_id>")
def read(discrepancy_id: str) -> str:
    """Show one discrepancy, both sources side by side."""
    return _page(discrepancy_id, {}, {})


@blueprint.route("/<discrepancy_id>/<any(jelaskan,selesaikan,buka):verb>", methods=["POST"])
def decide(discrepancy_id: str, verb: str) -> Any:
    """Explain, settle or open again; the page with what is wrong where the reason is too short."""
    data = {"id": discrepancy_id, **tk.request.form.to_dict()}
    try:
        tk.get_action(f"satudata_discrepancy_{ACTIONS[verb]}")({"user": tk.current_user.name}, data)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return _page(discrepancy_id, {verb: error.error_dict}, data), 400
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("satudata_discrepancy.read", discrepancy_id=discrepancy_id)


def _page(discrepancy_id: str, errors: dict[str, Any], data: dict[str, Any]) -> str:
    user = tk.current_user.name if tk.current_user.is_authenticated else ""
    try:
        found = tk.get_action("satudata_discrepancy_show")({"user": user}, {"id": discrepancy_id})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    offices = {side["organization_name"] for side in found["sides"]}
    explains = bool(offices & set(helpers.own_offices().values()))
    settled = found["state"] == model.SETTLED
    may = {
        "explain": explains and not settled,
        "settle": _is_walidata() and not settled,
        "reopen": _is_walidata() and found["state"] != model.OPEN,
    }
    return tk.render("satudata/discrepancy.html", {"found": found, "may": may, "errors": errors, "data": data})


def _is_walidata() -> bool:
    return tk.current_user.is_authenticated and organizations.is_walidata(tk.current_user.name)
