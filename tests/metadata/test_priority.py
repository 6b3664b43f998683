"""Only the walidata marks Data Prioritas, whichever way a dataset is written."""

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import Organization, dataset_dict

pytestmark = [
    pytest.mark.services,
    # no context of a request around them: the pages of two people would share one
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
]
MARK = {"data_prioritas": "true", "prioritas_tahun": "2026", "kriteria_prioritas": "Mendukung SDGs"}
FIELDS = (*MARK, "indikator_prioritas")


@pytest.fixture
def people():
    """Return an officer, a walidata, and a dataset of the officer's office."""
    officer, walidata = factories.User()["name"], factories.User()["name"]
    office = Organization(users=[{"name": officer, "capacity": "editor"}])
    Organization(peran="walidata", users=[{"name": walidata, "capacity": "admin"}])
    # as a walidata that stands above the office would by inheritance
    call = tk.get_action("organization_member_create")
    call({"ignore_auth": True}, {"id": office["id"], "username": walidata, "role": "editor"})
    made = act(officer, "package_create", **dataset_dict(owner_org=office["id"]))
    return officer, walidata, made


def act(person, action, /, **data):
    """Call an action as somebody, with every check of who may."""
    return tk.get_action(action)({"user": person, "ignore_auth": False}, data)


def refused(user, action, **data):
    """Return the fields with whose words an action refuses the data."""
    with pytest.raises(tk.ValidationError) as raised:
        act(user, action, **data)
    errors = raised.value.error_dict
    return {name for name, texts in errors.items() if any("walidata" in text for text in texts)}


def test_an_officer_is_refused_in_words(people):
    """At creation, update and patch alike, for the mark and what belongs to it; everything else may be written."""
    officer, _walidata, made = people
    new = dataset_dict(owner_org=made["owner_org"], name="baru", **MARK)
    assert refused(officer, "package_create", **new) >= {"data_prioritas"}
    assert refused(officer, "package_update", **{**made, **MARK}) >= {"data_prioritas"}
    assert refused(officer, "package_patch", id=made["id"], **MARK) >= {"data_prioritas"}
    assert act(officer, "package_patch", id=made["id"], notes="Lain.")["notes"] == "Lain."


def test_what_the_walidata_marks_an_officer_keeps(people):
    """An officer's later save neither changes nor loses the mark: not by leaving it out, nor by emptying it."""
    officer, walidata, made = people
    marked = act(walidata, "package_patch", id=made["id"], **MARK)
    assert {name: marked[name] for name in MARK} == MARK
    without = {name: value for name, value in marked.items() if name not in FIELDS}
    saved = act(officer, "package_update", **{**without, "notes": "Diubah."})
    assert {name: saved[name] for name in MARK} == MARK
    assert refused(officer, "package_patch", id=made["id"], prioritas_tahun="2027") == {"prioritas_tahun"}
    assert "data_prioritas" in refused(officer, "package_patch", id=made["id"], data_prioritas="")
    assert not act(walidata, "package_patch", id=made["id"], **dict.fromkeys(FIELDS, "")).get("data_prioritas")


def test_the_form_offers_the_mark_to_the_walidata_only(people, app):
    """An officer sees what it holds, with whom to ask."""
    officer, walidata, made = people
    pages = {}
    for user in (officer, walidata):
        token = act(user, "api_token_create", user=user, name="uji")["token"]
        pages[user] = app.get(f"/dataset/edit/{made['name']}", headers={"Authorization": token}).body
    assert '<select id="field-data_prioritas"' in pages[walidata]
    assert '<select id="field-data_prioritas"' not in pages[officer]
    assert "Hanya walidata yang mengubahnya" in pages[officer]
