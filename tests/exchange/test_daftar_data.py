"""The Daftar Data Daerah out and in: 22 columns, nothing half stored, every fault at its cell."""

import io

import openpyxl
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.exchange import daftar_columns, daftar_files
from ckanext.satudata.exchange.model import Kept
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def rows(user="", **wish):
    """Return the list as somebody sees it."""
    return tk.get_action("satudata_daftar_data_list")({"user": user}, wish)


def xlsx(planned):
    """Return a list as a workbook."""
    stream = io.BytesIO()
    daftar_files.write_xlsx(planned, stream)
    return openpyxl.load_workbook(stream)


def take_in(book, user, **more):
    """Take a workbook or the bytes of a CSV file in."""
    if isinstance(book, bytes):
        file = FileStorage(io.BytesIO(book), "daftar.csv")
    else:
        stream = io.BytesIO()
        book.save(stream)
        stream.seek(0)
        file = FileStorage(stream, "daftar.xlsx")
    return tk.get_action("satudata_daftar_data_import")({"user": user}, {"upload": file, **more})


@pytest.fixture
def office():
    """Return an OPD with an officer, and a dataset of it."""
    officer = factories.User()
    organization = Organization(title="Dinas Uji", users=[{"name": officer["name"], "capacity": "editor"}])
    dataset = act(
        "package_create", **dataset_dict(owner_org=organization["id"], sumber="SIAK", kode_dssd="2.12.000001")
    )
    act("package_create", **dataset_dict(owner_org=organization["id"], name="rahasia", title="Rahasia", private=True))
    return officer["name"], organization, dataset


def test_columns_and_values(office):
    """There are 22 columns under two header rows; the public sees public datasets and no person."""
    _officer, _organization, dataset = office
    sheet = xlsx(rows()).active
    assert (sheet.max_row, sheet.max_column) == (3, 22)
    assert [cell.value for cell in sheet[2]] == [f"({number})" for number in range(1, 23)]
    shown = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[3]), strict=True))
    expected = {
        "ID DDD": dataset["name"],
        "Kode Indikator": "2.12.000001",
        "Nama Data": dataset["title"],
        "Produsen Data": "Dinas Uji",
        "Klasifikasi Data sesuai Risiko": "Terbuka",
        "Satuan": "Jiwa",
        "Jadwal Pemutakhiran": "Tahunan",
        "Periode Data": "2020–2024",
        "Kode Standar Data": "N/A",
        "ID DDP": "",
        "Penanggung Jawab": "",
    }
    assert {title: shown[title] for title in expected} == expected


def test_out_in_and_out_again(office):
    """What is filled in comes out again, with plans and columns of one's own, in both formats; plans become data."""
    officer, organization, dataset = office
    book = xlsx(rows(officer))
    sheet = book.active
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(3, 5) if sheet.cell(row, titles["ID DDD"]).value == dataset["name"])
    for title, text in {
        "ID DDP": "DDP-7",
        "Kategori RAD": "Kependudukan",
        "Penanggung Jawab": "Made",
        "Satuan": "orang",
    }.items():
        sheet.cell(row, titles[title]).value = text
    sheet.cell(1, 23).value = "Catatan Forum"
    sheet.cell(row, 23).value = "=ya"
    for title, text in {
        "ID DDD": "R-9",
        "Nama Data": "Jumlah Pasar",
        "Produsen Data": "Dinas Uji",
        "Jadwal Pemutakhiran": "semesteran",
        "Klasifikasi Data sesuai Risiko": "Terbuka",
    }.items():
        sheet.cell(5, titles[title]).value = text
    # a formula without a stored value is no text
    [problem] = take_in(book, officer)["problems"]
    assert (problem["place"], "=ya" in problem["text"]) == (f"W{row}", True)
    sheet.cell(row, 23).value = "ya"
    answer = take_in(book, officer)
    assert (answer["problems"], len(answer["records"])) == ([], 3)

    again = rows(officer)
    by_name = {row["Nama Data"]: row for row in again}
    row_again = by_name[dataset["title"]]
    assert (row_again["ID DDP"], row_again["Kategori RAD"], row_again["Penanggung Jawab"]) == (
        "DDP-7",
        "Kependudukan",
        "Made",
    )
    assert row_again["Definisi"] == dataset["definisi"]
    text = io.StringIO(newline="")
    daftar_files.write_csv(again, text)
    assert take_in(text.getvalue().encode("utf-8-sig"), officer)["problems"] == []
    assert rows(officer) == again
    assert row_again["Catatan Forum"] == "ya"

    public = {row["Nama Data"]: row for row in rows()}
    assert set(public) == {dataset["title"], "Jumlah Pasar"}
    assert (public[dataset["title"]]["Penanggung Jawab"], "Catatan Forum" in public[dataset["title"]]) == ("", False)

    act("package_patch", id=dataset["id"], definisi="Definisi baru.")
    act(
        "package_create",
        **dataset_dict(owner_org=organization["id"], name="pasar", title="Jumlah Pasar", satuan="unit"),
    )
    by_name = {row["Nama Data"]: row for row in rows(officer)}
    assert by_name[dataset["title"]]["Definisi"] == "Definisi baru."
    assert by_name[dataset["title"]]["ID DDP"] == "DDP-7"
    assert by_name["Jumlah Pasar"]["Satuan"] == "Unit"
    assert len(by_name) == 3


