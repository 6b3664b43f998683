"""The walidata's desk /satudata/tinjauan, which to an officer shows what his office has handed over."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import N_
from ckanext.satudata.review import continuing, describing, model, pembina
from flask import Blueprint

blueprint = Blueprint("satudata_review", __name__, url_prefix="/satudata/tinjauan")

PAGE = 50
VERBS = {
    "rilis": "satudata_submission_release",
    "kembalikan": "satudata_submission_return",
    "tandatangan": "satudata_submission_sign",
    "keberatan": "satudata_submission_object",
    "batal": "satudata_submission_drop",
    "alasan": "satudata_submission_explain",
}
DONE = {
    "rilis": N_("Released: everybody can see it now."),
    "kembalikan": N_("Returned to the office, with your reasons."),
    "tandatangan": N_("Signed: everybody can see it now."),
    "keberatan": N_("Returned to the walidata, with your reasons."),
    "batal": N_("Taken back. What is public stays as it is."),
    "alasan": N_("Saved."),
}
# what is not public by a release yet
RELEASES = ("rilis", "tandatangan")
LATER = {
    model.SIGNING: N_("Checked. It is public once its pembina has signed."),
    model.WAITING: N_("It will be public at the moment that was chosen."),
}


@blueprint.route("/")
def index() -> Any:
    """List what waits."""
    if not visitor.name():
        return tk.redirect_to("user.login", came_from=tk.url_for("satudata_review.index"))
    names = ("state", "organization", "priority", "clean")
    asked = {name: tk.request.args.get(name, "") for name in names}
    if visitor.is_walidata():
        asked["state"] = tk.request.args.get("state", model.WAITING)
    elif pembina.signs_for(visitor.name()):
        asked["state"] = tk.request.args.get("state", model.SIGNING)
    page = max(tk.request.args.get("page", 1, type=int), 1)
    question = {name: value for name, value in asked.items() if value}
    question |= {"limit": PAGE, "offset": (page - 1) * PAGE}
    found = tk.get_action("satudata_submission_list")(_context(), question)
    shown = {
        "found": found,
        "asked": asked,
        "page": page,
        "pages": -(-found["count"] // PAGE),
        "states": {name: tk._(label) for name, label in describing.STATES.items()},
        "is_walidata": visitor.is_walidata(),
    }
    return tk.render("satudata/submissions.html", shown)


@blueprint.route("/rilis", methods=["POST"])
def release_many() -> Any:
    """Release those that were ticked, each as the version that the list showed; say which could not be."""
    released, failed = 0, []
    for chosen in tk.request.form.getlist("pilih"):
        submission_id, _colon, version = chosen.partition(":")
        try:
            tk.get_action("satudata_submission_release")(_context(), {"id": submission_id, "version": version})
            released += 1
        except tk.NotAuthorized as error:
            return tk.abort(403, str(error))
        except (tk.ValidationError, tk.ObjectNotFound) as error:
            failed.append(_words(error))
    if released:
        text = tk.ungettext("{0} dataset was released.", "{0} datasets were released.", released)
        tk.h.flash_success(text.format(released))
    for text in sorted(set(failed)):
        tk.h.flash_error(text)
    return tk.redirect_to("satudata_review.index")


@blueprint.route("/<id>")
def read(id: str) -> Any:
    """Show one submission beside what is public."""
    return _page(id, {}, {})


@blueprint.route("/<id>/<any(rilis,kembalikan,tandatangan,keberatan,batal,alasan):verb>", methods=["POST"])
def decide(id: str, verb: str) -> Any:
    """Do what a form says; the page with what is wrong where something is."""
    data = {name: value for name, value in tk.request.form.to_dict().items() if not name.startswith("_")}
    try:
        done = tk.get_action(VERBS[verb])(_context(), {**data, "id": id})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return _page(id, {verb: error.error_dict}, data), 400
    tk.h.flash_success(tk._(LATER.get(done["state"], DONE[verb]) if verb in RELEASES else DONE[verb]))
    return tk.redirect_to("satudata_review.read", id=id)


@blueprint.before_app_request
def lead_to_submission() -> Any:
    """Lead from the page of a file that only waits, of which CKAN knows nothing, to what waits."""
    if tk.request.endpoint != "dataset_resource.read" or not visitor.name():
        return None
    resource_id = str((tk.request.view_args or {}).get("resource_id") or "")
    if "\0" in resource_id:
        return None
    if ckan_model.Resource.get(resource_id) is not None:
        return None
    submission = continuing.find_submission_with(resource_id)
    return tk.redirect_to("satudata_review.read", id=submission.id) if submission else None


@blueprint.route("/tarik/<id>", methods=["POST"])
def withdraw(id: str) -> Any:
    """Withdraw a dataset."""
    return _of_dataset("satudata_dataset_withdraw", {"id": id, "reason": tk.request.form.get("alasan", "")})


@blueprint.route("/pulihkan/<id>", methods=["POST"])
def restore(id: str) -> Any:
    """Bring a withdrawn dataset back."""
    return _of_dataset("satudata_dataset_restore", {"id": id})


def _of_dataset(action: str, data: dict[str, Any]) -> Any:
    try:
        tk.get_action(action)(_context(), data)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error(_words(error))
    else:
        tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("dataset.read", id=data["id"])


def _page(identifier: str, errors: dict[str, Any], data: dict[str, Any]) -> str:
    try:
        found = tk.get_action("satudata_submission_show")(_context(), {"id": identifier})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such submission."))
    walidata, is_open = visitor.is_walidata(), found["state"] in model.OPEN
    is_own = found["organization"]["id"] in visitor.editable_offices()
    may = {
        "release": walidata and found["state"] == model.WAITING,
        "drop": is_open and is_own and not walidata and found["kind"] != describing.NEW,
        "explain": is_open and is_own and not walidata and found["kind"] == describing.EDITION,
        "edit": is_open and (walidata or is_own),
        "sign": found["state"] == model.SIGNING and found["pembina"]["id"] in pembina.signs_for(visitor.name()),
    }
    return tk.render("satudata/submission.html", {"found": found, "may": may, "errors": errors, "data": data})


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}


def _words(error: Exception) -> str:
    if isinstance(error, tk.ValidationError):
        texts = [text for texts in error.error_dict.values() if isinstance(texts, list) for text in texts]
        return " ".join(str(text) for text in texts)
    return str(error)
