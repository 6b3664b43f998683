"""The pages /satudata/panen: an officer understands them, and only those who may can act."""

import datetime
import json
from pathlib import Path

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import language, mail
from ckanext.satudata.harvest import editing, guide, jobs, pipeline, readers
from ckanext.satudata.harvest.definition import Agency
from ckanext.satudata.harvest.model import Run, Source
from factories_satudata import Organization

from harvest.conftest import FIXED, declared, records, serve

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue")]
ROOT = Path(__file__).parents[2]
LIST, PAGE = "/satudata/panen/", "/satudata/panen/sumber-uji"


@pytest.fixture
def source(loopback):
    """Register the played source."""
    serve(loopback, records(3))
    model.Session.add(Source(name="sumber-uji", definition=declared(loopback.url)))
    model.Session.commit()
    return model.Session.query(Source).one()


def login(**member):
    """Return the headers of somebody who is logged in."""
    user = factories.SysadminWithToken() if member.pop("sysadmin", False) else factories.UserWithToken()
    for name, role in member.items():
        data = {"id": name.replace("_", "-"), "username": user["name"], "role": role}
        helpers.call_action("organization_member_create", **data)
    return {"Authorization": user["token"]}


def test_visitors_see_nothing(app, source):
    """Sources and their addresses are no public matter."""
    app.get(LIST, status=403)
    app.get(PAGE, status=403)
    app.get(LIST, headers=login(), status=403)


def test_an_officer_sees_the_own_opd_and_cannot_run(app, source):
    """Members of the OPD read what happened; the buttons are the walidata's."""
    headers = login(dinas_uji="editor")
    assert "Sumber Uji" in app.get(LIST, headers=headers).body
    page = app.get(PAGE, headers=headers).body
    assert "jalankan" not in page
    app.post(f"{PAGE}/jalankan", headers=headers, status=403)
    Organization(name="dinas-lain")
    app.get(PAGE, headers=login(dinas_lain="admin"), status=403)


def test_the_walidata_runs_and_sees_the_result(app, source, loopback):
    """A run is queued on the harvest's own queue; its result stands on the page, problems with their cell."""
    Organization(name="kominfo-uji", peran="walidata")
    headers = login(kominfo_uji="editor")
    app.post(f"{PAGE}/jalankan", headers=headers, follow_redirects=False)
    [job] = tk.get_action("job_list")({"ignore_auth": True}, {"queues": ["harvest"]})
    assert job["title"] == "Harvest: sumber-uji"
    tk.get_action("job_clear")({"ignore_auth": True}, {"queues": ["harvest"]})
    listed = [*records(3), {"id": 9, "judul": "Data Ngawur", "uraian": "", "satuan": "depa", "diubah": 1}]
    serve(loopback, listed)
    mapped = declared(loopback.url, map={"title": "judul", "notes": "uraian", "tags": "kata", "satuan": "satuan"})
    model.Session.query(Source).one().definition = mapped
    model.Session.commit()
    done = jobs.harvest(model.Session.query(Source).one())
    page = app.get(PAGE, headers=headers).body
    assert "3 dataset" in page
    assert "depa" in page
    assert "depa" in app.get(LIST, headers=headers).body
    run = app.get(f"{PAGE}/jalan/{done.id}", headers=headers).body
    assert "Data ke-1" in run
    app.get(f"{PAGE}/jalan/tidak-ada", headers=headers, status=404)


def test_preview_page(app, source, loopback):
    """What would be added, changed and removed, before and after."""
    jobs.harvest(source)
    serve(loopback, [*records(2), *[{**records(3)[2], "judul": "Judul lain", "diubah": 2}], *records(5)[4:]])
    page = app.get(f"{PAGE}/pratinjau", headers=login(sysadmin=True)).body
    for text in ("Data ke-4", "Data ke-2", "Judul lain"):
        assert text in page
    loopback.answer("/list", "<b>Masuk")
    page = app.get(f"{PAGE}/pratinjau", headers=login(sysadmin=True)).body
    assert "&lt;b&gt;Masuk" in page


def test_the_guard_asks_on_the_page(app, source, loopback):
    """The waiting run shows its question with the button that allows the removal."""
    jobs.harvest(source)
    serve(loopback, records(1))
    jobs.harvest(model.Session.query(Source).one())
    page = app.get(PAGE, headers=login(sysadmin=True)).body
    assert 'name="setuju"' in page
    assert 'name="setuju"' not in app.get(PAGE, headers=login(dinas_uji="editor")).body


