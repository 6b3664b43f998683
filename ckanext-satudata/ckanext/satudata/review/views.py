"""The walidata's desk /satudata/tinjauan, which to an officer shows what his office has handed over."""

from __future__ import annotations

import logging
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import N_
from ckanext.satudata.review import (
    authority,
    bulk,
    continuing,
    describing,
    machine,
    model,
    pembina,
    previews,
    queue,
    refused,
    rounds,
    sending,
    stages,
)
from ckanext.satudata.review.asking import describe_error
from ckanext.satudata.validation import model as checks
from ckanext.satudata.validation import pages as report_pages
from flask import Blueprint

log = logging.getLogger(__name__)

blueprint = Blueprint("satudata_review", __name__, url_prefix="/satudata/tinjauan")

PAGE = 50
VERBS = {
    "rilis": "satudata_submission_release",
    "kembalikan": "satudata_submission_return",
    "tandatangan": "satudata_submission_sign",
    "keberatan": "satudata_submission_object",
    "batal": "satudata_submission_drop",
    "alasan": "satudata_submission_explain",
    "jawab": "satudata_submission_answer",
    "kirim": "satudata_draft_publish",
}
DONE = {
    "rilis": N_("Released: everybody can see it now."),
    "kembalikan": N_("Returned to the office, with your reasons."),
    "tandatangan": N_("Signed: everybody can see it now."),
    "keberatan": N_("Returned to the walidata, with your reasons."),
    "batal": N_("Taken back. What is public stays as it is."),
    "alasan": N_("Saved."),
    "jawab": N_("Your answers are kept; the walidata reads them beside the reasons."),
    "kirim": N_("The file was taken in."),
}
# what is not public by a release yet
RELEASES = ("rilis", "tandatangan")
RETURNS = ("kembalikan", "keberatan")
# kinds that are deleted by another button than what is taken back
DRAFTS = (describing.NEW, describing.FILE)
LATER = {
    model.SIGNING: N_("Checked. It is public once its pembina has signed."),
    model.WAITING: N_("It will be public at the moment that was chosen."),
}


