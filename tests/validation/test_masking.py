"""What a check says names nobody, and every cell that is personal is coloured; no service needed."""

import io
import json

import openpyxl
import pytest
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import annotated, engine, helpers, masking

NAME = "Ni Luh Contoh Sari"


def checked(text):
    """Return the report of a table."""
    return engine.check(text.encode(), "t.csv")


@pytest.mark.parametrize(
    ("label", "text", "secret"),
    [
        ("korban", "-1 orang bernama Contoh Nama(teknisi)", "Contoh"),
        ("nama_penerima", "=HYPERLINK(Tukiyem)", "Tukiyem"),
        ("kode", "5108014102900001", "5108014102900001"),
        ("kode", "KTP 5108 0141 0290 0001 hilang", "0141 0290"),
        ("uraian", "hubungi 081234567890 sore", "081234567890"),
        ("uraian", "kirim ke siti_aminah@yahoo.co.id", "siti_aminah"),
        ("uraian", "bantuan diterima Budi Santoso kemarin", "Budi Santoso"),
        ("uraian", "diterima Sdr. Xyzzy alamat Dusun Kubu", "Xyzzy"),
        ("ig", "@budi_contoh77", "budi_contoh77"),
        ("catatan", "x" * 51 + " 51080141", "51080141"),
    ],
)
def test_a_quoted_cell_names_nobody(label, text, secret):
    """Whatever the check complains about."""
    assert secret not in masking.hidden(text, label)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("kecamatan", "Kecamatan Seririt"),
        ("desa", "Bungkulan"),
        ("satuan", "orangg"),
        ("tahun", "20255"),
        ("jumlah", "1.250,75"),
        ("komoditas", "Cabai Rawit Merah"),
        ("nama_jalan", "Ahmad Yani"),
        ("kode_rekening", "5.1.02.01.001.00001"),
        ("uraian", "=SUM(A1:A9)"),
    ],
)
def test_other_cells_are_quoted_as_they_are(label, text):
    """An officer needs to see what is wrong."""
    assert masking.hidden(text, label) == text


@pytest.mark.parametrize(
    "text",
    [
        f"nama_pasien,umur\n{NAME},12\n=1+{NAME},13\n",
        f"nama_pasien,umur\n{NAME},12\n {NAME},tiga\n",
        f"nik,nama\n5108014102900001,{NAME}\n5108014102900001,{NAME}\n",
        f"nama_pasien,nama_pasien\n{NAME},12\n",
        f"nama_pasien,umur\n{NAME},12,13,14\n",
        f"5108014102900001,{NAME},PKH\n5108014102900002,{NAME},PKH\n",
    ],
)
def test_a_report_names_nobody(text):
    """Neither its messages nor the rows that it keeps, also where rows or headers are torn; they outlive the file."""
    report = checked(text)
    kept = json.dumps([report.as_dict(), report.described("t.csv")])
    assert report.problems
    assert NAME not in kept
    assert "Contoh" not in kept
    assert "5108014102900001" not in kept


PERSONS = "nik,nama,alamat,bantuan\n" + "".join(
    f"51080141029000{number:02},{NAME},Jl. Mawar {number},PKH\n" for number in range(1, 41)
)


def test_every_personal_cell_is_coloured(tmp_path):
    """All 40 NIK, and names and addresses beside them; the words stand once for each column."""
    path = tmp_path / "t.csv"
    path.write_text(PERSONS)
    stream = io.BytesIO()
    annotated.write(CsvFile(path), checked(PERSONS), stream)
    sheet = openpyxl.load_workbook(stream).worksheets[0]
    red = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
    assert {(row, column) for row, column in red if row > 1} == {
        (row, col) for row in range(2, 42) for col in (1, 2, 3)
    }
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["B1", "C1", "A2"]


def test_the_page_colours_the_same_cells():
    """Only the cell where the words stand is one to step to."""
    rows = helpers.satudata_report_rows(checked(PERSONS))
    assert [[cell["level"] for cell in row["cells"]] for row in rows] == [["error", "error", "error", ""]] * 20
    assert sum(bool(cell["messages"]) for row in rows for cell in row["cells"]) == 1


def test_single_cells_of_a_text_are_coloured(tmp_path):
    """Where few cells are personal, only these are."""
    text = "uraian,n\n" + "".join(f"{'KTP 5108014102900001' if n in (3, 7) else 'biasa'},{n}\n" for n in range(1, 11))
    rows = helpers.satudata_report_rows(checked(text))
    assert [row["number"] for row in rows if row["cells"][0]["level"]] == [4, 8]
    assert [row["cells"][0]["text"] for row in rows][:3] == ["biasa", "biasa", "KTP 5108…01"]


def test_a_nik_in_the_header_is_told():
    """A table without a header has its first person there."""
    problems = checked("5108014102900001,n\nx,1\ny,2\n").errors
    assert [(problem.type, problem.values["kind"], problem.row) for problem in problems] == [
        ("personal-data", "header", 1)
    ]
    assert checked("desa,2024\nSawan,1\n").valid
