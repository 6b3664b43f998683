"""From bytes to cells; no service needed."""

import contextlib

import pytest
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.tables import inferred, reader
from ckanext.satudata.tables.table import opened
from openpyxl import Workbook


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nama,n\nDesa é,1\n".encode() + b"Desa \xe9,1\n", "row 3 has a letter"),
        ("nama,n\nDesa é,1\n".encode() + b"Desa \xe9,1\nb,2\n\xff,2\n", "row 3, 5 has a letter"),
        (b"nama,n\n" + b"Desa \xc3\xa9 \xe9,1\n", "row 2 has a letter"),
        (b"nama,jumlah\nL\xe9\x81,1\n", "row 2 has a letter"),
        ("nama,n\nDesa é,1\n".encode("utf-16")[:-1], "cut off or damaged: it begins as UTF-16"),
        ("nama,n\nDesa é,1\n".encode("utf-32")[:-1], "cut off or damaged: it begins as UTF-32"),
        ("nama,n\nDesa é,1\n".encode("utf-32-le"), "is not a text table"),
        ("nama,n\nDesa é,1\n".encode("utf-16-le"), "is not a text table"),
        (b"nama,n\n" + b"a,1\n" * 2000 + b"\x00,1\n", "zero byte in row 2002"),
        (b'nama,n\na,1\n"Desa Baru,1\nc,2\n', "Row 3 opens a quotation mark"),
        (b'nama,n\n"a\nb",1\n"Desa Baru,1\nc,2\n"d",2\n', "Row 4 opens a quotation mark"),
        (b'nama,n\n"Desa Baru,1\n"c,2\n', "Row 2 opens a quotation mark"),
    ],
)
def test_a_text_that_breaks_its_own_rules_is_refused_where_it_does(content, message, tmp_path):
    """One wrong byte never changes how the rest is read, and no row is swallowed without a word."""
    with pytest.raises(UnreadableTable, match=message):
        rows(content, "a.csv", tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_at_the_start_are_no_part_of_the_first_name(encoding, tmp_path):
    """Some programs write the mark of the encoding twice."""
    with table("\ufeff\ufeffid;nama\n1;Léter\n".encode(encoding), "a.csv", tmp_path) as result:
        assert list(result.columns) == ["id", "nama"]


def test_a_mark_within_an_unquoted_cell_and_long_cells_are_read(tmp_path):
    """5" is five inches; the outline of a village is longer than Python's own limit."""
    assert rows(b'nama,n\npipa 5",1\nb,2\n', "a.csv", tmp_path)[0] == [2, 'pipa 5"', "1"]
    assert len(rows(f"nama,n\n{'x' * 200_000},1\n".encode(), "a.csv", tmp_path)[0][1]) == 200_000


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
    table = rows(text.encode(), "a.csv", tmp_path)
    assert [row[2][:3] for row in table] == ["b\nc", "e " + '"']


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

    moment = datetime.datetime.fromisoformat("2025-06-30T07:30")
    content = workbook([["a", "b", "c"], [datetime.date(2025, 6, 30), True, moment]])
    assert rows(content, "a.xlsx", tmp_path) == [[2, "2025-06-30", "true", "2025-06-30T07:30:00"]]


def test_a_workbook_without_cells_is_refused(tmp_path, workbook):
    """It is as empty as an empty file."""
    with pytest.raises(UnreadableTable, match=r"kosong\.xlsx is empty"):
        reader.as_csv(workbook([]), "kosong.xlsx", tmp_path)


def test_rows_keep_their_numbers_beside_empty_lines(tmp_path):
    """A message about row 4 means row 4 of the officer's file."""
    assert rows(b"nama,jumlah\n\n\nSawan,1\n", "a.csv", tmp_path) == [[4, "Sawan", "1"]]


def test_a_workbook_is_read_as_it_is_shown(tmp_path):
    """A percent and a code with zeros in front come as people see them, as everywhere else."""
    book = Workbook()
    for row in (["kode", "bagian"], [10, 0.0585]):
        book.active.append(row)
    book.active["A2"].number_format, book.active["B2"].number_format = "000", "0.00%"
    book.save(tmp_path / "a.xlsx")
    file = reader.as_csv((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", tmp_path)
    assert file.path.read_text() == "kode,bagian\n010,5.85%\n"
