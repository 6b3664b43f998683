"""Steps over cells: numbers, dates, codes, marks of what is missing."""

import pytest
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.steps import sentence
from tables.untidy import read, steps


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
        (["−5", "– 3", "７", "2"], ["-5", "-3", "7", "2"], "foreign_signs"),
        (["Rp -", "5", "7"], ["", "5", "7"], "missing_marks"),
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


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        ("anggaran (juta)", ["1,5 juta", "12 jt"], ["1.5", "12"]),
        ("anggaran_ribuan", ["1.500 ribu", "12 rb"], ["1500", "12"]),
        ("anggaran (ribu)", ["1,5 juta", "12 jt"], ["1500000", "12000000"]),
        ("anggaran", ["1,5 M", "12 M"], ["1500000000", "12000000000"]),
        # metres
        ("panjang jalan", ["1,5 m", "12 m"], ["1,5 m", "12 m"]),
    ],
)
def test_a_title_that_says_the_magnitude_is_believed(title, cells, expected, tmp_path, rows):
    """1,5 juta below "anggaran (juta)" is 1.5 there, and 12 m of a road are no twelve miliar."""
    result = read(f"x\t{title}\n" + "".join(f"a{number}\t{cell}\n" for number, cell in enumerate(cells)), tmp_path)
    assert [row[1] for row in rows(result.file)[1:]] == expected


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        ("harga", ["14.500", "65.000"], ["14500", "65000"]),
        ("garis_kemiskinan", ["512.430"], ["512430"]),
        ("Jumlah Penduduk (jiwa)", ["93.211", "86.102"], ["93211", "86102"]),
        ("kepadatan penduduk", ["93.211", "86.102"], ["93.211", "86.102"]),
        ("penduduk (ribu jiwa)", ["93.211", "86.102"], ["93.211", "86.102"]),
        ("harga", ["14.500", "6500"], ["14.500", "6500"]),
        ("panjang", ["14.500", "65.000"], ["14.500", "65.000"]),
    ],
)
def test_rupiah_and_people_have_no_thousandths(title, cells, expected, tmp_path, rows):
    """14.500 below "harga" is a thousand, which the officer is asked about; lengths and densities are left."""
    result = read(f"x\t{title}\n" + "".join(f"a{number}\t{cell}\n" for number, cell in enumerate(cells)), tmp_path)
    assert [row[1] for row in rows(result.file)[1:]] == expected
    assert all("could be a decimal" in step_text for step_text in map(str, map(sentence, result.steps)))


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
