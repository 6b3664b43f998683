"""The pages /satudata/permintaan: ask for data, see what becomes of it, and, for offices, answer."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import cases, config, visitor
from ckanext.satudata.metadata import codelists
from ckanext.satudata.requests import describing, model
from flask import Blueprint, make_response

blueprint = Blueprint("satudata_data_request", __name__, url_prefix="/satudata/permintaan")

VERBS = {
    "tugaskan": "assign",
    "terbitkan": "publish",
    "perpanjang": "prolong",
    "jawab": "answer",
    "tolak": "refuse",
    "tutup": "close",
}
# a field that no person sees; programs that fill in every field give themselves away
TRAP = "situs"
# a private link stays private: no copy on the way, no trace at the next page, no search engine
# no address of these goes to another site; "no-referrer" would hide from us, too, that a form was sent from our page
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


@blueprint.route("/")
def index() -> str:
    """List the requests; officers see those of their own OPD first, the walidata those that nobody has."""
    page = cases.listed("satudata_data_request_list", "state")
    walidata = visitor.is_walidata()
    states = {name: tk._(label) for name, label in describing.STATES.items() if walidata or name != model.CLOSED}
    page["states"] = {**states, "late": tk._("late")}
    return tk.render("satudata/data_requests.html", page)


@blueprint.route("/baru", methods=["GET", "POST"])
def new() -> Any:
    """Show the form, and take what is sent; the asker is led to the private page of the request."""
    if tk.request.method == "GET":
        return _form({"dataset": tk.request.args.get("dataset", ""), "title": tk.request.args.get("judul", "")}, {})
    data = {name: value for name, value in tk.request.form.to_dict().items() if not name.startswith("_")}
    if data.pop(TRAP, ""):
        return _form(data, {"limit": [tk._("Leave the last field empty, then send again.")]}), 400
    try:
        done = tk.get_action("satudata_data_request_create")({"user": visitor.name()}, data)
    except tk.ValidationError as error:
        return _form(data, error.error_dict), 400
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    tk.h.flash_success(tk._("Your request has the number {0}. Keep the address of this page.").format(done["number"]))
    return tk.redirect_to(done["url"])


@blueprint.route("/lacak/<token>")
def track(token: str) -> Any:
    """Show a request to whoever made it; the address is the key."""
    try:
        request = tk.get_action("satudata_data_request_show")({"user": ""}, {"token": token})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    answer = make_response(tk.render("satudata/data_request.html", {"found": request, "is_asker": True, "may": {}}))
    answer.headers.update(PRIVATE)
    return answer


@blueprint.route("/<number>")
def read(number: str) -> Any:
    """Show a request: to everybody what is public, to its OPD and the walidata who asks, and what they can do."""
    return _page(number, {}, {})


@blueprint.route("/<number>/<any(tugaskan,terbitkan,perpanjang,jawab,tolak,tutup):verb>", methods=["POST"])
def decide(number: str, verb: str) -> Any:
    """Do what a form says; the page with what is wrong where something is."""
    return cases.decided(
        f"satudata_data_request_{VERBS[verb]}",
        {"number": number},
        "satudata_data_request.read",
        lambda errors, data: _page(number, {verb: errors}, data),
    )


def _page(number: str, errors: dict[str, Any], data: dict[str, Any]) -> Any:
    request = cases.shown("satudata_data_request_show", {"number": number})
    handles, is_open = "findings" in request, request["state"] in model.OPEN
    walidata = handles and visitor.is_walidata()
    may = {
        "assign": walidata and is_open,
        "publish": walidata and request["state"] != model.CLOSED,
        "close": walidata and is_open,
        "prolong": handles and is_open and not request["prolonged"] and not request["late"],
        "answer": handles and request["state"] != model.CLOSED,
    }
    page = {"found": request, "is_asker": False, "handles": handles, "may": may, "errors": errors, "data": data}
    if handles:
        page |= {"offices": _offices(), "reasons": [*codelists.load("alasan_penolakan")]}
        page["datasets"] = _datasets(request["office"])
    answer = make_response(tk.render("satudata/data_request.html", page))
    if handles:
        answer.headers.update(PRIVATE)
    return answer


def _form(data: dict[str, Any], errors: dict[str, Any]) -> str:
    regions = codelists.load("wilayah")
    page = {
        "data": data,
        "errors": errors,
        "offices": _offices(),
        "regions": [regions.codes[config.wilayah()], *regions.children(config.wilayah())],
        "days": model.DAYS,
        "more_days": model.MORE_DAYS,
        "is_walidata": visitor.is_walidata(),
        "trap": TRAP,
    }
    return tk.render("satudata/data_request_form.html", page)


def _offices() -> list[dict[str, str]]:
    """Return the offices that can answer, by title."""
    organizations = tk.get_action("organization_list")({"user": ""}, {"all_fields": True, "limit": 1000})
    return sorted(
        ({"name": organization["name"], "title": organization["title"]} for organization in organizations),
        key=lambda organization: organization["title"].casefold(),
    )


def _datasets(office: dict[str, str] | None) -> list[dict[str, str]]:
    """Return the public datasets of an OPD, which it is likely to answer with, by title."""
    if office is None:
        return []
    search = {
        "fq": f"dataset_type:dataset capacity:public organization:{office['name']}",
        "rows": 1000,
        "sort": "title_string asc",
    }
    datasets = tk.get_action("package_search")({"user": ""}, search)["results"]
    return [{"name": dataset["name"], "title": dataset["title"]} for dataset in datasets]
