"""What the machine has found stands in each line of the desk, under its principle, and lines are found by it."""

import pytest
from ckan import model
from ckanext.satudata.review import holding
from ckanext.satudata.review import model as records

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
SMALL = b"desa,penyakit,jumlah_kasus\nBungkulan,HIV,9\nSawan,HIV,2\nJagaraga,HIV,1\n"


def listed(office, **filters):
    """Return the titles that the walidata's list has by some filters."""
    rows = office.do(office.walidata, "satudata_submission_list", state="waiting", **filters)["submissions"]
    return [row["package"]["title"] for row in rows]


def test_each_line_tells_what_was_found_under_each_principle(office):
    """A dataset without a standard lacks one; its metadata are judged by the criteria of the portal's own score."""
    row = office.send(office.draft())
    principles = {part["name"]: part for part in row["principles"]}
    assert list(principles) == ["standar_data", "metadata", "interoperabilitas", "kode_referensi"]
    assert any("Standar Data" in text for text in principles["standar_data"]["texts"])
    assert (row["personal"], row["small"]) == (0, 0)


def test_small_cells_are_counted_of_a_draft_and_of_an_edition(office):
    """Whether the dataset is new or public; lines are found by them, and by figures that are replaced."""
    draft = office.draft(title="Kecil", name="kecil")
    office.replace(draft, SMALL)
    assert office.send(draft)["small"] == 2
    edition = office.public(title="Edisi", name="edisi")
    office.replace(edition, SMALL)
    assert office.waiting(edition)["small"] == 2
    other = office.public(title="Angka", name="angka")
    office.replace(other)
    assert listed(office, finding="small") == ["Kecil", "Edisi"]
    assert "Angka" in listed(office, finding="replaced")
    assert listed(office, finding="personal") == []


def test_lines_are_found_by_their_age(office):
    """By the working days since they came."""
    package_id = office.public(title="Lama", name="lama")
    office.replace(package_id)
    office.replace(office.public(title="Baru", name="baru"))
    submission = records.find_open(package_id)
    submission.changed = submission.changed.replace(year=submission.changed.year - 1)
    model.Session.commit()
    assert listed(office, age="5") == ["Lama"]
    assert listed(office) == ["Lama", "Baru"]


def test_what_came_before_is_looked_at_later(office):
    """A submission of an older version of the portal gets its findings by the job of the minute."""
    package_id = office.public()
    office.replace(package_id, SMALL)
    submission = records.find_open(package_id)
    submission.summary = {name: submission.summary[name] for name in ("fields", "files", "warnings", "change")}
    model.Session.commit()
    assert office.waiting(package_id)["principles"] == []
    holding.look_at_others()
    assert office.waiting(package_id)["small"] == 2
