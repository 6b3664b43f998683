"""One workbook makes a district: its look, its offices, its people; wrong cells are named, nothing is doubled."""

import io

import pytest
from ckan import model
from ckanext.satudata.exceptions import BadWorkbook
from ckanext.satudata.founding import checking, parsing, slips, taking
from openpyxl import load_workbook
from pypdf import PdfReader

from founding import blora

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "with_request_context"),
    pytest.mark.ckan_config("ckanext.satudata.wilayah", "33.16"),
]
KABUPATEN, WALIDATA, DINKES = (blora.offices()[number] for number in (0, 4, 11))
SMALL = [KABUPATEN, WALIDATA, DINKES]
PERSON = blora.people()[0]


def problems(tmp_path, district=None, rows=SMALL, persons=(PERSON,)):
    """Return what is wrong in a workbook, as {cell: text}."""
    blora.write(tmp_path / "buku.xlsx", district, rows, list(persons))
    book = parsing.parse(tmp_path / "buku.xlsx")
    return {problem.cell: problem.text for problem in checking.problems(book, tmp_path)}


def silent(_name):
    """Take what is told of each step."""


@pytest.mark.usefixtures("clean_db", "clean_index")
def test_forty_offices_and_eighty_people_in_one_go(tmp_path):
    """All of Blora is there with its tree; each person has a link and a slip; the same again changes nothing."""
    assert problems(tmp_path, rows=None, persons=blora.people()) == {}
    path = tmp_path / "buku.xlsx"
    blora.write(path)
    book = parsing.parse(path)
    assert (len(book.offices), len(book.people)) == (40, 80)
    outcome = taking.take(book, tmp_path, silent)
    assert (outcome.offices_made, outcome.people_made, len(outcome.links)) == (40, 80, 80)
    assert len({link.address for link in outcome.links}) == 80
    stored = model.Session.query(model.Group).filter_by(is_organization=True)
    assert stored.count() == 40
    hospital = model.Group.get("rsud-blora")
    assert [group.name for group in hospital.get_parent_group_hierarchy("organization")] == [
        "pemkab-blora",
        "dinkesda",
    ]
    assert model.Group.get("dinkominfo").extras["peran"] == "walidata"
    assert model.Group.get("dindukcapil").extras["urusan"] == "2.12"
    people = model.Session.query(model.User).filter(model.User.email.like("%@satudata.example"))
    assert {user.state for user in people} == {model.State.PENDING}
    paper = io.BytesIO()
    slips.write(paper, outcome.links)
    printed = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert all(link.fullname in printed for link in outcome.links)

    again = taking.take(parsing.parse(path), tmp_path, silent)
    assert again == taking.Outcome()
    assert stored.count() == 40
    assert people.count() == 80


@pytest.mark.usefixtures("clean_db", "clean_index")
def test_a_corrected_workbook_changes_what_differs(tmp_path):
    """A changed cell changes its office, a person comes to a further office, an unused link is made anew."""
    path = tmp_path / "buku.xlsx"
    blora.write(path, rows=SMALL, persons=[PERSON])
    first = taking.take(parsing.parse(path), tmp_path, silent)
    moved = {**PERSON, "office": "dinkesda", "email": PERSON["email"].upper()}
    blora.write(path, rows=[*SMALL[:2], {**DINKES, "telepon": "0296 531001"}], persons=[moved])
    second = taking.take(parsing.parse(path), tmp_path, silent, again=True)
    assert (second.offices_changed, second.people_made, second.people_changed) == (1, 0, 1)
    assert model.Group.get("dinkesda").extras["telepon"] == "0296 531001"
    assert model.Group.get("dinkesda").extras["surel"] == DINKES["surel"]
    assert [link.name for link in second.links] == [link.name for link in first.links]
    assert second.links[0].address != first.links[0].address


