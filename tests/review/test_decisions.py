"""Decisions: by whom, about which version, once, and with what they leave behind."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.satudata.review import decisions
from ckanext.satudata.review import model as records
from factories_satudata import Organization, dataset_dict
from review.conftest import NEW, OLD, Office, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


@pytest.mark.parametrize(
    ("person", "may"),
    [("walidata", True), ("second_walidata", True), ("officer", False), ("colleague", False), ("stranger", False)],
)
def test_who_releases(office, person, may):
    """Perpres 39/2019, article 36: the walidata releases."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    if may:
        office.release(submission, getattr(office, person))
        assert office.content(package_id) == NEW
        return
    with pytest.raises(tk.NotAuthorized):
        office.release(submission, getattr(office, person))
    assert office.content(package_id) == OLD


@pytest.mark.parametrize(("person", "may"), [("walidata", True), ("officer", True), ("stranger", False), ("", False)])
def test_who_sees_what_waits(office, person, may):
    """The office whose data they are, and the walidata."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    user = getattr(office, person) if person else ""
    if may:
        assert office.do(user, "satudata_submission_show", id=submission["id"])["tables"][0]["what"] == "replaced"
        return
    with pytest.raises(tk.NotAuthorized):
        office.do(user, "satudata_submission_show", id=submission["id"])


def test_two_decide_at_once(office):
    """The second one is told, and nothing happens twice."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    office.release(submission)
    with pytest.raises(tk.ValidationError, match="already"):
        office.release(submission, office.second_walidata)
    assert len(records.releases(package_id)) == 2


def test_a_decision_is_about_what_was_looked_at(office):
    """Sent again while the walidata looks: his decision about the older version is not taken."""
    package_id = office.public()
    office.replace(package_id)
    looked_at = office.waiting(package_id)
    office.replace(package_id, NEW.replace(b"999", b"1000"))
    with pytest.raises(tk.ValidationError, match="newer"):
        office.release(looked_at)
    assert office.content(package_id) == OLD


def test_what_is_returned_is_mended_and_sent_again(office):
    """The office reads why, at its field; the next version waits again, and the rounds are counted."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    office.do(
        office.walidata,
        "satudata_submission_return",
        id=submission["id"],
        version=submission["version"],
        code="angka",
        field="jumlah",
        cell="C2",
        text="Gerokgak naik delapan kali lipat; periksa lagi.",
    )
    shown = office.do(office.officer, "satudata_submission_show", id=submission["id"])
    assert shown["state"] == "returned"
    assert shown["returned"]["reasons"][0]["cell"] == "C2"
    office.replace(package_id, NEW.replace(b"999", b"121"))
    again = office.waiting(package_id)
    assert (again["state"], again["version"]) == ("waiting", 2)
    office.release(again)
    assert b"121" in office.content(package_id)


def test_a_return_wants_a_reason(office):
    """A reason of the list, and words."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    data = {"id": submission["id"], "version": submission["version"]}
    with pytest.raises(tk.ValidationError):
        office.do(office.walidata, "satudata_submission_return", **data, code="angka", text="salah")
    with pytest.raises(tk.ValidationError):
        office.do(office.walidata, "satudata_submission_return", **data, code="lupa", text="Periksa lagi angkanya.")


def test_a_release_at_a_moment(office):
    """Until then nobody sees it; then the job releases it in the name of who decided."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    data = {"id": submission["id"], "version": submission["version"], "at": "2199-01-01T09:00", "reason": "koreksi"}
    office.do(office.walidata, "satudata_submission_release", **data)
    assert office.content(package_id) == OLD
    decisions.release_due()
    assert office.content(package_id) == OLD
    row = records.find_submission(submission["id"])
    row.release_at = row.created
    model.Session.commit()
    decisions.release_due()
    assert office.content(package_id) == NEW
    assert records.last_release(package_id).authority == "walidata"


def test_what_the_walidata_changed_meanwhile_stays(office):
    """A release joins both, field by field and file by file."""
    package_id = office.public()
    office.replace(package_id)
    office.do(office.walidata, "package_patch", id=package_id, notes="Dari walidata.")
    office.release(office.waiting(package_id))
    public = office.do("", "package_show", id=package_id)
    assert public["notes"] == "Dari walidata."
    assert office.content(package_id) == NEW


def test_a_file_that_both_changed_is_no_release(office):
    """Whoever decides is told, and nothing is lost."""
    package_id = office.public()
    office.replace(package_id)
    office.replace(package_id, NEW.replace(b"999", b"500"), office.walidata)
    with pytest.raises(tk.ValidationError, match="walidata"):
        office.release(office.waiting(package_id))
    assert b"500" in office.content(package_id)
    assert office.waiting(package_id)["state"] == "waiting"


def test_each_edition_keeps_its_file(office, app):
    """The address of an edition gives the bytes of its day; the present address gives those of today."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    reason = {"reason": "koreksi", "note": "Salah satuan."}
    office.do(office.officer, "satudata_submission_explain", id=submission["id"], **reason)
    office.release(submission)
    newest, first = office.do("", "satudata_release_list", id=package_id)
    assert (newest["edition"], newest["reason"], first["edition"]) == (2, "koreksi", 1)
    old, new = (app.get(release["files"][0]["url"]) for release in (first, newest))
    assert (old.data, new.data) == (OLD, NEW)
    assert 'rel="latest-version"' in old.headers["Link"]


