"""Steps that open a file: sheets, encodings, files of another format than their name."""

import datetime

import pytest
from ckanext.satudata.exceptions import UnreadableTable, WrongStep
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.steps import sentence
from openpyxl import Workbook
from tables.untidy import saved, steps


def test_the_sheet_with_the_table_is_read_and_the_others_are_named(tmp_path, rows):
    """A sheet of metadata in front is passed over; people may choose another sheet; hidden ones do not count."""
    book = Workbook()
    book.active.title = "Metadata"
    book.active.append(["Judul", None, None, "Jumlah penduduk"])
    data = book.create_sheet("Isi")
    for row in (["kode", "tanggal", "jumlah"], ["51.08", datetime.date(2025, 1, 31), 5], ["51.07", None, 6.5]):
        data.append(row)
    book.create_sheet("Rahasia").append(["x"])
    book["Rahasia"].sheet_state = "hidden"
    result = reading.propose(saved(book), "a.xlsx", tmp_path)
    assert steps(result) == [("sheet", {"sheet": "Isi"})]
    assert str(sentence(result.steps[0])) == 'Sheet "Isi" was read; not read: Metadata; hidden and not read: Rahasia'
    assert rows(result.file)[1] == ["51.08", "2025-01-31", "5"]
    assert result.sheets == ["Metadata", "Isi"]
    chosen = reading.propose(saved(book), "a.xlsx", tmp_path, sheet="Metadata")
    assert chosen.origin.sheet == "Metadata"
    with pytest.raises(WrongStep, match='no sheet "Lain"'):
        reading.propose(saved(book), "a.xlsx", tmp_path, sheet="Lain")


def test_a_table_that_begins_elsewhere_on_a_sheet_knows_its_cells(tmp_path, rows):
    """A tidy table from C5 on needs no step, and its cells are named as the sheet names them."""
    book = Workbook()
    for row, cells in enumerate([("nama", "jumlah"), ("Sawan", 4), ("Seririt", 5)], 5):
        for column, cell in enumerate(cells, 3):
            book.active.cell(row, column, cell)
    result = reading.propose(saved(book), "a.xlsx", tmp_path)
    assert result.steps == []
    assert result.origin.cell(3, 1) == ("Sheet", "D", 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_is_read(encoding, delimiter, tmp_path, rows):
    """The tidy table is UTF-8 whatever the file was."""
    text = "Judul\nnama,jumlah,luas\nCafé,-,2\nb,3,4\n".replace(",", delimiter)
    result = reading.propose(text.encode(encoding), "a.csv", tmp_path)
    old = ["encoding"] if encoding in {"cp1252", "latin-1"} else []
    assert [step.kind for step in result.steps] == [*old, "title_rows", "missing_marks"]
    assert all("letters é" in str(sentence(step)) for step in result.steps[: len(old)])
    assert rows(result.file)[1] == ["Café", "", "2", "jumlah=-"]
    again = reading.apply(text.encode(encoding), "a.csv", tmp_path, result.steps)
    assert rows(again.file) == rows(result.file)
    assert result.file.path.read_bytes().decode()


def test_a_web_page_named_xls_is_read_as_what_it_is(tmp_path, rows):
    """Spans are laid out as a spreadsheet program would; the step says what the file is."""
    page = (
        "<html><table><tr><th rowspan=2>Nama</th><th colspan=2>Jumlah</th></tr><tr><th>L</th><th>P</th></tr>"
        "<tr><td>Sawan</td><td>1</td><td>2</td></tr></table></html>"
    )
    result = reading.propose(page.encode(), "a.xls", tmp_path)
    assert [step.kind for step in result.steps] == ["contents", "header_rows"]
    assert rows(result.file) == [["Nama", "Jumlah - L", "Jumlah - P"], ["Sawan", "1", "2"]]
    with pytest.raises(UnreadableTable):
        reading.propose(b"<html><p>Halaman tidak ditemukan</p></html>", "a.xls", tmp_path)


def test_text_and_xlsx_named_xls_are_read_as_what_they_are(tmp_path, rows, workbook):
    """Both are common exports of old programs."""
    text = reading.propose(b"nama\tjumlah\nSawan\t1\n", "a.xls", tmp_path)
    assert steps(text) == [("contents", {"format": "csv"})]
    assert rows(text.file)[1] == ["Sawan", "1"]
    book = reading.propose(workbook([["nama", "jumlah"], ["Sawan", 1]]), "a.xls", tmp_path)
    assert steps(book) == [("contents", {"format": "xlsx"})]
    assert steps(reading.propose(workbook([["nama", "jumlah"], ["Sawan", 1]]), "a.csv", tmp_path)) == steps(book)
    page = reading.propose(b"<table><tr><td>nama<td>n<tr><td>a<td>1</table>", "a.csv", tmp_path)
    assert steps(page) == [("contents", {"format": "html"})]
