"""Outlets speak of a check or an approval only where the record of a release says who decided, about these files."""

import json

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.clock import today
from ckanext.satudata.gate.approvals import approvals
from ckanext.satudata.publishing import datastore
from ckanext.satudata.review import model as records
from factories_satudata import Organization, dataset_dict
from review.conftest import NEW, OLD, Office, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
BADGE = "Sudah diperiksa"


def statements(app, package_id):
    """Return what data.json, the API and the page say of a dataset: (status, status, whether the badge is there)."""
    [feed] = json.loads(app.get("/data.json").get_data())["dataset"]
    shown = app.get(f"/api/3/action/package_show?id={package_id}").json["result"]
    extra = next(row["value"] for row in shown["extras"] if row["key"] == "publishing_status")
    return feed["publishing_status"], extra, BADGE in app.get(f"/dataset/{package_id}").get_data(as_text=True)


def test_what_the_walidata_released_is_checked_with_office_and_date(office, app):
    """All outlets tell the same; a newer edition that only waits changes nothing of it."""
    package_id = office.public()
    office.replace(package_id)
    assert statements(app, package_id) == ("approved", "approved", True)
    approval = approvals([package_id])[package_id]
    assert (approval.office, approval.is_checked) == (office.walidata_office["title"], True)
    assert office.walidata_office["title"] in app.get(f"/dataset/{package_id}").get_data(as_text=True)


def test_what_the_operator_put_in_is_checked_by_nobody(office, app):
    """Nor does it become so when the walidata mends a word; when he brings other figures himself, it does."""
    context = {"ignore_auth": True, "user": helpers.call_action("get_site_user")["name"]}
    created = helpers.call_action("package_create", context, **dataset_dict(owner_org=office.office["id"]))
    file = {"package_id": created["id"], "upload": upload(OLD), "name": "Penduduk"}
    helpers.call_action("resource_create", context, **file)
    office.do(office.walidata, "package_patch", id=created["id"], notes="Kata lain.")
    assert statements(app, created["id"]) == ("", "", False)
    # nor when he releases the words of an officer: the figures beside them were not handed over
    office.do(office.officer, "package_patch", id=created["id"], notes="Kata petugas.")
    office.release(office.waiting(created["id"]))
    assert statements(app, created["id"]) == ("", "", False)
    office.replace(created["id"], NEW, office.walidata)
    assert statements(app, created["id"]) == ("approved", "approved", True)


def test_what_a_leave_lets_through_is_approved_but_not_looked_at(office, app):
    """The walidata has decided beforehand; the badge of a check is not shown for it."""
    package_id = office.public()
    leave = {"until": today().isoformat(), "reason": "Data harian yang sama setiap hari."}
    office.do(office.walidata, "satudata_grant_create", package=package_id, **leave)
    office.replace(package_id)
    assert office.content(package_id) == NEW
    assert statements(app, package_id) == ("approved", "approved", False)


def test_what_passed_the_automatic_check_alone_is_not_approved(office, app, monkeypatch, ckan_config):
    """A district that looks afterwards says nothing of a check until then."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.review", "after")
    package_id = office.draft()
    office.do(office.officer, "package_patch", id=package_id, state="active")
    assert statements(app, package_id) == ("", "", False)


def test_a_vertical_agency_speaks_for_itself(office):
    """Its own office is named, not the walidata's."""
    agency = Organization(jenis_organisasi="instansi_vertikal", peran="pembina")
    person = Office._member(agency, "editor")
    created = office.do(person, "package_create", **dataset_dict(owner_org=agency["id"], name="kda"))
    assert approvals([created["id"]])[created["id"]].office == agency["title"]


def test_what_the_portal_notes_of_a_table_releases_nothing(office):
    """The load of a released table stays by the walidata's release; words that the operator changes are one of his."""
    package_id = office.public()
    resource = office.do("", "package_show", id=package_id)["resources"][0]
    model.Session.remove()
    datastore.load(resource["id"])
    assert office.do("", "package_show", id=package_id)["resources"][0]["datastore_active"]
    assert [record.authority for record in records.releases(package_id)] == ["walidata"]
    site = helpers.call_action("get_site_user")["name"]
    helpers.call_action("package_patch", {"ignore_auth": True, "user": site}, id=package_id, notes="Kata pengelola.")
    assert [record.authority for record in records.releases(package_id)] == ["site", "walidata"]
