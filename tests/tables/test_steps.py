"""Each kind of step on a small made-up file: what is proposed, what it makes of the file, what it says."""

import datetime
import io
from pathlib import Path

import pytest
from ckanext.satudata.exceptions import UnreadableTable, WrongStep
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import CELLS, check, kinds, sentence
from openpyxl import Workbook


def read(text, folder, **options):
    """Propose steps for the text of a CSV."""
    return reading.propose(text.encode(), "a.csv", folder, **options)


def steps(result):
    """Return kinds and options of the steps."""
    return [(step.kind, step.options) for step in result.steps]


def test_a_tidy_file_has_no_steps_and_stays_what_it_is(tmp_path):
    """Nothing is proposed for a tidy table, and its bytes are not touched."""
    content = (
        b"kode;nama;jumlah;nilai;tanggal\n51.08;Buleleng;10;1.25;2025-01-31\n51.07;Karangasem;1200;0.994;2025-02-28\n"
    )
    result = reading.propose(content, "a.csv", tmp_path)
    assert result.steps == result.warnings == []
    assert result.file.path.read_bytes() == content
    assert result.origin.cell(3, 1) == (None, "B", 3)


def test_the_first_rows_of_the_result_can_be_shown(tmp_path):
    """Who confirms steps sees what they make of the file: the header and as many rows as asked for."""
    result = read("Judul,\nnama,jumlah\nSawan,-\nSeririt,2\nBanjar,3\n", tmp_path)
    assert result.head(rows=2) == [["nama", "jumlah"], ["Sawan", ""], ["Seririt", "2"]]


def test_titles_blank_lines_notes_and_totals_are_left_out(tmp_path, rows):
    """Only header and data stay; what was removed is in the sentences, and each row knows where it stood."""
    result = read(
        "JUMLAH PENDUDUK,,\nKabupaten Buleleng,,\n,,\nNo,Kecamatan,Jumlah\n1,Sawan,10\n\n2,Seririt,20\n,Jumlah,30\n\n"
        "Sumber: Disdukcapil,,\n",
        tmp_path,
    )
    assert steps(result) == [
        ("notes_below", {"rows": 1}),
        ("blank_rows", {}),
        ("title_rows", {"rows": 2}),
        ("total_rows", {"rows": 1}),
    ]
    sentences = [str(sentence(step)) for step in result.steps]
    assert "Sumber: Disdukcapil" in sentences[0]
    assert sentences[1].endswith("3")
    assert "JUMLAH PENDUDUK · Kabupaten Buleleng" in sentences[2]
    assert "Jumlah 30" in sentences[3]
    assert rows(result.file) == [["No", "Kecamatan", "Jumlah"], ["1", "Sawan", "10"], ["2", "Seririt", "20"]]
    assert [result.origin.cell(row, "Kecamatan").a1 for row in (1, 2, 3)] == ["B4", "B5", "B7"]


def test_a_last_row_without_figures_is_no_note(tmp_path):
    """A region whose figures are all missing stays."""
    assert read("nama,a,b\nSawan,1,2\nSeririt,,\n", tmp_path).steps == []