@pytest.mark.usefixtures("clean_db")
@pytest.mark.parametrize(
    ("office", "cell", "text"),
    [
        ({"peran": "Pengguna"}, "OPD!E4", '"Pengguna" tidak ada dalam daftar'),
        ({"urusan": "9.99 Sihir"}, "OPD!F4", "tidak ada dalam daftar"),
        ({"induk": "dinas-hilang"}, "OPD!D4", "dinas-hilang"),
        ({"induk": "dinkesda"}, "OPD!D4", "berada di bawahnya"),
        ({"induk": "", "jenis_organisasi": "Unit Pelaksana Teknis Daerah"}, "OPD!D4", "Pilih OPD induknya"),
        ({"name": "dinkominfo"}, "OPD!B4", "dua kali"),
        ({"name": "Dinas Kesehatan"}, "OPD!B4", "huruf kecil"),
        ({"title": ""}, "OPD!A4", "belum diisi"),
        ({"kode_opd": "12"}, "OPD!H4", "bukan kode OPD"),
        ({"surel": "dinkes"}, "OPD!I4", "bukan alamat surel"),
        ({"telepon": "3316011202900001"}, "OPD!J4", "nomor perorangan"),
        ({"peran": "Walidata"}, "OPD!E4", "Tepat satu OPD menjadi Walidata"),
    ],
)
def test_wrong_offices_are_named_at_their_cell(tmp_path, office, cell, text):
    """What is wrong with an office stands at its cell, with what to do."""
    listed = problems(tmp_path, rows=[*SMALL[:2], {**DINKES, **office}])
    assert text in listed.get(cell, ""), listed


@pytest.mark.usefixtures("clean_db")
@pytest.mark.parametrize(
    ("person", "cell", "text"),
    [
        ({"office": "dinas-hilang"}, "Petugas!C2", "dinas-hilang"),
        ({"email": "sri"}, "Petugas!B2", "bukan alamat surel"),
        ({"capacity": "Bupati"}, "Petugas!D2", "tidak ada dalam daftar"),
        ({"fullname": ""}, "Petugas!A2", "belum diisi"),
    ],
)
def test_wrong_people_are_named_at_their_cell(tmp_path, person, cell, text):
    """What is wrong with a person stands at its cell, with what to do."""
    assert text in problems(tmp_path, persons=[{**PERSON, **person}]).get(cell, "")


@pytest.mark.usefixtures("clean_db")
def test_wrong_district_is_named_at_its_cell(tmp_path):
    """Another district's workbook, a colour that cannot be read, a missing picture, an address that stands twice."""
    wrong = {"wilayah": "51.08", "ckanext.satudata.colour": "#ffff00", "logo": "hilang.png"}
    listed = problems(tmp_path, wrong, persons=[PERSON, PERSON])
    assert "33.16" in listed["Kabupaten!B2"]
    assert "4.5:1" in listed["Kabupaten!B6"]
    assert "hilang.png" in listed["Kabupaten!B8"]
    assert "dua kali" in listed["Petugas!B3"]


def test_cells_have_drop_downs(tmp_path):
    """Each column of codes is chosen from a list; short names from the sheet of offices."""
    path = tmp_path / "buku.xlsx"
    blora.write(path)
    book = load_workbook(path)
    rules = {
        str(rule.sqref): rule.formula1
        for name in ("OPD", "Petugas")
        for rule in book[name].data_validations.dataValidation
        if rule.type == "list"
    }
    assert rules["D2:D61"].replace("'", "") == "OPD!$B$2:$B$61"
    assert rules["C2:C201"].replace("'", "") == "OPD!$B$2:$B$61"
    assert {"C2:C61", "E2:E61", "F2:F61", "G2:G61", "D2:D201"} <= set(rules)


def test_another_file_is_refused(tmp_path):
    """What is no workbook of a district is refused, with how to make one."""
    path = tmp_path / "lain.xlsx"
    path.write_text("bukan buku")
    with pytest.raises(BadWorkbook, match="init --template"):
        parsing.parse(path)
