"""The pages /satudata/panen: sources, runs, preview, and the form of sources made in the web."""

from __future__ import annotations

from typing import Any

import yaml
from ckan import model as ckan_model
from ckan.lib.munge import munge_title_to_name
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import BrokenAgency, HarvestError
from ckanext.satudata.harvest import auth, definition, due, foresight, jobs, lock, model, readers, sources
from ckanext.satudata.harvest.model import Record, Run, Source
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
    found = [_overview(source) for source in auth.visible(visitor.name(), sources.every())]
    found.sort(key=lambda each: (not each["problem"], each["title"]))
    return tk.render("satudata/harvest.html", {"sources": found, "faults": faults})


@blueprint.route("/<name>")
def read(name: str) -> str:
    """Show one source: where it reads, its runs, its records with problems."""
    source = _find(name)
    runs = model.runs(source, RUNS)
    bad = ckan_model.Session.query(Record).filter(
        Record.source_id == source.id, Record.outcome.in_((model.FAILED, model.QUARANTINED))
    )
    data = {
        "source": source,
        "overview": _overview(source),
        "runs": runs,
        "bad": bad.order_by(Record.identifier).limit(SHOWN).all(),
        "yaml": _as_yaml(source.definition),
        "waiting": runs[0] if runs and runs[0].state == model.WAITING else None,
    }
    return tk.render("satudata/harvest_source.html", data)


@blueprint.route("/<name>/jalan/<run_id>")
def run(name: str, run_id: str) -> str:
    """Show one run: its log, and each record that it did not leave as it was."""
    source = _find(name)
    found = ckan_model.Session.query(Run).filter_by(id=run_id, source_id=source.id).first()
    if found is None:
        return tk.abort(404, tk._("There is no such run."))
    changes = ckan_model.Session.query(model.Change).filter_by(run_id=run_id).order_by(model.Change.identifier)
    data = {"source": source, "run": found, "changes": changes.limit(SHOWN).all(), "overview": _overview(source)}
    return tk.render("satudata/harvest_run.html", {**data, "more": changes.count() - SHOWN})


@blueprint.route("/<name>/pratinjau")
def preview(name: str) -> str:
    """Show what a run would do now; nothing is written."""
    source = _find(name)
    data: dict[str, Any] = {"source": source, "overview": _overview(source), "foreseen": [], "notes": []}
    try:
        data["foreseen"], data["notes"] = foresight.preview(source, sources.agency_of(source))
    except HarvestError as error:
        data["error"] = str(error)
    return tk.render("satudata/harvest_preview.html", data)


@blueprint.route("/<name>/jalankan", methods=["POST"])
def start(name: str) -> Any:
    """Put a run on the queue; with `setuju` it may remove what is gone."""
    source = _find(name)
    _require("satudata_harvest_run")
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
    source = _find(name)
    _require("satudata_harvest_edit")
    if source.file:
        return tk.abort(403, tk._("This source belongs to the file {0}. Change it there.").format(source.file))
    source.active = not source.active
    ckan_model.Session.commit()
    return tk.redirect_to("satudata_harvest.read", name=name)


@blueprint.route("/-/baru", methods=["GET", "POST"])
def new() -> Any:
    """Make a source in the web form."""
    _require("satudata_harvest_edit")
    return _form("", tk.request.form.get("isi", EXAMPLE))


@blueprint.route("/<name>/ubah", methods=["GET", "POST"])
def edit(name: str) -> Any:
    """Change a source of the web form; one of a file is shown and cannot be changed."""
    source = _find(name)
    _require("satudata_harvest_edit")
    return _form(name, tk.request.form.get("isi") or _as_yaml(source.definition), source)


EXAMPLE = """\
title: Dinas Contoh, aplikasi layanan
organization: dinas-contoh
contact: {unit: Bidang Data, email: data@contoh.go.id}
schedule: "0 6 * * *"
access:
  method: json_rest
  url: https://aplikasi.contoh.go.id/api/dataset
  data: data
  identifier: id
map:
  title: judul
  notes: deskripsi
fixed:
  urusan: "2.16"
"""


def _form(name: str, text: str, source: Source | None = None) -> Any:
    data: dict[str, Any] = {"name": name, "text": text, "source": source, "methods": readers.names(), "errors": []}
    if tk.request.method == "POST":
        try:
            declared = yaml.safe_load(text)
            made = sources.save(name or munge_title_to_name(str(declared["title"])), declared)
        except yaml.YAMLError as error:
            data["errors"] = [tk._("This is no YAML: {0}").format(error)]
        except (TypeError, KeyError):
            data["errors"] = [tk._("Write at least a title.")]
        except BrokenAgency as error:
            data["errors"] = str(error).split("\n")
        else:
            return tk.redirect_to("satudata_harvest.read", name=made.name)
    return tk.render("satudata/harvest_form.html", data)


def _overview(source: Source) -> dict[str, Any]:
    """Return what an officer wants to know of a source at a glance."""
    agency = definition.Agency(source.name, source.definition)
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


def _find(name: str) -> Source:
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


def _require(permission: str) -> None:
    try:
        tk.check_access(permission, {"user": visitor.name()}, {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only the walidata and the portal's administrators may do this."))


def _as_yaml(declared: Any) -> str:
    return yaml.safe_dump(declared, allow_unicode=True, sort_keys=False, width=100)
