"""The pages /satudata/selisih: where published figures disagree, and what OPDs and walidata say about it."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import cases, visitor
from ckanext.satudata.discrepancies import kinds, model, shown
from flask import Blueprint

blueprint = Blueprint("satudata_discrepancy", __name__, url_prefix="/satudata/selisih")

ACTIONS = {"jelaskan": "explain", "selesaikan": "settle", "buka": "reopen"}


@blueprint.route("/")
def index() -> str:
    """List the cases; officers see those of their own OPD first."""
    page = cases.listed("satudata_discrepancy_list", "kind", "state", "dataset")
    page["kinds"] = {name: tk._(module.TITLE) for name, module in kinds.UNITS.items()}
    page["states"] = {name: tk._(label) for name, label in shown.STATES.items()}
    return tk.render("satudata/discrepancies.html", page)


@blueprint.route("/<id>")
def read(id: str) -> str:
    """Show one discrepancy, both sources side by side."""
    return _page(id, {}, {})


@blueprint.route("/<id>/<any(jelaskan,selesaikan,buka):verb>", methods=["POST"])
def decide(id: str, verb: str) -> Any:
    """Explain, settle or open again; the page with what is wrong where the reason is too short."""
    return cases.decided(
        f"satudata_discrepancy_{ACTIONS[verb]}",
        {"id": id},
        "satudata_discrepancy.read",
        lambda errors, data: _page(id, {verb: errors}, data),
    )


def _page(identifier: str, errors: dict[str, Any], data: dict[str, Any]) -> str:
    case = cases.shown("satudata_discrepancy_show", {"id": identifier})
    offices = {side["organization_name"] for side in case["sides"]}
    explains = bool(offices & set(visitor.editable_offices().values()))
    settled, walidata = case["state"] == model.SETTLED, visitor.is_walidata()
    may = {
        "explain": explains and not settled,
        "settle": walidata and not settled,
        "reopen": walidata and case["state"] != model.OPEN,
    }
    return tk.render("satudata/discrepancy.html", {"found": case, "may": may, "errors": errors, "data": data})
