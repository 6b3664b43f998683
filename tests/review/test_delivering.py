"""Kinerja's "rilis tepat waktu" and "lolos pada pemeriksaan pertama" are read from the records of the review."""

import datetime

import pytest
from ckanext.satudata.clock import local, today
from ckanext.satudata.command_center.scoreboard.criteria import delivery
from ckanext.satudata.gate.deliveries import deliveries
from ckanext.satudata.review import delivering
from ckanext.satudata.review import model as records
from review.conftest import NEW

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
FAULT = {"code": "angka", "text": "Periksa lagi angka Gerokgak."}


def test_rounds_and_releases_are_told(office):
    """A new dataset at once, its next edition after one return; what was dropped is none."""
    package_id = office.public()
    office.replace(package_id)
    row = office.waiting(package_id)
    office.do(office.walidata, "satudata_submission_return", id=row["id"], version=row["version"], **FAULT)
    first, second = deliveries([package_id])[package_id]
    assert (first.returns, first.has_files, first.released is not None) == (0, True, True)
    assert (second.returns, second.released) == (1, None)
    office.replace(package_id, NEW.replace(b"999", b"121"))
    office.release(office.waiting(package_id))
    _first, second = deliveries([package_id])[package_id]
    assert (second.returns, second.first_sent < second.sent < second.released) == (1, True)
    office.replace(package_id, NEW)
    office.do(office.officer, "satudata_submission_drop", id=office.waiting(package_id)["id"])
    assert len(deliveries([package_id])[package_id]) == 2


def test_in_time_is_what_was_handed_over_in_time(office):
    """The walidata's own days are not the office's: the day of the version that was released counts."""
    package_id = office.public()
    delivering.date_back(package_id, {"sent": 70, "released": 68})
    office.replace(package_id)
    assert delivery.releases([package_id])[package_id] == [today() - datetime.timedelta(days=70)]
    office.release(office.waiting(package_id))
    delivering.date_back(package_id, {"sent": 40, "released": 30})
    days = delivery.releases([package_id])[package_id]
    assert days == [today() - datetime.timedelta(days=days) for days in (70, 40)]
    assert local(records.last_release(package_id).moment) == today() - datetime.timedelta(days=30)


def test_a_changed_description_is_no_edition(office):
    """A release without another file keeps no promise of figures."""
    package_id = office.public()
    delivering.date_back(package_id, {"sent": 40, "released": 40})
    office.do(office.officer, "package_patch", id=package_id, notes="Keterangan baru.")
    office.release(office.waiting(package_id))
    assert delivery.releases([package_id])[package_id] == [today() - datetime.timedelta(days=40)]