def test_sources_of_the_form(app, source):
    """Made, faulty, changed, switched off; a source of a file can only be read."""
    headers = login(sysadmin=True)
    text = json.dumps({**source.definition, "title": "Sumber Baru"})
    answer = app.post("/satudata/panen/-/baru", headers=headers, data={"isi": text}, follow_redirects=False)
    assert answer.status_code == 302
    assert model.Session.query(Source).filter_by(name="sumber-baru").one().file is None
    bad = json.dumps({**source.definition, "schedule": "kapan"})
    page = app.post("/satudata/panen/sumber-baru/ubah", headers=headers, data={"isi": bad}).body
    assert "kapan" in page
    app.post("/satudata/panen/sumber-baru/aktif", headers=headers, follow_redirects=False)
    assert not model.Session.query(Source).filter_by(name="sumber-baru").one().active
    model.Session.query(Source).filter_by(name="sumber-uji").one().file = "sumber_uji.yaml"
    model.Session.commit()
    app.post(f"{PAGE}/aktif", headers=headers, status=403)
    page = app.post(f"{PAGE}/ubah", headers=headers, data={"isi": text}).body
    assert "sumber_uji.yaml" in page
    app.get("/satudata/panen/-/baru", headers=login(dinas_uji="admin"), status=403)


def test_mail_goes_out_on_failure_and_recovery_only(app, source, loopback, monkeypatch, ckan_config):
    """Good, broken, broken, good, good: two mails to each, to the OPD and to the walidata."""
    sent = []
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@satudata.example")
    monkeypatch.setattr(mail.mailer, "mail_recipient", lambda _name, to, subject, _body: sent.append((to, subject)))
    Organization(name="kominfo-uji", peran="walidata", surel="walidata@satudata.example")
    good, broken = json.dumps(records(3)), "<html>"
    for answer in (good, broken, broken, good, good):
        loopback.answer("/list", answer)
        jobs.harvest(model.Session.query(Source).one())
    assert [to for to, _subject in sent] == ["data@satudata.example", "walidata@satudata.example"] * 2
    assert sent[0][1] != sent[2][1]


def test_due_sources_are_queued_once_and_lost_ones_again(source):
    """Each moment of the schedule is queued once, also after Redis lost its queue; a killed run is taken up."""
    listed = tk.get_action("job_list")
    clear = tk.get_action("job_clear")

    def queued():
        jobs_listed = [job["title"] for job in listed({"ignore_auth": True}, {"queues": ["harvest"]})]
        return jobs_listed.count("Harvest: sumber-uji")

    def only_ours():
        for other in model.Session.query(Source).filter(Source.file.isnot(None)):
            other.active = False
        model.Session.commit()

    clear({"ignore_auth": True}, {"queues": ["harvest"]})
    source.definition = {**source.definition, "schedule": "* * * * *"}
    source.created = source.created.replace(year=2020)
    model.Session.commit()
    jobs.enqueue_due()
    assert queued() == 1
    clear({"ignore_auth": True}, {"queues": ["harvest"]})
    source_row = model.Session.query(Source).filter_by(name="sumber-uji").one()
    source_row.definition = {**source_row.definition, "schedule": "manual"}
    model.Session.commit()
    only_ours()
    jobs.enqueue_due()
    assert queued() == 0
    model.Session.add(Run(source_id=source_row.id))
    model.Session.commit()
    jobs.enqueue_due()
    assert queued() == 1
    clear({"ignore_auth": True}, {"queues": ["harvest"]})


def test_a_run_that_broke_off_is_tried_again_later(source, loopback):
    """A source that was down is asked again before its schedule, each time later."""
    loopback.answer("/list", "<html>")
    run = jobs.harvest(source)
    source = model.Session.query(Source).one()
    assert not jobs._wants_retry(source)
    for minutes, expected in ((10, False), (16, True)):
        finished = pipeline.now() - datetime.timedelta(minutes=minutes)
        model.Session.query(Run).filter_by(id=run.id).update({"finished": finished})
        model.Session.commit()
        assert jobs._wants_retry(source) is expected
    jobs.harvest(source)
    assert not jobs._wants_retry(model.Session.query(Source).one())


def test_old_runs_are_forgotten(source):
    """The history reaches back a year."""
    agency = Agency("sumber-uji", source.definition)
    pipeline.run(source, agency)
    model.Session.query(Run).update({"finished": pipeline.now().replace(year=2020)})
    model.Session.commit()
    jobs.sweep()
    assert model.Session.query(Run).count() == 0


NEW = "/satudata/panen/-/baru?cara=json_rest"


def sent(loopback, **changes):
    """Return what a person fills in for the played source, as the browser sends it."""
    fields = {
        "title": "Sumber Formulir",
        "organization": "dinas-uji",
        "kontak.unit": "Bidang Data",
        "kontak.email": "data@satudata.example",
        "schedule": "0 6 * * *",
        "akses.url": f"{loopback.url}/list",
        "akses.identifier": "id",
        "akses.internal": "1",
        "peta.title": "judul",
        "peta.notes": "uraian",
        "peta.tags": "kata",
        **{f"tetap.{name}": value for name, value in FIXED.items() if name != "notes"},
    }
    return {**fields, **changes}


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


def test_the_guide_is_what_the_code_says():
    """docs/panen.md is made by `ckan satudata harvest docs -o docs/panen.md`; it has every reader and each part."""
    schema = json.loads((ROOT / "schemas" / "harvester.schema.json").read_text(encoding="utf-8"))
    assert set(guide.PARTS) == set(schema["properties"])
    with language.of_the_portal():
        made = guide.page()
    assert (ROOT / "docs" / "panen.md").read_text(encoding="utf-8") == made
