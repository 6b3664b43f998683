"""What waits for each role, on one page, as a number in the header, and in one mail a day."""

import datetime
from mailbox import mailbox

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.satudata import digest, tasks
from ckanext.satudata.clock import today
from ckanext.satudata.metadata import organizations
from ckanext.satudata.tasks import Kind, Person
from review.conftest import NEW, OLD, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
FAULT = {"code": "angka", "text": "Periksa lagi angka Gerokgak."}


def of(user):
    """Return a person's tasks as {kind: titles}."""
    model.Session.remove()
    person = Person(user, organizations.editable_by(user), organizations.is_walidata(user))
    return {kind: [task.title for task in listed] for kind, listed in tasks.of(person).items()}


def test_who_has_what_to_do(office, app):
    """The walidata to decide, the office to mend and to bring in time; nobody has what is another's."""
    soon, late = ((today() + datetime.timedelta(days=days)).isoformat() for days in (5, -5))
    package_id = office.public(title="Penduduk", jadwal_rilis=soon)
    office.public(title="Stunting", name="stunting", jadwal_rilis=late)
    draft = office.draft(title="Draf", name="draf")
    assert of(office.officer) == {Kind.LATE: ["Stunting"], Kind.DUE: ["Penduduk"], Kind.UNFINISHED: ["Draf"]}
    assert of(office.stranger) == {}
    assert of(office.walidata) == {Kind.LATE: [office.office["title"]]}
    office.replace(package_id)
    office.send(draft)
    assert of(office.walidata)[Kind.WAITING] == ["Penduduk", "Draf"]
    # an edition that waits is neither due nor late any more
    assert of(office.officer) == {Kind.LATE: ["Stunting"]}
    row = office.waiting(package_id)
    office.do(office.walidata, "satudata_submission_return", id=row["id"], version=row["version"], **FAULT)
    assert of(office.officer)[Kind.RETURNED] == ["Penduduk"]
    assert of(office.walidata)[Kind.WAITING] == ["Draf"]
    headers = {"Authorization": factories.APIToken(user=office.officer)["token"]}
    page = app.get("/satudata/tugas/", headers=headers).get_data(as_text=True)
    assert page.index("Dikembalikan") < page.index("Terlambat")
    assert '<span class="badge">2</span></a></li>' in page
    listed = app.get("/satudata/tugas/data", headers=headers).get_data(as_text=True)
    assert all(title in listed for title in ("Penduduk", "Stunting", "Draf"))
    assert app.get("/satudata/tugas/", follow_redirects=False).status_code == 302
    office.do(office.walidata, "satudata_dataset_withdraw", id="stunting", reason="Angkanya keliru semua.")
    listed = app.get("/satudata/tugas/data", headers=headers).get_data(as_text=True)
    assert "Stunting" in listed
    assert "ditarik" in listed


def test_a_refused_file_is_a_task_until_it_is_mended(office):
    """Of the whole office, not only of who has brought it."""
    package_id = office.public(title="Penduduk")
    with pytest.raises(Exception, match="jumlah"):
        office.replace(package_id, OLD.replace(b"120", b"seratus"), standar="penduduk_jenis_kelamin")
    assert of(office.colleague) == {Kind.RETURNED: ["Penduduk"]}
    assert Kind.RETURNED not in of(office.walidata)


def test_one_mail_for_all_that_waits(office, ckan_config, monkeypatch):
    """On a working day, to those for whom something is urgent; nobody is told of nothing."""
    office.replace(office.public())
    office.do(office.officer, "resource_create", package_id=office.public(name="kedua"), upload=upload(NEW), name="B")
    with mailbox() as (address, kept):
        monkeypatch.setitem(ckan_config, "smtp.server", address)
        monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@satudata.example")
        monkeypatch.setattr(digest.workdays, "is_working_day", lambda _day: True)
        digest.run()
    walidata = {model.User.get(name).email for name in (office.walidata, office.second_walidata)}
    assert sorted(mail["To"] for mail in kept) == sorted(walidata)
    assert "2 hal menunggu Anda" in kept[0]["Subject"]
