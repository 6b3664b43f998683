"""The form of a source: shown, saved, refused, as YAML."""

import json

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.harvest import editing, jobs, readers
from ckanext.satudata.harvest.model import Source

from harvest.conftest import FIXED
from harvest.visiting import PAGE, login, sent

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue")]
NEW = "/satudata/panen/-/baru?cara=json_rest"


def stored(name="sumber-formulir"):
    """Return the definition of a source as it was saved; None where it was not."""
    model.Session.expire_all()
    row = model.Session.query(Source).filter_by(name=name).first()
    return row.definition if row else None


def test_the_form_shows_what_the_reader_asks_for(app, source):
    """One method after the other: its options with help, needed ones marked, organizations of this portal only."""
    headers = login(sysadmin=True)
    page = app.get("/satudata/panen/-/baru", headers=headers).body
    for name in readers.UNITS.names:
        assert f"cara={name}" in page
        form = app.get(f"/satudata/panen/-/baru?cara={name}", headers=headers).body
        for option in readers.load(name).OPTIONS:
            assert f'name="akses.{option}"' in form, (name, option)
        assert '<option value="dinas-uji"' in form


def test_a_source_is_made_by_the_form(app, source, loopback):
    """Look, test, save: the first look proposes the fields, the test writes nothing, the saved one is harvested."""
    headers = login(sysadmin=True)
    bare = {name: value for name, value in sent(loopback).items() if not name.startswith("peta.")}
    page = app.post(NEW, headers=headers, data={**bare, "aksi": "lihat"}).body
    assert '<option value="judul" selected>' in page
    assert "Data ke-0" in page
    assert stored() is None
    samples = {"contoh.judul": "Data ke-0", "contoh.uraian": "Uraian."}
    page = app.post(NEW, headers=headers, data={**sent(loopback), **samples, "aksi": "uji"}).body
    assert "Data ke-2" in page
    assert '<option value="judul" selected>' in page
    assert stored() is None
    assert helpers.call_action("package_search")["count"] == 0
    app.post(NEW, headers=headers, data={**sent(loopback), "aksi": "simpan"}, follow_redirects=False, status=302)
    made = stored()
    assert made["map"] == {"title": "judul", "notes": "uraian", "tags": "kata"}
    assert made["access"] == {
        "method": "json_rest",
        "url": f"{loopback.url}/list",
        "identifier": "id",
        "internal": True,
    }
    assert made["fixed"]["satuan"] == "jiwa"
    done = jobs.harvest(model.Session.query(Source).filter_by(name="sumber-formulir").one())
    assert done.counts["added"] == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organization": ""}, "organization"),
        ({"organization": "tidak-ada"}, "tidak-ada"),
        ({"title": ""}, "title"),
        ({"kontak.email": "x"}, "email"),
        ({"akses.identifier": ""}, "access/identifier"),
        ({"akses.paging": "{by: kapan}"}, "kapan"),
        ({"akses.paging": "{by"}, "access/paging"),
        ({"akses.internal": ""}, "127.0.0.1"),
        ({"tetap.konsep": ""}, "konsep"),
        ({"tetap.satuan": "depa"}, "depa"),
        ({"peta.title": ""}, "title"),
        ({"title": "Sumber Uji"}, "title"),
        ({"akses.url": "http://x.example/?k={secret:BELUM_ADA}"}, "BELUM_ADA"),
    ],
)
def test_nonsense_is_not_saved(app, source, loopback, changes, message):
    """What could never run stays in the form, with its place and what to mend; nothing that was typed is lost."""
    data = {**sent(loopback, **changes), "aksi": "simpan"}
    before = model.Session.query(Source).count()
    page = app.post(NEW, headers=login(sysadmin=True), data=data).body
    assert message in page
    assert model.Session.query(Source).count() == before
    assert 'value="Bidang Data"' in page


def test_the_untouched_example_is_not_saved(app, source):
    """The example of the YAML page and an empty form are no sources."""
    headers = login(sysadmin=True)
    before = model.Session.query(Source).count()
    app.post("/satudata/panen/-/baru", headers=headers, data={"isi": editing.EXAMPLE})
    app.post(NEW, headers=headers, data={"aksi": "simpan"})
    assert model.Session.query(Source).count() == before


def test_a_source_that_does_not_answer_is_saved_only_when_it_is_wanted(app, source, loopback):
    """The person is told and asked; it is not saved silently."""
    headers = login(sysadmin=True)
    loopback.answer("/mati", b"", 404)
    data = sent(loopback, **{"akses.url": f"{loopback.url}/mati"})
    page = app.post(NEW, headers=headers, data={**data, "aksi": "simpan"}).body
    assert 'value="tetap-simpan"' in page
    assert stored() is None
    app.post(NEW, headers=headers, data={**data, "aksi": "tetap-simpan"}, follow_redirects=False, status=302)
    assert stored()["access"]["url"].endswith("/mati")


def test_form_and_yaml_are_one_definition(app, source, loopback):
    """What only YAML shows is kept by the form; a source of several datasets is shown as YAML."""
    headers = login(sysadmin=True)
    place = "/satudata/panen/sumber-uji/ubah"
    declaration = {**source.definition, "lookups": {"satuan": {"Org": "jiwa"}}, "ignore": ["diubah"]}
    app.post(place, headers=headers, data={"isi": json.dumps(declaration)}, follow_redirects=False, status=302)
    assert stored("sumber-uji") == declaration
    data = {**sent(loopback), "title": "Nama Baru", "akses.modified": "diubah", "tetap.notes": FIXED["notes"]}
    app.post(place, headers=headers, data={**data, "aksi": "simpan"}, follow_redirects=False, status=302)
    after = stored("sumber-uji")
    assert after["title"] == "Nama Baru"
    assert (after["lookups"], after["ignore"], after["limits"]) == (
        declaration["lookups"],
        ["diubah"],
        declaration["limits"],
    )
    assert after["fixed"] == declaration["fixed"]
    assert "<textarea" not in app.get(place, headers=headers).body
    assert "<textarea" in app.get(f"{place}?yaml=1", headers=headers).body


def test_a_source_is_deleted_and_its_datasets_stay(app, source, loopback):
    """The walidata deletes it; an officer cannot, and one of a file is not deleted here."""
    jobs.harvest(source)
    app.post(f"{PAGE}/hapus", headers=login(dinas_uji="admin"), status=403)
    headers = login(sysadmin=True)
    model.Session.query(Source).one().file = "sumber_uji.yaml"
    model.Session.commit()
    app.post(f"{PAGE}/hapus", headers=headers, follow_redirects=False)
    assert stored("sumber-uji")
    model.Session.query(Source).one().file = None
    model.Session.commit()
    app.post(f"{PAGE}/hapus", headers=headers, follow_redirects=False, status=302)
    assert stored("sumber-uji") is None
    assert helpers.call_action("package_search")["count"] == 3