def test_every_fault_at_its_cell_and_nothing_is_stored(office):
    """One wrong cell refuses the whole file."""
    officer, _organization, _dataset = office
    stranger = Organization(title="Dinas Lain")
    book = xlsx(rows(officer))
    sheet = book.active
    titles = {cell.value: cell.column_letter for cell in sheet[1]}
    names = {
        "Jadwal Pemutakhiran": "kadang-kadang",
        "Produsen Data": "Dinas Entah",
        "Definisi": "Milik 5108010101900001",
        "Jenis Data": "Suara",
    }
    for title, text in names.items():
        sheet[f"{titles[title]}3"].value = text
    sheet[f"{titles['Nama Data']}4"].value = None
    for title in titles:
        sheet[f"{titles[title]}5"].value = sheet[f"{titles[title]}4"].value
    sheet[f"{titles['Nama Data']}5"].value = "Jumlah Kapal"
    sheet[f"{titles['Produsen Data']}5"].value = stranger["title"]
    answer = take_in(book, officer)
    places = {f"{titles[title]}3" for title in names} | {f"{titles['Nama Data']}4", f"{titles['Produsen Data']}5"}
    assert {problem["place"] for problem in answer["problems"]} == places
    assert model.Session.query(Kept).count() == 0


def test_same_data_twice_and_no_header(office):
    """A repeated row and a file without our header are told as such."""
    officer, *_others = office
    book = xlsx(rows(officer))
    sheet = book.active
    for cell in sheet[3]:
        sheet.cell(5, cell.column).value = cell.value
    [problem] = take_in(book, officer)["problems"]
    assert problem["place"] == "F5"
    problems = take_in(b"nama,nilai\na,1\n", officer)["problems"]
    assert {problem["place"] for problem in problems} == {""}
    assert len(problems) == 3
    with pytest.raises(tk.ValidationError):
        tk.get_action("satudata_daftar_data_import")({"user": officer}, {})
    with pytest.raises(tk.NotAuthorized):
        take_in(book, factories.User()["name"])
    walidata = factories.User()["name"]
    Organization(peran="walidata", users=[{"name": walidata, "capacity": "editor"}])
    assert take_in(xlsx(rows(walidata)), walidata)["problems"] == []


def test_own_columns(office, tmp_path, monkeypatch):
    """Another region names its own columns in a file."""
    officer, *_others = office
    file = tmp_path / "kolom.yaml"
    file.write_text(
        "- {key: nama_data, title: Judul, from: record.title, required: true}\n"
        "- {key: produsen_data, title: OPD, from: organization.title, required: true}\n"
    )
    monkeypatch.setitem(tk.config, "ckanext.satudata.exchange.daftar_data", str(file))
    assert {tuple(row) for row in rows(officer)} == {("Judul", "OPD")}
    file.write_text("- {key: nama_data, title: Judul}\n")
    daftar_columns._columns.cache_clear()
    with pytest.raises(tk.ValidationError, match="produsen_data"):
        rows(officer)
