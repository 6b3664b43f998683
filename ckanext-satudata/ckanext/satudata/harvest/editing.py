"""The form of a source made in the web: fields for everybody, YAML for experts; both write the same definition."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from ckan.lib.munge import munge_title_to_name
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import PLAIN, BrokenAgency, HarvestError
from ckanext.satudata.harvest import definition, foresight, form, look, readers, sources, views
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import Source
from flask import Blueprint

TESTED = 10
LOOK, TEST, SAVE, ANYWAY = "lihat", "uji", "simpan", "tetap-simpan"
SAMPLE_PREFIX = "contoh."
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
blueprint = Blueprint("satudata_harvest_form", __name__, url_prefix="/satudata/panen")


@blueprint.route("/-/baru", methods=["GET", "POST"])
def new() -> Any:
    """Choose an access method, then fill in its form; or write YAML."""
    views.require("satudata_harvest_edit")
    sent, method = tk.request.form, tk.request.args.get("cara", "")
    if "isi" in sent or method == "yaml":
        return _yaml("", sent.get("isi") or _example(tk.request.args.get("contoh", "")))
    if method not in readers.UNITS.names:
        return tk.render("satudata/harvest_methods.html", {"methods": form.methods(), "gallery": _gallery()})
    return _form("", form.blank(method))


def _gallery() -> dict[str, str]:
    """Return {name: title} of the agencies of the demonstration, whose declarations others may start from."""
    return {path.stem: str(yaml.safe_load(path.read_text(encoding="utf-8"))["title"]) for path in definition.shipped()}


def _example(name: str) -> str:
    """Return the declaration of the gallery, or a short one where it has none of that name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in definition.shipped()}
    return texts.get(name, EXAMPLE)


@blueprint.route("/<name>/ubah", methods=["GET", "POST"])
def edit(name: str) -> Any:
    """Change a source of the web form; one of a file is shown and cannot be changed."""
    source = views.find(name)
    views.require("satudata_harvest_edit")
    sent = tk.request.form
    if source.file or "isi" in sent or "yaml" in tk.request.args or not form.fits(source.definition):
        return _yaml(name, sent.get("isi") or views.as_yaml(source.definition), source)
    return _form(name, copy.deepcopy(source.definition))


def _form(name: str, before: dict[str, Any]) -> Any:
    """Show the form, look at the source, test it, or save it, as the pressed button says."""
    sent = tk.request.form
    done = sent.get("aksi", SAVE) if tk.request.method == "POST" else ""
    page: dict[str, Any] = {
        "name": name,
        "errors": [],
        "sight": None,
        "foreseen": None,
        "notes": [],
        "unreachable": "",
    }
    # what an earlier look has seen stays beside the fields
    samples = {key.removeprefix(SAMPLE_PREFIX): value for key, value in sent.items() if key.startswith(SAMPLE_PREFIX)}
    page["sight"] = look.Sight(samples, 0) if samples else None
    declared = before
    try:
        declared = form.written(sent, before) if done else before
        agency = Agency(name or _name(declared), declared, trusted=False)
        if done == LOOK:
            page["sight"] = look.at(agency)
            if "datasets" not in declared:
                declared["map"] = {**look.guess(page["sight"].samples), **declared.get("map", {})}
        elif done == TEST:
            _refuse_faults(agency)
            page["foreseen"], page["notes"] = foresight.preview(None, agency, TESTED, sample=True)
        elif done in {SAVE, ANYWAY}:
            return _saved(name, agency, anyway=done == ANYWAY)
    except _Unreachable as error:
        page["unreachable"] = str(error)
    except HarvestError as error:
        page["errors"] = str(error).split("\n")
    return tk.render("satudata/harvest_form.html", {**page, **_fields(declared)})


class _Unreachable(HarvestError):
    """A source that is to be saved does not answer now; raised by `_saved`."""


def _saved(name: str, agency: Agency, *, anyway: bool) -> Any:
    """Save and show the source; one that does not answer only when the person wants it so.

    Raises BrokenAgency for what could not run, _Unreachable.
    """
    _refuse_faults(agency)
    if not anyway:
        try:
            look.at(agency)
        except BrokenAgency:
            raise
        except HarvestError as error:
            raise _Unreachable(str(error)) from error
    made = sources.save(agency.name, dict(agency.declared), new=not name)
    tk.h.flash_success(tk._("The source has been saved. It is harvested when its time has come, or with “Run now”."))
    return tk.redirect_to("satudata_harvest.read", name=made.name)


def _refuse_faults(agency: Agency) -> None:
    faults = list(definition.faults(agency)) or list(definition.surroundings(agency))
    if faults:
        raise BrokenAgency(PLAIN, "\n".join(faults))


def _name(declared: dict[str, Any]) -> str:
    return munge_title_to_name(str(declared.get("title") or ""))[: form.LONGEST_NAME].strip("-_") or "sumber"


def _fields(declared: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows of a definition."""
    return {
        "declared": declared,
        "method_title": tk._(readers.load(declared["access"]["method"]).TITLE),
        "options": form.options(declared),
        "questions": form.questions(declared),
        "dataset": next(iter(declared.get("datasets", {})), None),
        "rows": form.rows(declared),
        "organizations": form.organizations(),
        "schedules": form.schedules(declared),
        "headers": form.as_yaml(declared["access"]["headers"]) if declared["access"].get("headers") else "",
        "separator": form.ELSE,
        "places": form.places(),
        "more": form.hidden(declared),
    }


def _yaml(name: str, text: str, source: Source | None = None) -> Any:
    data: dict[str, Any] = {"name": name, "text": text, "source": source, "methods": readers.UNITS.names, "errors": []}
    if tk.request.method == "POST":
        try:
            declared = yaml.safe_load(text)
            made = sources.save(name or _name(declared), declared, new=not name)
        except yaml.YAMLError as error:
            data["errors"] = [tk._("This is no YAML: {0}").format(error)]
        except (TypeError, KeyError, AttributeError):
            data["errors"] = [tk._("Write at least a title.")]
        except BrokenAgency as error:
            data["errors"] = str(error).split("\n")
        else:
            return tk.redirect_to("satudata_harvest.read", name=made.name)
    return tk.render("satudata/harvest_yaml.html", data)