def test_a_change_of_words_is_no_edition(office):
    """Files count."""
    package_id = office.public()
    office.do(office.walidata, "package_patch", id=package_id, notes="Lain.")
    assert [release["edition"] for release in office.do("", "satudata_release_list", id=package_id)] == [1, 1]


def test_withdrawn_and_brought_back(office, app):
    """Its address says why, its files are gone, and the walidata can bring it back as it was."""
    package_id = office.public()
    resource = office.do("", "package_show", id=package_id)["resources"][0]
    edition = office.do("", "satudata_release_list", id=package_id)[0]["files"][0]["url"]
    with pytest.raises(tk.NotAuthorized):
        office.do(office.officer, "satudata_dataset_withdraw", id=package_id, reason="Angkanya keliru semua.")
    office.do(office.walidata, "satudata_dataset_withdraw", id=package_id, reason="Angkanya keliru semua.")
    page = app.get(f"/dataset/{package_id}", status=410)
    assert "Angkanya keliru semua." in page.body
    app.get(f"/dataset/{package_id}/resource/{resource['id']}/download/penduduk.csv", status=410)
    app.get(edition, status=410)
    rows = [f"datastore_search?resource_id={resource['id']}", f"resource_show?id={resource['id']}"]
    for call in (*rows, f"package_show?id={package_id}"):
        gone = app.get(f"/api/3/action/{call}", status=410)
        assert gone.json["error"]["__type"] == "Gone"
    app.get(f"/datastore/dump/{resource['id']}", status=410)
    posted = app.post("/api/3/action/datastore_search", json={"resource_id": resource["id"]}, status=410)
    assert not posted.json["success"]
    assert office.do("", "package_search", q="")["count"] == 0
    with pytest.raises((tk.ValidationError, tk.NotAuthorized)):
        office.do(office.officer, "package_patch", id=package_id, state="active")
    office.do(office.walidata, "satudata_dataset_restore", id=package_id)
    assert office.content(package_id) == OLD


def test_a_vertical_agency_releases_its_own(office):
    """BPS or Polres are not under the district's walidata."""
    agency = Organization(jenis_organisasi="instansi_vertikal", peran="pembina")
    person = Office._member(agency, "editor")
    created = office.do(person, "package_create", **dataset_dict(owner_org=agency["id"], name="kda"))
    assert created["state"] == "active"
    assert records.last_release(created["id"]).authority == "vertical"


def test_a_replaced_figure_wants_a_reason(office):
    """Without one nothing is released; the office's is taken, or the walidata's, and stands beside the release."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    assert submission["change"]["replaces"] is True
    data = {"id": submission["id"], "version": submission["version"]}
    with pytest.raises(tk.ValidationError, match="reason"):
        office.do(office.walidata, "satudata_submission_release", **data)
    office.do(office.walidata, "satudata_submission_release", **data, reason="salah_ketik")
    assert office.do("", "satudata_release_list", id=package_id)[0]["reason"] == "salah_ketik"


def test_added_rows_want_no_reason(office):
    """Nothing that was public is another figure."""
    package_id = office.public()
    office.replace(package_id, OLD + b"51.08.03,Busungbiu,90\n")
    submission = office.waiting(package_id)
    assert submission["change"] == {
        "rows_before": 2,
        "rows_after": 3,
        "added": 1,
        "gone": 0,
        "changed": 0,
        "replaces": False,
        "largest": 0.0,
        "periods_added": [],
        "periods_gone": [],
    }
    office.do(office.walidata, "satudata_submission_release", id=submission["id"], version=submission["version"])


def test_the_portals_own_jobs_release(office):
    """Commands of the operator are no officer's click, and are recorded as what they are."""
    context = {"ignore_auth": True, "user": helpers.call_action("get_site_user")["name"]}
    data = dataset_dict(owner_org=office.office["id"], name="operator")
    created = helpers.call_action("package_create", context, **data)
    assert records.last_release(created["id"]).authority == "site"


def test_files_beside_a_table_wait_too(office):
    """A document is public by a release as a table is."""
    package_id = office.public()
    document = upload(b"%PDF-1.4\n%%EOF\n", "lampiran.pdf")
    office.do(office.officer, "resource_create", package_id=package_id, upload=document, name="Lampiran")
    assert len(office.do("", "package_show", id=package_id)["resources"]) == 1
    office.release(office.waiting(package_id))
    assert len(office.do("", "package_show", id=package_id)["resources"]) == 2