def test_a_merged_header_is_joined_and_its_names_reach_as_far_as_they_are_merged(tmp_path, rows):
    """Groups of columns give their name to each of them."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["No", "Kecamatan", "Jumlah Penduduk", None, "Luas"],
        [None, None, "Laki-laki", "Perempuan", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Sawan", 10, 11, 92.5],
        [2, "Seririt", 12, 13, 111.8],
    ):
        sheet.append(row)
    for merged in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        sheet.merge_cells(merged)
    result = reading.propose(saved(book), "a.xlsx", tmp_path)
    assert [step.kind for step in result.steps] == ["header_rows", "column_numbers"]
    header = ["No", "Kecamatan", "Jumlah Penduduk - Laki-laki", "Jumlah Penduduk - Perempuan", "Luas"]
    assert rows(result.file) == [header, ["1", "Sawan", "10", "11", "92.5"], ["2", "Seririt", "12", "13", "111.8"]]
    assert result.origin.cell(1, header[3]) == ("Sheet", "D", 2)
    assert result.origin.cell(1, "Luas").a1 == "E1"
    assert result.origin.cell(2, "Luas").a1 == "E4"


def test_years_and_months_become_columns(tmp_path, rows):
    """A column for each year and month becomes rows, the month a number as the standards want it."""
    result = read("kode,2023 Januari,2023 Februari,2024 Januari\n51.08,1,2,3\n51.07,4,5,6\n", tmp_path)
    assert steps(result) == [("periods_to_rows", {"by": ["tahun", "bulan"], "values": {"": "nilai"}})]
    assert rows(result.file)[:4] == [
        ["kode", "tahun", "bulan", "nilai"],
        ["51.08", "2023", "1", "1"],
        ["51.08", "2023", "2", "2"],
        ["51.08", "2024", "1", "3"],
    ]
    assert result.origin.cell(7, "nilai").a1 == "D3"
    assert result.origin.cell(7, "tahun").a1 == "D1"


def test_the_officer_names_the_column_of_figures(tmp_path, rows):
    """The name of a column of figures is an option of the step."""
    named = [Step("periods_to_rows", {"by": ["tahun"], "values": {"": "jumlah_penduduk"}})]
    result = reading.apply(b"kode,2023,2024\n51.08,1,2\n", "a.csv", tmp_path, named)
    assert rows(result.file) == [["kode", "tahun", "jumlah_penduduk"], ["51.08", "2023", "1"], ["51.08", "2024", "2"]]


@pytest.mark.parametrize(
    "header",
    [
        "kode,jumlah_2023,luas",
        "kode,Maret,September,luas_desa,usia 5-9",
        "tahun,Sensus 2010,Sensus 2020",
        "kode,mei,x",
    ],
)
def test_words_in_headings_are_not_taken_for_periods(header, tmp_path):
    """One or two columns that mention a period are columns of their own."""
    columns = header.count(",")
    result = read(f"{header}\n1{',2' * columns}\n3{',4' * columns}\n", tmp_path)
    assert "periods_to_rows" not in [step.kind for step in result.steps]


def test_names_of_groups_are_filled_down(tmp_path, rows):
    """A kecamatan that stands once, merged over its desa, is written at each."""
    text = "kecamatan,desa,jumlah\nSawan,Bebetin,1\n,Bungkulan,2\n,Giri Emas,3\nSeririt,Banjarasem,4\n,Bestala,5\n"
    result = read(text, tmp_path)
    assert steps(result) == [("filled_down", {"columns": ["kecamatan"]})]
    assert [row[0] for row in rows(result.file)[1:]] == ["Sawan"] * 3 + ["Seririt"] * 2
    assert result.origin.cell(4, "kecamatan").a1 == "A4"


def test_a_column_that_is_only_incomplete_is_not_filled_down(tmp_path):
    """A name that comes again, or a last column, shows that blanks are missing data."""
    assert read("rt,desa,jumlah\n001,Bebetin,1\n,Bungkulan,2\n,Giri Emas,3\n001,Jagaraga,4\n", tmp_path).steps == []


@pytest.mark.parametrize(
    ("cells", "expected", "kind"),
    [
        (["1.234.567,89", "12,5", "-3,25"], ["1234567.89", "12.5", "-3.25"], "numbers"),
        (["1.474", "686", "2.100", "15"], ["1474", "686", "2100", "15"], "numbers"),
        (["Rp 1.500", "Rp2.750.000,00", "Rp500,-"], ["1500", "2750000.00", "500"], "numbers"),
        (["12,5 %", "7%", "100 %"], ["12.5", "7", "100"], "numbers"),
        (["1.739,66 M", "0,15 M", "(2,00 M)"], ["1739660000000", "150000000", "-2000000000"], "numbers"),
        (["12 jt", "1,5 juta", "3 jt"], ["12000000", "1500000", "3000000"], "numbers"),
        (["1,234,567.89", "5.5", "1,000.25"], ["1234567.89", "5.5", "1000.25"], "numbers"),
        (["(1.500.000)", "2.000.000", "3.500.000"], ["-1500000", "2000000", "3500000"], "numbers"),
        (["31/12/2025", "1/2/2025", "05/03/2025"], ["2025-12-31", "2025-02-01", "2025-03-05"], "dates"),
        (["12-9-2025", "2025-09-13", "14-9-2025"], ["2025-09-12", "2025-09-13", "2025-09-14"], "dates"),
        (["31 Desember 2025", "Senin, 1 Mei 2025", "2 Agt 2025"], ["2025-12-31", "2025-05-01", "2025-08-02"], "dates"),
        (["Februari 2026", "Mei 2026", "Des 2026"], ["2026-02", "2026-05", "2026-12"], "dates"),
        (["32. 04. 05", "32.04.06", "32 .04.07"], ["32.04.05", "32.04.06", "32.04.07"], "spaced_codes"),
        (["  Sawan", "Kota  Baru", "Seririt "], ["Sawan", "Kota Baru", "Seririt"], "stray_spaces"),
        (["'0812", "'12.5", "7"], ["0812", "12.5", "7"], "stray_spaces"),
        (["-", "5", "n/a", "...", "7", "9"], ["", "5", "", "", "7", "9"], "missing_marks"),
        (["24,777.18", "19,729.08", "5.5"], ["24777.18", "19729.08", "5.5"], "numbers"),
        (["93,211", "86,102", "999"], ["93211", "86102", "999"], "numbers"),
        (["1/13/2025", "1/14/2025", "2/1/2025"], ["2025-01-13", "2025-01-14", "2025-02-01"], "dates"),
        (["PT26H30M", "PT5S", "-PT2H"], ["26:30", "00:00:05", "-02:00"], "durations"),
        (["12,345%", "7%", "0,5 %"], ["12.345", "7", "0.5"], "numbers"),
    ],
)
def test_cells_are_rewritten(cells, expected, kind, tmp_path, rows):
    """A whole column is read in its own way of writing; the table that comes out needs nothing more."""
    text = "nama\tisi\n" + "".join(f"baris {index}\t{cell}\n" for index, cell in enumerate(cells))
    result = read(text, tmp_path)
    assert [step.kind for step in result.steps] == [kind]
    assert [row[1] for row in rows(result.file)[1:]] == expected
    assert reading.propose(result.file.path, "b.csv", tmp_path).steps == []
    assert "isi" in str(sentence(result.steps[0]))


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("persentase", ["1,234", "2,345"]),
        ("nilai", ["-1,234", "2,345"]),
        ("nilai", ["1,234", "2500"]),
        ("tanggal", ["13/1/2025", "1/14/2025"]),
    ],
)
def test_a_comma_or_a_month_that_may_be_either_is_left(name, cells, tmp_path):
    """Where the column speaks for neither, nothing is changed."""
    text = f"x\t{name}\n" + "".join(f"a{index}\t{cell}\n" for index, cell in enumerate(cells))
    assert read(text, tmp_path).steps == []


def test_codes_and_years_that_were_fractions_are_whole_again(tmp_path, rows):
    """32.0 is 32 and 2019.0 is 2019; a number 30.0 stays, and so does 32.5 in a column of codes."""
    result = read("kode_prov,tahun,jumlah,no\n32.0,2019.0,30.0,1.5\n32.0,2020,41.0,2.0\n", tmp_path)
    assert steps(result) == [("decimal_codes", {"columns": ["kode_prov", "tahun"]})]
    assert rows(result.file)[1] == ["32", "2019", "30.0", "1.5"]


def test_names_of_columns_become_such_as_the_database_takes(tmp_path, rows):
    """Line breaks, more than 63 bytes, and names that PostgreSQL keeps; no two become one, the long ones are kept."""
    long = "Persentase Penduduk Usia Lima Tahun ke Atas menurut Kecamatan dan Jenis Kelamin"
    text = f'"Luas\n(km2)",{long} Laki-laki,{long} Perempuan,xmin\n1,2,3,4\n'
    result = read(text, tmp_path)
    assert [step.kind for step in result.steps] == ["title_breaks", "long_titles", "reserved_titles"]
    header = rows(result.file)[0]
    assert header[0] == "Luas (km2)"
    assert header[3] == "kolom_xmin"
    assert header[1] != header[2]
    assert all(len(name.encode()) <= 63 for name in header)
    assert result.titles == {header[1]: f"{long} Laki-laki", header[2]: f"{long} Perempuan"}
    assert "Laki-laki" in header[1]
    twice = read(f"{'x' * 70}a,{'x' * 70}b\n1,2\n", tmp_path)
    assert rows(twice.file)[0] == ["x" * 63, f"{'x' * 61} 2"]


def test_a_table_without_a_header_asks_and_loses_no_row(tmp_path, rows):
    """The first row stays data; columns are called by their letters."""
    result = read(
        "1101,11,KABUPATEN SIMEULUE\n1102,11,KABUPATEN ACEH SINGKIL\n1103,11,KABUPATEN ACEH SELATAN\n", tmp_path
    )
    assert steps(result) == [("no_header", {})]
    assert rows(result.file)[:2] == [["Kolom A", "Kolom B", "Kolom C"], ["1101", "11", "KABUPATEN SIMEULUE"]]
    assert len(rows(result.file)) == 4
    assert result.origin.cell(2, 0).a1 == "A1"
    assert result.origin.cell(1, 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "Kelas,1,2,3\nA,5,6,7\nB,6,7,8\nC,6,7,8\n",
        "nama,x\na,b\nc,d\ne,f\n",
        "nama,jumlah\na,1\nb,2\nc,3\n",
    ],
)
def test_a_header_of_figures_or_words_stays_one(text, tmp_path):
    """Classes that count up are names, and so are words above words."""
    assert read(text, tmp_path).steps == []


def test_totals_are_left_out_wherever_they_stand(tmp_path, rows):
    """Between the rows, below them, beside classes, and the district's own row above its parts."""
    text = (
        "wilayah,0-4,5-9,10+,Jumlah\nKabupaten Buleleng,3,5,7,15\nSawan,1,2,3,6\nSub Total,1,2,3,6\nSeririt,2,3,4,10\n"
    )
    result = read(text + "Total,3,5,7,16\n", tmp_path)
    assert [step.kind for step in result.steps] == ["subtotal_rows", "total_rows", "total_columns", "periods_to_rows"]
    sentences = [str(sentence(step)) for step in result.steps]
    assert "2. Kabupaten Buleleng 3 5 7 15 · Sub Total 1 2 3 6" in sentences[0]
    assert "in 1 rows it is not their sum" in sentences[2]
    assert [row[0] for row in rows(result.file)[1:]] == ["Sawan"] * 3 + ["Seririt"] * 3
    assert rows(result.file)[0] == ["wilayah", "kelompok_umur", "nilai"]


