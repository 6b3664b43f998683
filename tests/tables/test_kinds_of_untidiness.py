"""Siblings of the cases that failed in use: the same kind of untidiness in other words, signs and formats."""

import datetime

import openpyxl
import pytest
import xlwt
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.step import Step


def read(path, tmp_path, **more):
    """Return the kinds of steps that a file takes, and the rows of its table."""
    folder = tmp_path / "read"
    folder.mkdir(exist_ok=True)
    proposal = reading.propose(path, path.name, folder, **more)
    again = reading.apply(path, path.name, folder, proposal.steps)
    assert again.head(50) == proposal.head(50)
    return [step.kind for step in proposal.steps], proposal.head(50)


def text(tmp_path, content, name="tabel.csv", encoding="utf-8"):
    """Write a text."""
    path = tmp_path / name
    path.write_text(content, encoding=encoding)
    return path


def book(tmp_path, rows, formats=(), name="tabel.xlsx"):
    """Write a workbook; `formats` are number formats by cell."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, code in dict(formats).items():
        made.active[cell].number_format = code
    made.save(tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize(
    ("content", "kinds", "rows"),
    [
        # levels told by tabs and by spaces that do not break
        (
            "akun;n\nBelanja;10\n\tPegawai;6\n\t\tGaji;5\n",
            ["indents"],
            ["akun|tingkat|n", "Belanja|1|10", "Pegawai|2|6", "Gaji|3|5"],
        ),
        (
            "akun;n\nBelanja;10\n\u00a0\u00a0\u00a0\u00a0Pegawai;6\n",
            ["indents"],
            ["akun|tingkat|n", "Belanja|1|10", "Pegawai|2|6"],
        ),
        # thousands with spaces and apostrophes
        (
            "kec;n\nA;1 234\nB;980\nC;1 234 567\n",
            ["spaced_numbers"],
            ["kec|n", "A|1234", "B|980", "C|1234567"],
        ),
        (
            "kec;n\nA;1'234\nB;12'345,5\n",
            ["spaced_numbers"],
            ["kec|n", "A|1234", "B|12345.5"],
        ),
        (
            "kec;telepon\nA;812 345 678\nB;812 345 679\n",
            [],
            ["kec|telepon", "A|812 345 678", "B|812 345 679"],
        ),
        ("jalan;n\n12 345 Mawar;1\n1 200;2\n", [], ["jalan|n", "12 345 Mawar|1", "1 200|2"]),
        # the year in front, with points or strokes
        ("tgl,n\n2025.01.13,1\n2025/2/1,2\n", ["dates"], ["tgl|n", "2025-01-13|1", "2025-02-01|2"]),
        # the row of the whole below its parts, and averages
        (
            "kecamatan,n\nGerokgak,10\nSeririt,20\nKab. Buleleng,30\n",
            ["subtotal_rows"],
            ["kecamatan|n", "Gerokgak|10", "Seririt|20"],
        ),
        (
            "kecamatan,n\nGerokgak,10\nSeririt,20\nKab. Buleleng,30\nRata-rata,15\n",
            ["subtotal_rows", "total_rows"],
            ["kecamatan|n", "Gerokgak|10", "Seririt|20"],
        ),
        (
            "kabupaten,n\nKab. Badung,10\nKab. Bangli,20\nKab. Buleleng,30\n",
            [],
            ["kabupaten|n", "Kab. Badung|10", "Kab. Bangli|20", "Kab. Buleleng|30"],
        ),
        ("kec,n\nA,10\nB,20\nRata - rata,15\n", ["total_rows"], ["kec|n", "A|10", "B|20"]),
        # a sign of no width in a title
        ("id\u200b,nama\n1,a\n", ["title_breaks"], ["id|nama", "1|a"]),
        ('"jumlah\tjiwa",nama\n1,a\n', ["title_breaks"], ["jumlah jiwa|nama", "1|a"]),
    ],
)
def test_texts(tmp_path, content, kinds, rows):
    """Each by a step that is named; what only looks like it stays."""
    steps, table = read(text(tmp_path, content), tmp_path)
    assert (steps, ["|".join(row) for row in table]) == (kinds, rows)


@pytest.mark.parametrize(
    ("rows", "formats", "kinds", "expected"),
    [
        # thousands and millions by the cell's format
        (
            [["kec", "n"], ["A", 1500000], ["B", 2000]],
            {"B2": "#,##0,", "B3": "#,##0,"},
            ["numbers"],
            [["A", "1500000"], ["B", "2000"]],
        ),
        ([["kec", "n"], ["A", 1500000]], {"B2": '0.0,,"jt"'}, ["numbers"], [["A", "1500000"]]),
        ([["kec", "n"], ["A", 1500]], {"B2": "#,##0.00"}, [], [["A", "1500"]]),
        (
            [["kec", "r"], ["A", 0.5], ["B", 0.755]],
            {"B2": "0%", "B3": "0.0%"},
            ["numbers"],
            [["A", "50"], ["B", "75.5"]],
        ),
        ([["kode", "n"], [1, 1], [20, 2]], {"A2": "000", "A3": "000"}, [], [["001", "1"], ["020", "2"]]),
        ([["k", "lama"], ["A", datetime.timedelta(hours=50)]], {"B2": "[h]:mm:ss"}, ["durations"], [["A", "50:00"]]),
    ],
)
def test_number_formats(tmp_path, rows, formats, kinds, expected):
    """What the format of a cell says is read with it."""
    steps, table = read(book(tmp_path, rows, formats), tmp_path)
    assert (steps, table[1:]) == (kinds, expected)


def xls(tmp_path, name):
    """Write a workbook of Excel 97 under any name."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("Data")
    for row, cells in enumerate((["kec", "n"], ["A", 1])):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    made.save(str(tmp_path / name))
    return tmp_path / name


@pytest.mark.parametrize("claimed", ["tabel.xlsx", "tabel.ods", "tabel.xls", "tabel.csv"])
def test_a_file_is_what_it_holds(tmp_path, claimed):
    """Whatever its name says: a text, a workbook of today or of 1997; the step says so."""
    for path in (
        text(tmp_path, "kec;n\nA;1\n", f"a-{claimed}"),
        book(tmp_path, [["kec", "n"], ["A", 1]], name=f"b-{claimed}")
        if not claimed.endswith(("ods", "csv", "xls"))
        else None,
        xls(tmp_path, f"c-{claimed}"),
    ):
        if path is not None:
            kinds, rows = read(path, tmp_path)
            assert rows == [["kec", "n"], ["A", "1"]]
            assert [kind for kind in kinds if kind != "contents"] == []


def test_a_step_that_nobody_wants_is_left_out(tmp_path):
    """Reading finds the others anew, as they are without it."""
    path = text(tmp_path, "Judul;\nkec;n\nA;1.234,5\nTotal;1.234,5\n")
    kinds, _rows = read(path, tmp_path)
    assert kinds == ["title_rows", "total_rows", "numbers"]
    kinds, rows = read(path, tmp_path, refused=[Step("total_rows", {"rows": 1})])
    assert kinds == ["title_rows", "numbers"]
    assert rows[-1] == ["Total", "1234.5"]
