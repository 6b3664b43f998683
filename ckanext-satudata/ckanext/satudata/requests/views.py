"""The pages /satudata/permintaan: ask for data, see what becomes of it, and, for offices, answer."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.requests import actions, model
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
MINE = "saya"
# a field that no person sees; programs that fill in every field give themselves away
TRAP = "situs"
# a private link stays private: no copy on the way, no trace at the next page, no search engine
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@blueprint.route("/")
def index() -> str:
    """List the requests; officers see those of their own OPD first, the walidata those that nobody has."""
    user = _user()
    own, walidata = organizations.own(user), bool(user) and organizations.is_walidata(user)
    asked = {name: tk.request.args.get(name, "") for name in ("state", "organization")}
    if own and not walidata and "organization" not in tk.request.args:
        asked["organization"] = MINE
    page = max(tk.request.args.get("page", 1, type=int), 1)
    question: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if asked["organization"] == MINE:
        question["organization"] = [*own]
    question |= {"limit": actions.PAGE, "offset": (page - 1) * actions.PAGE}
    try:
        found = tk.get_action("satudata_data_request_list")({"user": user}, question)
    except tk.ValidationError as error:
        return tk.abort(400, _reasons(error))
    states = {name: tk._(label) for name, label in actions.STATES.items() if walidata or name != model.CLOSED}
    data = {
        "found": found,
        "asked": asked,
        "states": {**states, "late": tk._("late")},
        "own": own,
        "page": page,
        "pages": -(-found["count"] // actions.PAGE),
    }
    return tk.render("satudata/data_requests.html", data)


@blueprint.route("/baru", methods=["GET", "POST"])
def new() -> Any:
    """Show the form, and take what is sent; the asker is led to the private page of the request."""
    if tk.request.method == "GET":
        return _form({"dataset": tk.request.args.get("dataset", ""), "title": tk.request.args.get("judul", "")}, {})
    data = {name: value for name, value in tk.request.form.to_dict().items() if not name.startswith("_")}
    if data.pop(TRAP, ""):
        return _form(data, {"limit": [tk._("Leave the last field empty, then send again.")]}), 400
    try:
        done = tk.get_action("satudata_data_request_create")({"user": _user()}, data)
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
        found = tk.get_action("satudata_data_request_show")({"user": ""}, {"token": token})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    answer = make_response(tk.render("satudata/data_request.html", {"found": found, "is_asker": True, "may": {}}))
    answer.headers.update(PRIVATE)
    return answer


@blueprint.route("/<number>")
def read(number: str) -> Any:
    """Show a request: to everybody what is public, to its OPD and the walidata who asks, and what they can do."""
    return _page(number, {}, {})


@blueprint.route("/<number>/<any(tugaskan,terbitkan,perpanjang,jawab,tolak,tutup):verb>", methods=["POST"])
def decide(number: str, verb: str) -> Any:
    """Do what a form says; the page with what is wrong where something is."""
    data = {**tk.request.form.to_dict(), "number": number}
    try:
        tk.get_action(f"satudata_data_request_{VERBS[verb]}")({"user": _user()}, data)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return _page(number, {verb: error.error_dict}, data), 400
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("satudata_data_request.read", number=number)


def _page(number: str, errors: dict[str, Any], data: dict[str, Any]) -> Any:
    try:
        found = tk.get_action("satudata_data_request_show")({"user": _user()}, {"number": number})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    handles, is_open = "findings" in found, found["state"] in model.OPEN
    walidata = handles and organizations.is_walidata(_user())
    may = {
        "assign": walidata and is_open,
        "publish": walidata and found["state"] != model.CLOSED,
        "close": walidata and is_open,
        "prolong": handles and is_open and not found["prolonged"] and not found["late"],
        "answer": handles and found["state"] != model.CLOSED,
    }
    page = {"found": found, "is_asker": False, "handles": handles, "may": may, "errors": errors, "data": data}
    if handles:
        page |= {"offices": _offices(), "reasons": [*codelists.load("alasan_penolakan")]}
        page["datasets"] = _datasets(found["office"])
    answer = make_response(tk.render("satudata/data_request.html", page))
    if handles:
        answer.headers.update(PRIVATE)
    return answer


def _form(data: dict[str, Any], errors: dict[str, Any]) -> str:
    user = _user()
    regions = codelists.load("wilayah")
    page = {
        "data": data,
        "errors": errors,
        "offices": _offices(),
        "regions": [regions.codes[config.wilayah()], *regions.children(config.wilayah())],
        "days": model.DAYS,
        "more_days": model.MORE_DAYS,
        "is_walidata": bool(user) and organizations.is_walidata(user),
        "trap": TRAP,
    }
    return tk.render("satudata/data_request_form.html", page)


def _offices() -> list[dict[str, str]]:
    """Return the offices that can answer, by title."""
    found = tk.get_action("organization_list")({"user": ""}, {"all_fields": True, "limit": 1000})
    return sorted(
        ({"name": each["name"], "title": each["title"]} for each in found), key=lambda each: each["title"].casefold()
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
    found = tk.get_action("package_search")({"user": ""}, search)["results"]
    return [{"name": each["name"], "title": each["title"]} for each in found]


def _user() -> str:
    return tk.current_user.name if tk.current_user.is_authenticated else ""


def _reasons(error: Any) -> str:
    return " ".join(text for texts in error.error_dict.values() for text in texts)
