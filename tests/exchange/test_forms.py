"""The XLSX forms: cells where BPS has them, and nothing lost on the way out and back."""

import io
import json

import openpyxl
import pytest
from ckanext.satudata.exchange import documents, forms
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict

from exchange.test_documents import SURVEY, exported, show, take_in

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a workbook as a form."""

    def reading(kind, book, dataset=""):
        path = tmp_path / "form.xlsx"
        book.save(path)
        return forms.parse_form(kind, path, "form.xlsx", lambda begun: documents.find_current(kind, begun, dataset))

    return reading


def written(kind, selected):
    """Return documents as a workbook."""
    stream = io.BytesIO()
    forms.write(kind, selected, stream)
    return openpyxl.load_workbook(stream)


def test_activity_out_and_back(read):
    """An untouched form gives the same document; a changed cell changes what it says, and nothing else."""
    made = act("package_create", **kegiatan_dict(owner_org=Organization(title="Dinas Uji")["id"], **SURVEY))
    before = exported("ms-keg", made["id"])
    before["data"]["blok_viii"]["rencana_jadwal_rilis_produk_digital"] = ["2026-01-31", "2026-07-31"]
    before["kunci_baru"] = 1
    assert take_in("ms-keg", before)[0] == []
    book = written("ms-keg", [before])
    filled = read("ms-keg", book)
    assert (filled.problems, json.dumps(filled.documents)) == ([], json.dumps([before]))

    sheet = book["MS-Keg"]
    cells = {sheet.cell(row, 2).value: sheet.cell(row, 4) for row in range(4, sheet.max_row + 1)}
    assert cells["Sarana pengumpulan data"].value == "capi\nlainnya"
    cells["Tujuan kegiatan"].value = "Tujuan lain."
    cells["Metode analisis"].value = "Inferensia"
    cells["Sarana pengumpulan data"].value = "capi\nlainnya\nKuesioner daring"
    cells["Jadwal: desain"].value = "2025-02-01 s.d. 2025-02-28"
    cells["Melakukan uji coba"].value = "Mungkin"
    filled = read("ms-keg", book)
    places = {cells["Sarana pengumpulan data"].coordinate, cells["Melakukan uji coba"].coordinate}
    assert {problem.place for problem in filled.problems} == places
    cells["Sarana pengumpulan data"].value = "capi\nlainnya\ncawi"
    cells["Melakukan uji coba"].value = "Tidak"
    filled = read("ms-keg", book)
    assert filled.problems == []
    assert take_in("ms-keg", filled.documents)[0] == []
    stored = show(made["id"])
    assert (stored["tujuan_kegiatan"], stored["metode_analisis"]) == ("Tujuan lain.", "INFERENSIA")
    assert stored["sarana_pengumpulan_data"] == ["capi", "cawi", "lainnya"]
    assert stored.get("apakah_melakukan_uji_coba", "") == ""
    assert exported("ms-keg", made["id"])["kunci_baru"] == 1

    cells["Sektor kegiatan"].value = "Apa saja"
    filled = read("ms-keg", book)
    problems = [filled.placed(problem) for problem in take_in("ms-keg", filled.documents)[0]]
    assert [problem.place for problem in problems] == [f"{cells['Sektor kegiatan'].coordinate} (data.sektor_kegiatan)"]


def test_new_activity_from_a_form(read):
    """A form for a record that is not there yet makes it."""
    made = act("package_create", **kegiatan_dict(owner_org=Organization(title="Dinas Uji")["id"], **SURVEY))
    book = written("ms-keg", [exported("ms-keg", made["id"])])
    book["MS-Keg"]["D4"].value = "Survei Baru 2026"
    filled = read("ms-keg", book)
    problems, [outcome] = take_in("ms-keg", filled.documents)
    assert (problems, outcome["outcome"], outcome["title"]) == ([], "added", "Survei Baru 2026")
    assert show(outcome["id"])["kode_wilayah"] == "51.08"
    assert [variable["nama"] for variable in show(outcome["id"])["variabel_yang_dikumpulkan"]] == ["Nilai", "Umur"]


def test_formulas_without_a_value_and_errors_are_told_at_their_cells(read):
    """Neither becomes a text of the record, on the first sheet and on the others; a mark of people is no error."""
    made = act("package_create", **kegiatan_dict(owner_org=Organization(title="Dinas Uji")["id"], **SURVEY))
    before = exported("ms-keg", made["id"])
    book = written("ms-keg", [before])
    inner = next(name for name in book.sheetnames if name != "MS-Keg")
    book["MS-Keg"]["D5"].value = '="Survei "&A1'
    book["MS-Keg"]["D6"].value = "#REF!"
    book[inner]["A2"].value = "=B2"
    # what no place of the form is does not matter
    book["MS-Keg"]["H30"].value = "=A1"
    filled = read("ms-keg", book)
    assert [problem.place for problem in filled.problems] == ["D5", "D6", f"{inner}!A2"]
    assert "#FORMULA!" not in json.dumps(filled.documents) + filled.problems[0].text
    assert "#REF!" not in json.dumps(filled.documents)


def test_indicators_stand_in_the_official_cells(read):
    """Row 21 and the columns are those of BPS's form; several indicators come row by row."""
    office = Organization(title="Dinas Uji")["id"]
    parts = {"variabel_pembangun": "a, kegiatan a\nb", "variabel_disaggregasi": "Kecamatan, jenis kelamin"}
    first = act("package_create", **indikator_dict(owner_org=office, **parts))
    second = act("package_create", **indikator_dict(owner_org=office, name="dua", title="Persentase Dua"))
    before = [exported("ms-ind", record["id"]) for record in (first, second)]
    book = written("ms-ind", before)
    sheet = book["MS-Ind"]
    assert (sheet["AO10"].value, sheet["B21"].value, sheet["B22"].value) == (
        "Dinas Uji",
        "Persentase Uji",
        "Persentase Dua",
    )
    assert (sheet["AD21"].value, sheet["AG21"].value, sheet["AV21"].value) == ("Kecamatan\njenis kelamin", 2, "a\nb")
    assert sheet["S21"].value == "Pembilang dibagi penyebut.\nRumus: a / b x 100"
    filled = read("ms-ind", book)
    assert (filled.problems, json.dumps(filled.documents)) == ([], json.dumps(before))
    sheet["X22"].value = "Rasio"
    sheet["S22"].value = "Cara lain.\nRumus: a / c"
    sheet["AG21"].value = 3
    filled = read("ms-ind", book)
    assert [problem.place for problem in filled.problems] == ["AG21"]
    assert take_in("ms-ind", filled.documents)[0] == []
    stored = show(second["id"])
    assert (stored["ukuran"], stored["metode_perhitungan"], stored["rumus"]) == ("Rasio", "Cara lain.", "a / c")


def test_variables_stand_in_the_official_cells(read):
    """So are a dataset's variables; a question that is added comes out in the JSON."""
    resource = {"url": "https://berkas.example/a.csv", "format": "CSV", "standar": "stunting"}
    made = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[resource]))
    before = documents.export("ms-var", show(made["id"]), whole=True)
    book = written("ms-var", before)
    sheet = book["MS-Var"]
    assert (sheet["B21"].value, sheet["G21"].value, sheet["BB21"].value) == ("Kode wilayah", "kode_wilayah", 1)
    assert sheet["AK21"].value.startswith("51.08.01 = Gerokgak\n")
    filled = read("ms-var", book, made["id"])
    assert (filled.problems, json.dumps(filled.documents)) == ([], json.dumps(before))
    sheet["AS22"].value = "Kecamatan mana?"
    filled = read("ms-var", book, made["id"])
    assert take_in("ms-var", filled.documents, dataset=made["id"])[0] == []
    after = documents.export("ms-var", show(made["id"]), whole=True)
    assert after[1]["data"]["kalimat_pertanyaan"] == "Kecamatan mana?"
    after[1]["data"]["kalimat_pertanyaan"] = "-"
    assert after == before