def test_a_first_row_that_is_no_sum_stays(tmp_path):
    """Kota Singaraja may be one of several places."""
    assert read("wilayah,n\nKota Singaraja,5\nSawan,1\nSeririt,2\n", tmp_path).steps == []


def test_excel_day_numbers_are_dates_only_under_such_a_heading(tmp_path, rows):
    """46022 is 2025-12-31 below "Tanggal", and a number elsewhere."""
    result = read("Tanggal,jumlah\n46022,46022\n45658,45658\n", tmp_path)
    assert rows(result.file)[1:] == [["2025-12-31", "46022"], ["2025-01-01", "45658"]]


@pytest.mark.parametrize("cells", [["13/31/2025", "12/30/2025"], ["31/02/2025", "1/1/2025"], ["1.2.3", "4.5.6"]])
def test_what_is_no_date_stays(cells, tmp_path):
    """A month first, or a day that the month has not, is not guessed at."""
    assert read("tanggal,x\n" + "".join(f"{cell},a\n" for cell in cells), tmp_path).steps == []


def test_a_point_that_may_be_both_is_read_by_the_column_and_said(tmp_path):
    """1.474 beside 686 is a thousand, but the sentence says that it might be a fraction."""
    result = read("nama,rumah\na,1.474\nb,686\nc,2.001\n", tmp_path)
    assert "Careful: 1.474 could be" in str(sentence(result.steps[0]))


