"""Planned rows of the Daftar Data are edited and deleted by whoever may write that office's list."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.exchange import plans
from ckanext.satudata.exchange.daftar_data import KIND
from ckanext.satudata.exchange.model import Kept, keep
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
ROW = {
    "Nama Data": "Jumlah Pasar",
    "Produsen Data": "Dinas Uji",
    "Jadwal Pemutakhiran": "Tahunan",
    "Klasifikasi Data sesuai Risiko": "Terbuka",
    "Catatan Forum": "2026",
}


@pytest.fixture
def planned():
    """Return an officer, a stranger's officer, a walidata, and the id of the office that plans a row."""
    officer, stranger, walidata = (factories.User()["name"] for _number in range(3))
    office = Organization(title="Dinas Uji", users=[{"name": officer, "capacity": "editor"}])
    Organization(title="Dinas Lain", users=[{"name": stranger, "capacity": "editor"}])
    Organization(peran="walidata", users=[{"name": walidata, "capacity": "editor"}])
    keep(KIND, office["id"], "jumlah_pasar", 1, received=ROW, ours=None)
    model.Session.commit()
    return officer, stranger, walidata, office["id"]


def call(user, name, **data):
    """Call an action of planned rows as somebody."""
    return tk.get_action(f"satudata_daftar_data_plan_{name}")({"user": user, "ignore_auth": False}, data)


def test_who_may_edits_and_deletes(planned):
    """Officer and walidata; an officer of another office, and nobody, are refused, and nothing changes."""
    officer, stranger, walidata, office = planned
    for user in (stranger, ""):
        for name in ("save", "delete"):
            with pytest.raises(tk.NotAuthorized):
                call(user, name, organization=office, key="jumlah_pasar", cells={})
    assert call(stranger, "list") == []
    [row] = call(officer, "list")
    assert row == {"organization": office, "key": "jumlah_pasar", "cells": ROW}
    saved = call(walidata, "save", organization=office, key="jumlah_pasar", cells={"Definisi": "Tempat berjualan."})
    assert saved["cells"] == {**ROW, "Definisi": "Tempat berjualan."}
    renamed = call(officer, "save", organization=office, key="jumlah_pasar", cells={"Nama Data": "Pasar Rakyat"})
    assert renamed["key"] == "pasar_rakyat"
    assert [plan["cells"]["Nama Data"] for plan in call(officer, "list")] == ["Pasar Rakyat"]
    call(officer, "delete", organization=office, key="pasar_rakyat")
    assert model.Session.query(Kept).count() == 0
    with pytest.raises(tk.ObjectNotFound):
        call(officer, "delete", organization=office, key="pasar_rakyat")


def test_a_wrong_cell_is_refused_at_its_column(planned):
    """As a file is; a name that the office plans already, too. Nothing is stored."""
    officer, _stranger, _walidata, office = planned
    keep(KIND, office, "jumlah_kios", 2, received={**ROW, "Nama Data": "Jumlah Kios"}, ours=None)
    model.Session.commit()
    wrong = {"Jenis Data": "Suara", "Jadwal Pemutakhiran": "", "Nama Data": "jumlah kios"}
    with pytest.raises(tk.ValidationError) as raised:
        call(officer, "save", organization=office, key="jumlah_pasar", cells=wrong)
    assert set(raised.value.error_dict) == set(wrong)
    assert plans.find(office, "jumlah_pasar").cells == ROW
    with pytest.raises(tk.ObjectNotFound):
        call(officer, "save", organization=office, key="tak_ada", cells={})


def test_a_plan_that_became_a_dataset_is_none_any_more(planned):
    """It is the dataset's own row then."""
    officer, _stranger, _walidata, office = planned
    act("package_create", **dataset_dict(owner_org=office, title="Jumlah Pasar", name="pasar"))
    assert call(officer, "list") == []


def test_the_pages(planned, app):
    """List, form, a refused save that keeps what was typed, a save, a deletion."""
    officer, stranger, _walidata, office = planned
    tokens = {
        user: tk.get_action("api_token_create")({"user": user}, {"user": user, "name": "uji"})["token"]
        for user in (officer, stranger)
    }
    home, form = "/satudata/pertukaran/rencana", f"/satudata/pertukaran/rencana/{office}/jumlah_pasar"

    def get(user, path):
        return app.get(path, headers={"Authorization": tokens[user]}, expect_errors=True)

    def post(user, **data):
        return app.post(form, headers={"Authorization": tokens[user]}, data=data, follow_redirects=False)

    assert "Jumlah Pasar" in get(officer, home).body
    assert "Catatan Forum" in get(officer, form).body
    assert get(stranger, form).status_code == post(stranger, hapus="1").status_code == 403
    refused = post(officer, **{"sel:Nama Data": "Pasar Ikan", "sel:Jadwal Pemutakhiran": "kapan-kapan"})
    assert (refused.status_code, "Pasar Ikan" in refused.body) == (400, True)
    assert plans.find(office, "jumlah_pasar").cells == ROW
    assert post(officer, **{"sel:Definisi": "Tempat."}).status_code == 302
    assert plans.find(office, "jumlah_pasar").cells["Definisi"] == "Tempat."
    assert post(officer, hapus="1").status_code == 302
    assert plans.find(office, "jumlah_pasar") is None