@blueprint.route("/")
def index() -> Any:
    """List what waits."""
    if not visitor.name():
        return tk.redirect_to("user.login", came_from=tk.url_for("satudata_review.index", **_filters()))
    filters = _filters()
    page = max(tk.request.args.get("page", 1, type=int), 1)
    if filters.get("state") in stages.LABELS:
        return _stage(filters, page)
    question: dict[str, Any] = {name: value for name, value in filters.items() if value}
    question |= {"limit": PAGE, "offset": (page - 1) * PAGE}
    listed = tk.get_action("satudata_submission_list")(_context(), question)
    counts = queue.counts_by_office(visitor.name(), filters.get("state", ""))
    running = bulk.find_running(authority.user_id(_context())) if visitor.is_walidata() else None
    shown = {
        "listed": listed,
        "filters": filters,
        "page": page,
        "pages": -(-listed["count"] // PAGE),
        "states": _states(),
        "stages": stages.counts(visitor.name(), filters.get("organization") or ""),
        "offices": [
            (office.name, office.title or office.name, counts[office.id])
            for office in sorted(queue.offices(counts).values(), key=lambda office: office.title or office.name)
        ],
        "is_walidata": visitor.is_walidata(),
        "bulk": running.id if running else "",
        "kinds": machine.kinds(),
        "ages": queue.AGES,
    }
    return tk.render("satudata/submissions.html", shown)


def _stage(filters: dict[str, str], page: int) -> str:
    """Show what comes before submissions, or after them."""
    stage, organization = filters["state"], filters.get("organization") or ""
    count, rows = stages.rows(stage, visitor.name(), organization, PAGE, (page - 1) * PAGE)
    shown = {"stage": stage, "count": count, "rows": rows, "filters": filters, "page": page}
    counts = stages.counts(visitor.name(), organization)
    shown |= {"pages": -(-count // PAGE), "states": _states(), "stages": counts, "is_walidata": visitor.is_walidata()}
    return tk.render("satudata/desk_stage.html", shown)


def _states() -> dict[str, str]:
    """Return the states of the desk in the order in which data go through them, with their words."""
    first = {stages.PLANNED: stages.LABELS[stages.PLANNED]}
    last = {stages.WITHDRAWN: stages.LABELS[stages.WITHDRAWN]}
    return {name: tk._(label) for name, label in {**first, **describing.STATES, **last}.items()}


@blueprint.route("/<id>")
def read(id: str) -> Any:
    """Show one submission beside what is public."""
    return _page(id, {}, {})


@blueprint.route("/dataset/<id>")
def of_dataset(id: str) -> Any:
    """Lead to what waits of a dataset."""
    package = ckan_model.Package.get(id)
    submission = model.find_open(package.id) if package else None
    # whoever may not see it learns no more of it than that there is none
    if submission is None or not _may_see(submission.id):
        return tk.abort(404, tk._("There is no such submission."))
    return tk.redirect_to("satudata_review.read", id=submission.id)


@blueprint.route("/<id>/tabel/<resource_id>")
def table(id: str, resource_id: str) -> Any:
    """Show a table as it would be, in pages."""
    submission = _shown(id)
    resource = next((row for row in submission["dataset"]["resources"] if row["id"] == resource_id), None)
    if resource is None or not previews.is_table(resource):
        return tk.abort(404, tk._("There is no such table."))
    number = max(tk.request.args.get("page", 1, type=int), 1)
    try:
        page = previews.page(resource, number)
    except Exception:
        log.exception("resource %s: its table could not be shown", resource_id)
        tk.h.flash_error(tk._("The file of this table cannot be read any more."))
        return tk.redirect_to("satudata_review.read", id=id, **_filters())
    shown = {"submission": submission, "resource": resource, "table": page, "page": number}
    shown |= {"pages": -(-page.count // previews.PAGE_ROWS), "filters": _filters()}
    return tk.render("satudata/submission_table.html", shown)


@blueprint.route("/<id>/<any(rilis,kembalikan,tandatangan,keberatan,batal,alasan,jawab,kirim):verb>", methods=["POST"])
def decide(id: str, verb: str) -> Any:
    """Do what a form says; the page with what is wrong where something is."""
    data = {name: value for name, value in tk.request.form.to_dict().items() if not name.startswith("_")}
    if verb in RETURNS:
        data["reasons"] = _reasons()
    elif verb == "rilis":
        data["principles"] = tk.request.form.getlist("principles")
    elif verb == "jawab":
        data["answers"] = tk.request.form.getlist("answers")
    try:
        done = tk.get_action(VERBS[verb])(_context(), {**data, "id": id})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return _page(id, {verb: error.error_dict}, data), 400
    tk.h.flash_success(tk._(LATER.get(done["state"], DONE[verb]) if verb in RELEASES else DONE[verb]))
    if verb == "kirim":
        return tk.redirect_to("dataset.read", id=done["package_id"])
    return tk.redirect_to("satudata_review.read", id=id, **_filters())


@blueprint.before_app_request
def lead_to_submission() -> Any:
    """Lead from the page of a file that only waits, of which CKAN knows nothing, to what waits; so from a report."""
    if tk.request.endpoint == "satudata_report.read":
        return refused.lead_to_submission()
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
        tk.h.flash_error(describe_error(error))
    else:
        tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("dataset.read", id=data["id"])


def _filters() -> dict[str, str]:
    """Return the filters of the address; where it says nothing, what waits for whoever looks."""
    sent = {name: tk.request.args.get(name, "") for name in queue.FILTERS if name in tk.request.args}
    # "" is a state, too: all that is open
    filters = {name: value for name, value in sent.items() if value or name == "state"}
    if "state" not in filters and visitor.is_walidata():
        filters["state"] = model.WAITING
    elif "state" not in filters and pembina.signs_for(visitor.name()):
        filters["state"] = model.SIGNING
    return filters


def _reasons() -> list[dict[str, str]]:
    """Return the reasons of a form: one fieldset each; `place` is "field:NAME" or "column:ID OF THE FILE:NAME"."""
    names = ("code", "place", "cell", "text")
    listed = []
    for code, place, cell, text in zip(*(tk.request.form.getlist(name) for name in names), strict=False):
        kind, _colon, rest = place.partition(":")
        reason = {"code": code, "cell": cell, "text": text}
        if kind == "field":
            reason["field"] = rest
        elif kind == "column":
            reason["table"], _colon, reason["column"] = rest.partition(":")
        listed.append(reason)
    return listed


def _may_see(submission_id: str) -> bool:
    try:
        return bool(tk.check_access("satudata_submission_show", _context(), {"id": submission_id}))
    except tk.NotAuthorized:
        return False


def _shown(identifier: str) -> dict[str, Any]:
    """Return a submission for a page; the page is not there for who may not see it."""
    try:
        return tk.get_action("satudata_submission_show")(_context(), {"id": identifier})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such submission."))


def _page(identifier: str, errors: dict[str, Any], data: dict[str, Any]) -> str:
    submission = _shown(identifier)
    walidata, is_open = visitor.is_walidata(), submission["state"] in model.UNSETTLED
    is_of_office = submission["organization"]["id"] in visitor.editable_offices()
    is_file = submission["kind"] == describing.FILE
    may = {
        "release": walidata and submission["state"] == model.WAITING,
        "drop": is_open and is_of_office and not walidata and submission["kind"] not in DRAFTS,
        "explain": is_open and is_of_office and not walidata and submission["kind"] == describing.EDITION,
        "edit": is_open and (walidata or is_of_office),
        "answer": is_of_office and not walidata and submission["state"] in rounds.ANSWERABLE,
        "sign": submission["state"] == model.SIGNING
        and submission["pembina"]["id"] in pembina.signs_for(visitor.name()),
    }
    shown = {
        "submission": submission,
        "may": may,
        "errors": errors,
        "data": data,
        "filters": _filters(),
        "place": queue.find_place(visitor.name(), _filters(), identifier),
        "fields": rounds.field_labels() if may["release"] or may["sign"] else {},
    }
    check = checks.get(submission["check"]) if is_file else None
    if check is not None:
        shown |= {**report_pages.shown(check), **sending.choices(check)}
    return tk.render("satudata/submission.html", shown)


def _context() -> dict[str, Any]:
    return {"user": visitor.name()}