@pytest.mark.parametrize("cells", [["0.994", "2.941", "1.386"], ["-1.250", "3.125"], ["1.474", "2500", "3.125"]])
def test_a_point_that_some_cell_shows_to_be_decimal_stays(cells, tmp_path):
    """Zero in front, a minus sign or a thousand without separator prove that points are decimal ones."""
    result = read("nama\tx\n" + "".join(f"a{cell}\t{cell}\n" for cell in cells), tmp_path)
    assert result.steps == result.warnings == []


def test_lost_thousands_are_pointed_out_and_restored_only_when_chosen(tmp_path, rows):
    """167.228 beside 50.36 was 167,228 and 50,360: reading says so, changes nothing, and offers the step."""
    values = ["167.228", "106.373", "50.36", "103.148", "118.04", "122.501", "98.777"]
    content = ("nama,jumlah\n" + "".join(f"a,{value}\n" for value in values)).encode()
    result = reading.propose(content, "a.csv", tmp_path)
    assert result.steps == []
    [warning] = result.warnings
    assert "50.36 was 50,360" in str(warning.sentence)
    restored = reading.apply(content, "a.csv", tmp_path, [warning.cure])
    assert [row[1] for row in rows(restored.file)[1:]] == [
        "167228",
        "106373",
        "50360",
        "103148",
        "118040",
        "122501",
        "98777",
    ]
    assert "7 cells" in str(sentence(restored.steps[0]))


