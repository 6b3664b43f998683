"""A refused file and what becomes of it: settled by the good one, or handed over with its dataset once it is cured."""

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.validation import model as checks
from review.conftest import NEW, OLD, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
PERSONS = b"kode_wilayah,nama,jumlah,nik\n51.08.01,Gerokgak,120,5108016501850001\n"


def refused(package_id):
    """Return the reports of the refused files of a dataset."""
    return [report for report in checks.of(package_id) if report.state == checks.DRAFT]


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
