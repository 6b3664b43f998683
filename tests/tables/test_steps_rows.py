"""Steps over rows and headers: titles, totals, groups, periods in columns."""

import pytest
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import sentence
from openpyxl import Workbook
from tables.untidy import read, saved, steps


def test_the_first_rows_of_the_result_can_be_shown(tmp_path):
    """Who confirms steps sees what they make of the file: the header and as many rows as asked for."""
    result = read("Judul,\nnama,jumlah\nSawan,-\nSeririt,2\nBanjar,3\n", tmp_path)
    assert result.head(rows=2) == [
        ["nama", "jumlah", "simbol_sel"],
        ["Sawan", "", "jumlah=-"],
        ["Seririt", "2", ""],
    ]


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


def test_a_figure_that_is_merged_over_rows_is_pointed_out(tmp_path):
    """Nobody knows how much of it is whose; a name that is merged is written in each row."""
    book = Workbook()
    for row in (
        ["kecamatan", "desa", "n"],
        ["Sawan", "Bebetin", 10],
        [None, "Bungkulan", None],
        ["Banjar", "Tigawasa", 5],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("C2:C3")
    result = reading.propose(saved(book), "a.xlsx", tmp_path)
    assert [step.kind for step in result.steps] == ["filled_down"]
    [warning] = result.warnings
    assert warning.sentence.values == {"column": "n", "cell": "10", "top": 2, "bottom": 3}


def test_a_heading_that_only_says_that_years_follow_names_no_figure(tmp_path, rows):
    """Below "Tahun" stand years, and below them figures that the table's title names."""
    result = read("Provinsi,Tahun,\n,2022,2023\nBali,1,2\nNTB,3,4\n", tmp_path)
    assert rows(result.file)[0] == ["Provinsi", "tahun", "nilai"]


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
        # a code, a date and a year that are built as those below, though there is one row to compare with
        "51.08.01,Gerokgak,2023,120\n51.08.02,Seririt,2023,130\n",
        "2025-01-01,Hujan,12.5\n2025-01-02,Cerah,0\n",
        # a first row with a mark, a word or nothing where the others have figures
        "Gerokgak,2023,-\nSeririt,2023,130\nBanjar,2023,140\n",
        "Gerokgak,2023,tutup\nSeririt,2023,130\nBanjar,2023,140\n",
        "Gerokgak,2023,\nSeririt,2023,130\nBanjar,2023,140\n",
        # a title above
        "Data 2024\nGerokgak,2023,12\nSeririt,2023,130\nBanjar,2023,140\n",
    ],
)
def test_the_first_row_of_figures_is_a_row(text, tmp_path, rows):
    """A year in it is no period of figures."""
    result = read(text, tmp_path)
    kinds = [step.kind for step in result.steps]
    assert "no_header" in kinds
    assert "periods_to_rows" not in kinds
    assert len(rows(result.file)) - 1 == sum("," in line for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "Kelas,1,2,3\nA,5,6,7\nB,6,7,8\nC,6,7,8\n",
        "nama,x\na,b\nc,d\ne,f\n",
        "nama,jumlah\na,1\nb,2\nc,3\n",
        "kecamatan,5\nBanjar,6\n",
    ],
)
def test_a_header_of_figures_or_words_stays_one(text, tmp_path):
    """Classes that count up are names, and so are words above words."""
    assert read(text, tmp_path).steps == []


def test_years_that_count_up_are_names_also_above_figures_like_years(tmp_path):
    """2,010 schools are no year."""
    result = read("Uraian,2023,2024\nSekolah,2010,2015\nGuru,1999,2001\n", tmp_path)
    assert [step.kind for step in result.steps] == ["periods_to_rows"]


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
    symbols = [["nama", "a", "b", "simbol_sel"], ["x", "", "2", "a=-"], ["y", "1"], ["z", "1", "2", "", "3"]]
    assert rows(result.file) == symbols
    dropped = reading.apply(
        b"nama,a,b\nx,1,2\ny,1\nz,1,2,3\n", "a.csv", tmp_path, [Step("drop_column", {"columns": ["a"]})]
    )
    assert rows(dropped.file) == [["nama", "b"], ["x", "2"], ["y"], ["z", "2", "3"]]