def test_numbers_written_in_two_ways_are_pointed_out(tmp_path):
    """1.234,5 and 1234.5 in one column cannot both be read."""
    result = read("nama\tx\na\t1.234,5\nb\t99.75\nc\t2.500.000\n", tmp_path)
    assert result.steps == []
    assert "one way" in str(result.warnings[0].sentence)


def test_marks_that_the_standard_knows_are_no_step(tmp_path):
    """A standard whose missingValues name "-" reads it itself."""
    text = "nama,jumlah\na,-\nb,5\nc,n/a\n"
    assert steps(read(text, tmp_path))[0][1]["marks"] == ["-", "n/a"]
    assert steps(read(text, tmp_path, missing_values=["", "-"]))[0][1]["marks"] == ["n/a"]
    assert read(text, tmp_path, missing_values=["", "-", "n/a"]).steps == []


def test_an_asterisk_among_words_is_not_taken_for_missing(tmp_path):
    """In a column of words * may refer to a note and NA be a name."""
    assert read("nama,jumlah\n*,1\nNA,2\nSawan,3\nSeririt,4\nTejakula,5\n", tmp_path).steps == []


def test_indents_of_a_budget_become_levels(tmp_path, rows):
    """Blanks in front say which account belongs to which; a column keeps that."""
    result = read("akun,nilai\nPendapatan,10\n     PAD,5\n         Pajak,3\n     Transfer,2\n", tmp_path)
    assert steps(result) == [("indents", {"column": "akun", "into": "tingkat"})]
    assert rows(result.file)[1:] == [
        ["Pendapatan", "1", "10"],
        ["PAD", "2", "5"],
        ["Pajak", "3", "3"],
        ["Transfer", "2", "2"],
    ]
    assert result.origin.cell(3, "tingkat").a1 == "A3"
    assert result.origin.cell(3, "nilai").a1 == "B3"


def test_ragged_rows_stay_ragged(tmp_path, rows):
    """A row with a missing or extra cell keeps it, for the check to name."""
    result = read("nama,a,b\nx,-,2\ny,1\nz,1,2,3\n", tmp_path)
    assert rows(result.file) == [["nama", "a", "b"], ["x", "", "2"], ["y", "1"], ["z", "1", "2", "3"]]
    dropped = reading.apply(
        b"nama,a,b\nx,1,2\ny,1\nz,1,2,3\n", "a.csv", tmp_path, [Step("drop_column", {"columns": ["a"]})]
    )
    assert rows(dropped.file) == [["nama", "b"], ["x", "2"], ["y"], ["z", "2", "3"]]


def saved(book):
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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
    assert rows(result.file)[1] == ["Café", "", "2"]
    assert rows(reading.apply(text.encode(encoding), "a.csv", tmp_path, result.steps).file)[1] == ["Café", "", "2"]
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


PERSONS = b"nik,nama,lahir,desa\n5108012001900001,Ayu,20-01-1990,Bebetin\n5108012202910002,Budi,22-02-1991,Bebetin\n"


