"""The pages /satudata/panen: sources, runs and preview; the form of sources made in the web is in `editing`."""

from __future__ import annotations

from typing import Any

import yaml
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import BrokenAgency, HarvestError
from ckanext.satudata.harvest import auth, due, foresight, jobs, lock, model, sources
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import Record, Run, Source
from ckanext.satudata.web import credentials
from flask import Blueprint

RUNS = 30
SHOWN = 200
blueprint = Blueprint("satudata_harvest", __name__, url_prefix="/satudata/panen")


@blueprint.before_request
def only_officers() -> Any:
    """Turn visitors away who may see no source at all."""
    try:
        tk.check_access("satudata_harvest_show", {"user": visitor.name()}, {})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Log in as an officer of this OPD or as walidata."))


@blueprint.route("/")
def index() -> str:
    """Show each source with its last run in one line."""
    faults = sources.sync()
    overviews = [overview(source) for source in auth.visible(visitor.name(), sources.every())]
    overviews.sort(key=lambda source_overview: (not source_overview["problem"], source_overview["title"]))
    return tk.render("satudata/harvest.html", {"sources": overviews, "faults": faults})


@blueprint.route("/<name>")
def read(name: str) -> str:
    """Show one source: where it reads, its runs, its records with problems."""
    source = find(name)
    runs = model.runs(source, RUNS)
    bad = ckan_model.Session.query(Record).filter(
        Record.source_id == source.id,
        Record.outcome.in_((model.FAILED, model.QUARANTINED)),
        # what an earlier run could not read and this one did not find any more is no problem any more
        Record.run_id == (runs[0].id if runs else None),
    )
    data = {
        "source": source,
        "overview": overview(source),
        "runs": runs,
        "bad": bad.order_by(Record.identifier).limit(SHOWN).all(),
        "yaml": as_yaml(credentials.cover_in(source.definition)),
        "waiting": runs[0] if runs and runs[0].state == model.WAITING else None,
    }
    return tk.render("satudata/harvest_source.html", data)


@blueprint.route("/<name>/jalan/<run_id>")
def run(name: str, run_id: str) -> str:
    """Show one run: its log, and each record that it did not leave as it was."""
    source = find(name)
    chosen_run = ckan_model.Session.query(Run).filter_by(id=run_id, source_id=source.id).first()
    if chosen_run is None:
        return tk.abort(404, tk._("There is no such run."))
    changes = ckan_model.Session.query(model.Change).filter_by(run_id=run_id).order_by(model.Change.identifier)
    data = {"source": source, "run": chosen_run, "changes": changes.limit(SHOWN).all(), "overview": overview(source)}
    return tk.render("satudata/harvest_run.html", {**data, "more": changes.count() - SHOWN})


@blueprint.route("/<name>/pratinjau")
def preview(name: str) -> str:
    """Show what a run would do now; nothing is written."""
    source = find(name)
    data: dict[str, Any] = {"source": source, "overview": overview(source), "foreseen": [], "notes": []}
    try:
        data["foreseen"], data["notes"] = foresight.preview(source, sources.agency_of(source))
    except HarvestError as error:
        data["error"] = str(error)
    return tk.render("satudata/harvest_preview.html", data)


@blueprint.route("/<name>/jalankan", methods=["POST"])
def start(name: str) -> Any:
    """Put a run on the queue; with `setuju` it may remove what is gone."""
    source = find(name)
    require("satudata_harvest_run")
    form = tk.request.form
    try:
        jobs.enqueue(source, full="penuh" in form, approved="setuju" in form)
    except HarvestError as error:
        tk.h.flash_error(str(error))
    else:
        tk.h.flash_success(tk._("The run has been queued. Its result appears here when it has ended."))
    return tk.redirect_to("satudata_harvest.read", name=name)


@blueprint.route("/<name>/aktif", methods=["POST"])
def switch(name: str) -> Any:
    """Switch a source of the web form off or on."""
    source = find(name)
    require("satudata_harvest_edit")
    if source.file:
        return tk.abort(403, tk._("This source belongs to the file {0}. Change it there.").format(source.file))
    source.active = not source.active
    ckan_model.Session.commit()
    return tk.redirect_to("satudata_harvest.read", name=name)


@blueprint.route("/<name>/hapus", methods=["POST"])
def remove(name: str) -> Any:
    """Delete a source of the web form with its history; its datasets stay."""
    source = find(name)
    require("satudata_harvest_edit")
    try:
        sources.remove(source)
    except HarvestError as error:
        tk.h.flash_error(str(error))
        return tk.redirect_to("satudata_harvest.read", name=name)
    tk.h.flash_success(tk._("The source has been deleted. Its datasets stay, and are harvested no more."))
    return tk.redirect_to("satudata_harvest.index")


def overview(source: Source) -> dict[str, Any]:
    """Return what an officer wants to know of a source at a glance."""
    agency = Agency(source.name, source.definition, trusted=bool(source.file))
    last = model.last_run(source)
    organization = ckan_model.Group.get(agency.organization)
    running = last is not None and last.state == model.RUNNING and not lock.is_free(source.id)
    return {
        "name": source.name,
        "title": agency.title,
        "organization": organization.title if organization else agency.organization,
        "method": agency.method,
        "file": source.file,
        "active": source.active,
        "last": last,
        "running": running,
        "next": due.following(agency) if source.active else None,
        "datasets": _number(source, model.CURRENT),
        "bad": model.bad_records(last)[:3] if last else [],
        "problem": source.failing_since is not None,
    }


def _number(source: Source, state: str) -> int:
    query = ckan_model.Session.query(Record).filter_by(source_id=source.id, state=state)
    return query.filter(Record.hash.isnot(None)).count()


def find(name: str) -> Source:
    """Return a source that the visitor may see; abort the request with 403 or 404."""
    try:
        source = sources.find(name)
        tk.check_access(
            "satudata_harvest_show", {"user": visitor.name()}, {"organization": source.definition["organization"]}
        )
    except BrokenAgency:
        return tk.abort(404, tk._("There is no such source."))
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Log in as an officer of this OPD or as walidata."))
    return source


def require(permission: str) -> None:
    """Abort the request with 403 where the visitor lacks a permission."""
    try:
        tk.check_access(permission, {"user": visitor.name()}, {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only the walidata and the portal's administrators may do this."))


def as_yaml(declared: Any) -> str:
    """Return a definition as people write it."""
    return yaml.safe_dump(declared, allow_unicode=True, sort_keys=False, width=100)
