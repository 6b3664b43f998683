"""From bytes to cells; no service needed."""

import contextlib

import pytest
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.tables import inferred, reader
from ckanext.satudata.tables.table import opened


@contextlib.contextmanager
def table(content, name, folder):
    """Open a file's table."""
    file = reader.as_csv(content, name, folder)
    with opened(file, inferred.schema(file)) as result:
        yield result


def rows(content, name, folder):
    """Return a file's rows as text, each with its number."""
    with table(content, name, folder) as result:
        return [list(row) for row in result.ask("SELECT * FROM cells ORDER BY n")]


def test_columns_are_typed_and_codes_stay_text(tmp_path):
    """Numbers become numbers, but a kode wilayah such as 51.08 is never a number."""
    with table(b"kode_wilayah,jumlah\n51.08,10\n51.07,12\n", "a.csv", tmp_path) as result:
        assert result.columns == {"kode_wilayah": "string", "jumlah": "integer"}


def test_xlsx_reads_as_csv_does(tmp_path, workbook):
    """The same table in two formats gives the same rows."""
    content = workbook([["nama", "jumlah"], ["Sawan", 4], ["Seririt", 3.5]])
    assert rows(content, "a.xlsx", tmp_path) == [[2, "Sawan", "4"], [3, "Seririt", "3.5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_encodings_and_separators_are_found(tmp_path, encoding, delimiter):
    """A file is read however Excel or an application saved it."""
    content = f"nama{delimiter}jumlah\nDesa Léter{delimiter}1\n".encode(encoding)
    assert rows(content, "a.csv", tmp_path) == [[2, "Desa Léter", "1"]]


def test_bytes_of_no_encoding_are_read_as_latin_1(tmp_path):
    """Five bytes mean nothing in cp1252; latin-1 reads every byte."""
    assert rows(b"nama,jumlah\nL\xe9\x81,1\n", "a.csv", tmp_path) == [[2, "Lé\x81", "1"]]


def test_a_comma_in_numbers_does_not_separate(tmp_path):
    """The separator is the one that gives every line the same number of cells."""
    content = b"nama;nilai;luas\nSawan;1,5;2,25\nSeririt;2;3,5\n"
    assert rows(content, "a.csv", tmp_path) == [[2, "Sawan", "1,5", "2,25"], [3, "Seririt", "2", "3,5"]]


def test_empty_rows_are_left_out(tmp_path):
    """Rows that Excel leaves below a table are no data; the others keep their numbers."""
    assert rows(b"nama,jumlah\n,\nSawan,1\n,\n", "a.csv", tmp_path) == [[3, "Sawan", "1"]]


@pytest.mark.parametrize("text", ['nama,isi\nA,"b\nc"\nD,"e ""f"""\n', 'nama,isi\nA,"b\nc"\nD,"e ""f"""x\n'])
def test_line_breaks_and_quotes_in_cells(tmp_path, text):
    """Cells may hold line breaks, and quotes that only Python's reader takes."""
    found = rows(text.encode(), "a.csv", tmp_path)
    assert [row[2][:3] for row in found] == ["b\nc", "e " + '"']


def test_first_sheet_with_cells_is_the_table(tmp_path):
    """An empty first sheet is passed over."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.create_sheet("Data").append(["nama"])
    book["Data"].append(["Sawan"])
    book.save(tmp_path / "b.xlsx")
    assert rows((tmp_path / "b.xlsx").read_bytes(), "b.xlsx", tmp_path) == [[2, "Sawan"]]


def test_dates_and_truth_values_of_a_workbook(tmp_path, workbook):
    """Cells of Excel become what a CSV says of them."""
    import datetime

    content = workbook([["a", "b", "c"], [datetime.date(2025, 6, 30), True, datetime.datetime(2025, 6, 30, 7, 30)]])
    assert rows(content, "a.xlsx", tmp_path) == [[2, "2025-06-30", "true", "2025-06-30T07:30:00"]]


def test_a_workbook_without_cells_is_refused(tmp_path, workbook):
    """It is as empty as an empty file."""
    with pytest.raises(UnreadableTable, match=r"kosong\.xlsx is empty"):
        reader.as_csv(workbook([]), "kosong.xlsx", tmp_path)


def test_rows_keep_their_numbers_beside_empty_lines(tmp_path):
    """A message about row 4 means row 4 of the officer's file."""
    assert rows(b"nama,jumlah\n\n\nSawan,1\n", "a.csv", tmp_path) == [[4, "Sawan", "1"]]