def test_cures_for_personal_data_are_steps_that_only_people_choose(tmp_path, rows):
    """A column is dropped or masked, rows are counted; reading itself proposes none of them."""
    assert {name for name, module in kinds().items() if module.CURE} >= {
        "drop_column",
        "mask_column",
        "count_rows",
        "thousands_restored",
        "named_codes",
    }
    proposed = reading.propose(PERSONS, "a.csv", tmp_path)
    assert not any(kinds()[step.kind].CURE for step in proposed.steps)
    cures = [
        Step("drop_column", {"columns": ["nama"]}),
        Step("mask_column", {"columns": ["nik"], "keep": "area"}),
        Step("mask_column", {"columns": ["lahir"], "keep": "year"}),
    ]
    result = reading.apply(PERSONS, "a.csv", tmp_path, cures)
    assert rows(result.file) == [["nik", "lahir", "desa"], ["5108", "1990", "Bebetin"], ["5108", "1991", "Bebetin"]]
    assert result.origin.cell(2, "desa").a1 == "D2"
    counted = reading.apply(PERSONS, "a.csv", tmp_path, [Step("count_rows", {"by": ["desa"], "into": "jumlah"})])
    assert rows(counted.file) == [["desa", "jumlah"], ["Bebetin", "2"]]
    assert counted.origin.cell(2, "jumlah") is None
    masked = reading.apply(PERSONS, "a.csv", tmp_path, [Step("mask_column", {"columns": ["nama"], "keep": "nothing"})])
    assert [row[1] for row in rows(masked.file)] == ["nama", "***", "***"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"kind": "lain"}, 'no step "lain"'),
        ({"options": {}}, "A step is written as"),
        ("title_rows", "A step is written as"),
        ({"kind": "title_rows", "options": {}}, 'The key "rows" is missing'),
        ({"kind": "title_rows", "options": {"rows": "dua"}}, "rows: 'dua' should be a whole number"),
        ({"kind": "title_rows", "options": {"rows": 0}}, "is less than"),
        ({"kind": "numbers", "options": {"columns": ["a"], "decimal": "x"}}, "is not one of"),
        ({"kind": "blank_rows", "options": {"x": 1}}, 'There must be no key "x"'),
    ],
)
def test_a_step_that_is_written_wrongly_is_refused_clearly(written, text):
    """The error names the step, the place and what is expected there."""
    with pytest.raises(WrongStep, match=text):
        check([Step.from_dict(written)])


def test_steps_in_the_wrong_order_are_refused():
    """Numbers cannot be read before the title rows are gone."""
    numbers = Step("numbers", {"columns": ["a"], "decimal": ","})
    with pytest.raises(WrongStep, match='"title_rows" must come before "numbers"'):
        check([numbers, Step("title_rows", {"rows": 1})])


@pytest.mark.parametrize(
    "step",
    [
        Step("title_rows", {"rows": 9}),
        Step("notes_below", {"rows": 1}),
        Step("total_rows", {"rows": 1}),
        Step("spaced_numbers", {"columns": ["b"]}),
        Step("subtotal_rows", {"bottom": True}),
        Step("header_rows", {"rows": 7}),
        Step("second_table", {"starts": "No."}),
        Step("column_numbers"),
        Step("hidden", {"rows": True}),
        Step("encoding", {"encoding": "cp1252"}),
        Step("blank_columns", {"columns": ["B"]}),
        Step("filled_down", {"columns": ["kecamatan"]}),
        Step("periods_to_rows", {"by": ["tahun"]}),
        Step("contents", {"format": "html"}),
        *(
            Step(kind, {"columns": ["hilang"], **more})
            for kind, more in {
                "stray_spaces": {},
                "missing_marks": {"marks": ["-"]},
                "spaced_codes": {},
                "durations": {},
                "decimal_codes": {},
                "title_breaks": {},
                "dates": {"form": "month year"},
                "numbers": {"decimal": ","},
                "thousands_restored": {},
                "drop_column": {},
                "mask_column": {"keep": "nothing"},
            }.items()
        ),
        Step("indents", {"column": "hilang", "into": "tingkat"}),
        Step("long_titles", {"titles": {"hilang": "h"}}),
        Step("reserved_titles", {"titles": {"hilang": "h"}}),
        Step("total_columns", {"columns": ["hilang"]}),
        Step("subtotal_rows", {"top": True}),
        Step("count_rows", {"by": ["hilang"], "into": "jumlah"}),
    ],
    ids=lambda step: step.kind,
)
def test_a_step_that_no_longer_fits_is_refused_clearly(step, tmp_path):
    """A harvested file that has changed is not read by steps that were confirmed for another one."""
    with pytest.raises(WrongStep) as error:
        reading.apply(b"nama,jumlah\nSawan,1\nSeririt,2\n", "a.csv", tmp_path, [step])
    assert "{" not in str(error.value)


def test_every_kind_is_tried_here():
    """No kind of step is without a case: each is in one of the two lists of this file or the real tables."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in kinds() if f'"{name}"' not in text] == []
    assert all(module.STAGE != CELLS or module.ORDER >= 100 for module in kinds().values())
