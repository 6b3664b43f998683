"""The pages /satudata/panen: an officer understands them, and only those who may can act."""

import datetime
import json
from mailbox import deliver
from pathlib import Path

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import language, mail
from ckanext.satudata.harvest import guide, jobs, pipeline
from ckanext.satudata.harvest.definition import Agency
from ckanext.satudata.harvest.model import Run, Source
from factories_satudata import Organization

from harvest.conftest import declared, records, serve
from harvest.visiting import LIST, PAGE, login

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue")]
ROOT = Path(__file__).parents[2]


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
        deliver()
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


def test_the_guide_is_what_the_code_says():
    """docs/panen.md is made by `ckan satudata harvest docs -o docs/panen.md`; it has every reader and each part."""
    schema = json.loads((ROOT / "schemas" / "harvester.schema.json").read_text(encoding="utf-8"))
    assert set(guide.PARTS) == set(schema["properties"])
    with language.of_the_portal():
        made = guide.page()
    assert (ROOT / "docs" / "panen.md").read_text(encoding="utf-8") == made
