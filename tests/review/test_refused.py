"""A refused file and what becomes of it: settled by the good one, or handed over with its dataset once it is cured."""

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.review import refused as refusals
from ckanext.satudata.validation import leftovers, store
from ckanext.satudata.validation import model as checks
from factories_satudata import dataset_dict
from review.conftest import NEW, OLD, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
PERSONS = b"kode_wilayah,nama,jumlah,nik\n51.08.01,Gerokgak,120,5108016501850001\n"


def refused(package_id):
    """Return the reports of the refused files of a dataset."""
    waiting = {submission.check_id for submission in refusals.of_dataset(package_id)}
    return [report for report in checks.of(package_id) if report.id in waiting]


def test_the_good_file_settles_the_refused_one(office):
    """Of the file that it replaces, and of one that was new; another table's refusal stays."""
    package_id = office.public()
    with pytest.raises(tk.ValidationError):
        office.replace(package_id, PERSONS)
    other = upload(PERSONS, "lain.csv")
    with pytest.raises(tk.ValidationError):
        office.do(office.officer, "resource_create", package_id=package_id, upload=other, name="Lain")
    assert len(refused(package_id)) == 2
    office.replace(package_id, NEW)
    assert [report.filename for report in refused(package_id)] == ["lain.csv"]
    good = upload(OLD, "lain-diperbaiki.csv")
    office.do(office.officer, "resource_create", package_id=package_id, upload=good, name="Lain")
    assert refused(package_id) == []


def test_a_cured_file_of_a_new_dataset_is_handed_over_with_it(office):
    """What the button says happens: it waits for the walidata, and once released it is there."""
    package_id = office.draft()
    resource = office.do(office.officer, "package_show", id=package_id)["resources"][0]["id"]
    office.do(office.officer, "resource_delete", id=resource)
    with pytest.raises(tk.ValidationError) as error:
        office.do(office.officer, "resource_create", package_id=package_id, upload=upload(PERSONS), name="P")
    report = error.value.error_dict["validation_report"][0]
    office.do(office.officer, "satudata_draft_publish", id=report, cure="drop_column")
    office.release(office.waiting(package_id))
    assert b"nik" not in office.content(package_id)


def test_the_walidata_publishes_with_his_reason(office):
    """His override releases the new dataset, too."""
    package_id = office.draft()
    with pytest.raises(tk.ValidationError) as error:
        office.replace(package_id, PERSONS)
    report = error.value.error_dict["validation_report"][0]
    reason = "Ini nomor contoh dari buku pedoman, bukan NIK seseorang."
    office.do(office.walidata, "satudata_draft_publish", id=report, reason=reason)
    assert office.do("", "package_show", id=package_id)["state"] == "active"


def refuse(office, package_id, content=PERSONS, name="Lain"):
    """Have the officer bring a new table that is refused; return the line of the list that it has then."""
    file = upload(content, f"{name}.csv")
    with pytest.raises(tk.ValidationError):
        office.do(office.officer, "resource_create", package_id=package_id, upload=file, name=name)
    listed = office.do(office.officer, "satudata_submission_list", state="refused")["submissions"]
    return next(row for row in listed if row["file"] == f"{name}.csv")


def test_a_refused_file_is_on_the_one_list(office):
    """Of its office and the walidata, beside what is open of the dataset; a stranger sees neither."""
    package_id = office.public()
    office.replace(package_id, NEW)
    row = refuse(office, package_id)
    assert (row["kind"], row["state"], row["package"]["id"]) == ("file", "refused", package_id)
    assert row["errors"] > 0
    for person in (office.colleague, office.walidata):
        states = [line["state"] for line in office.do(person, "satudata_submission_list")["submissions"]]
        assert sorted(states) == ["refused", "waiting"]
        assert office.do(person, "satudata_submission_show", id=row["id"])["check"] == row["check"]
    assert office.do(office.stranger, "satudata_submission_list")["submissions"] == []
    with pytest.raises(tk.NotAuthorized):
        office.do(office.stranger, "satudata_submission_show", id=row["id"])
    assert office.waiting(package_id)["state"] == "waiting"


def test_the_next_try_is_one_more_version(office):
    """The same table that is refused again is the same line; another table is another one."""
    package_id = office.public()
    first, second = refuse(office, package_id), refuse(office, package_id)
    assert (second["id"], second["version"]) == (first["id"], 2)
    assert refuse(office, package_id, name="Ketiga")["id"] != first["id"]
    assert first["check"] in set(leftovers.drafts())
    assert second["check"] not in set(leftovers.drafts())


def test_a_refused_file_is_taken_back_by_its_office(office):
    """File and line are gone, the record of the check stays."""
    package_id = office.public()
    row = refuse(office, package_id)
    with pytest.raises(tk.NotAuthorized):
        office.do(office.stranger, "satudata_submission_drop", id=row["id"])
    office.do(office.officer, "satudata_submission_drop", id=row["id"])
    assert store.content(row["check"]) is None
    assert office.do(office.officer, "satudata_submission_list")["submissions"] == []
    assert office.do(office.officer, "satudata_report_show", id=row["check"])["state"] == "refused"


def test_a_draft_that_is_deleted_takes_its_refused_files_along(office):
    """Nobody is asked to mend a file of a dataset that is not there any more."""
    package_id = office.draft()
    row = refuse(office, package_id)
    office.do(office.officer, "package_delete", id=package_id)
    assert office.do(office.officer, "satudata_submission_list")["submissions"] == []
    assert row["check"] in set(leftovers.drafts())


def test_a_file_for_a_dataset_that_was_not_stored_is_its_senders(office):
    """An API call with a bad file makes no dataset; the file is kept for who sent it alone."""
    data = dataset_dict(owner_org=office.office["id"], resources=[{"name": "P", "url": "", "upload": upload(PERSONS)}])
    with pytest.raises(tk.ValidationError):
        office.do(office.officer, "package_create", **data)
    [row] = office.do(office.officer, "satudata_submission_list")["submissions"]
    assert (row["package"]["name"], row["package"]["title"]) == ("", "penduduk.csv")
    for other in (office.colleague, office.walidata):
        assert office.do(other, "satudata_submission_list")["submissions"] == []
    office.do(office.officer, "satudata_draft_delete", id=row["check"])
    assert store.content(row["check"]) is None


def test_the_report_of_a_refused_file_leads_to_its_page(app, office):
    """There it is mended, sent without the personal data, or deleted."""
    row = refuse(office, office.public())
    headers = {"Authorization": factories.APIToken(user=office.officer)["token"]}
    page = app.get(f"/satudata/laporan/{row['check']}", headers=headers)
    assert page.request.path == f"/satudata/tinjauan/{row['id']}"
    for address in (f"draf={row['check']}", f"/satudata/laporan/{row['check']}/berkas", f"{row['id']}/batal"):
        assert address in page.body
    sent = app.post(f"/satudata/tinjauan/{row['id']}/kirim", params={"cure": "drop_column"}, headers=headers)
    assert sent.status_code == 200
    assert office.waiting(row["package"]["id"])["files"] == 1
