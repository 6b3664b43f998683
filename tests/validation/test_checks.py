"""What is checked beyond frictionless, each with an input that breaks it; no service needed."""

import csv
import dataclasses
import io
import time

import pytest
from ckanext.satudata import clock
from ckanext.satudata.standards import model
from ckanext.satudata.standards.rules import RegionTotal
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import engine, naming

THIS_YEAR = clock.today().year
GEROKGAK, SERIRIT = ["51.08.01", "Gerokgak"], ["51.08.02", "Seririt"]


@pytest.fixture(autouse=True)
def district(monkeypatch):
    """The tests run in Buleleng."""
    monkeypatch.setattr("ckanext.satudata.config.wilayah", lambda: "51.08")


def problems(standard, *rows, header=None):
    """Return (type, row, field, level) of each problem of a table that follows a standard."""
    return [
        (problem.type, problem.row, problem.field, problem.level)
        for problem in find_problems(standard, *rows, header=header)
    ]


def find_problems(standard, *rows, header=None):
    """Return the problems of a table that follows a standard, or none."""
    definition = model.load(standard) if standard else None
    stream = io.StringIO()
    csv.writer(stream).writerows([header or [field.name for field in definition.fields], *rows])
    return engine.check(stream.getvalue().encode(), "t.csv", definition).problems


def test_good_table_has_no_problem():
    """A table as the standard asks for it."""
    rows = [[*GEROKGAK, 2024, 10, 20, 30], [*SERIRIT, 2024, 1, 2, 3], [*GEROKGAK, 2025, 10, 21, 31]]
    assert problems("penduduk_jenis_kelamin", *rows) == []


def test_headers_may_be_the_officers_own():
    """Titles and aliases are taken for the standard's names, in any order, and messages use them."""
    header = ["No", "Thn", "Kode Kecamatan", "Kecamatan", "Wanita", "Laki-Laki", "Total"]
    assert problems("penduduk_jenis_kelamin", [1, 2024, *GEROKGAK, 20, 10, 30], header=header) == []
    wrong = problems("penduduk_jenis_kelamin", [1, 2024, *GEROKGAK, 20, 10, 31], header=header)
    assert wrong == [("total", 2, "Total", "error")]


def test_missing_columns_are_named():
    """Every required column that is not there."""
    names = problems("penduduk_jenis_kelamin", ["51.08.01", 2024, 5], header=["kode_wilayah", "tahun", "jumlah"])
    assert names == [("missing-label", 1, name, "error") for name in ("nama_kecamatan", "laki_laki", "perempuan")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["51.08.99", "Gerokgak", 2024, 1, 2, 3], ("unknown-code", 2, "kode_wilayah", "error")),
        (["51.07.01", "Rendang", 2024, 1, 2, 3], ("unknown-code", 2, "kode_wilayah", "error")),
        (["51.08", "Kabupaten Buleleng", 2024, 1, 2, 3], ("unknown-code", 2, "kode_wilayah", "error")),
        (["51.08.01", "Seririt", 2024, 1, 2, 3], ("name-of-another-code", 2, "nama_kecamatan", "error")),
        ([*GEROKGAK, 2024, 1, 2, 4], ("total", 2, "jumlah", "error")),
        ([*GEROKGAK, THIS_YEAR + 1, 1, 2, 3], ("future-period", 2, "tahun", "error")),
        ([*GEROKGAK, 1900, 1, 2, 3], ("constraint-error", 2, "tahun", "error")),
        ([*GEROKGAK, "20x4", 1, 2, 3], ("type-error", 2, "tahun", "error")),
        ([*GEROKGAK, 2024, -1, 4, 3], ("constraint-error", 2, "laki_laki", "error")),
        ([*GEROKGAK, 2024, "", 2, 3], ("constraint-error", 2, "laki_laki", "error")),
        ([*GEROKGAK, 2024, "x", 2, 3], ("type-error", 2, "laki_laki", "error")),
    ],
)
def test_one_wrong_cell(row, expected):
    """Each mistake in a row is found at its cell, and nothing else is."""
    assert problems("penduduk_jenis_kelamin", row) == [expected]


def test_name_may_have_its_kind_before_it():
    """Kecamatan Gerokgak is Gerokgak."""
    assert problems("penduduk_jenis_kelamin", ["51.08.01", "Kec. GEROKGAK", 2024, 1, 2, 3]) == []


def test_every_kind_of_mistake_is_told_at_once():
    """An officer mends a file in one go: cells of the wrong kind do not hide what else is wrong."""
    rows = [[*GEROKGAK, 2024, "x", 2, 3], ["51.08.99", "Sawan", 2024, 1, 2, 4]]
    assert [problem[:3] for problem in problems("penduduk_jenis_kelamin", *rows)] == [
        ("type-error", 2, "laki_laki"),
        ("unknown-code", 3, "kode_wilayah"),
        ("total", 3, "jumlah"),
    ]


def test_row_stands_once():
    """The key of the standard tells rows apart."""
    row = [*GEROKGAK, 2024, 1, 2, 3]
    assert problems("penduduk_jenis_kelamin", row, row) == [("primary-key", 3, None, "error")]


def test_a_code_is_suggested():
    """The message names the code that was meant by a word with a slip."""
    header = ["kode_wilayah", "nama_kabupaten_kota", "tahun", "kelompok_umur", "jenis_kelamin", "jumlah"]
    [problem] = find_problems(
        "penduduk_kelompok_umur", ["51.08", "Buleleng", 2024, "0-4", "Laki-lakii", 5], header=header
    )
    assert (problem.type, problem.field) == ("unknown-code", "jenis_kelamin")
    assert "L (Laki-laki)" in problem.message


@pytest.mark.parametrize(
    ("measured", "stunted", "rate", "expected"),
    [
        (
            *(100, 120, 120),
            [("constraint-error", 2, "prevalensi", "error"), ("order", 2, "balita_stunting", "error")],
        ),
        (100, 120, "", [("order", 2, "balita_stunting", "error")]),
        (100, 12, 21, [("ratio", 2, "prevalensi", "error")]),
        (100, 12, 12.05, []),
        (0, 0, "", []),
    ],
)
def test_figures_of_a_row_fit_each_other(measured, stunted, rate, expected):
    """A part is no more than its whole, and a percentage is what both give."""
    assert problems("stunting", [*GEROKGAK, 2024, 1, measured, stunted, rate]) == expected


def test_jump_from_the_year_before_is_a_warning():
    """Doubled in a year: to be explained, not refused."""
    rows = [[*GEROKGAK, year, n, n, 2 * n] for year, n in ((2022, 100), (2023, 104), (2024, 210))]
    assert problems("penduduk_jenis_kelamin", *rows) == [("change", 4, "jumlah", "warning")]


def test_gap_in_a_series_is_a_warning():
    """2023 is missing; months are looked at within their year."""
    rows = [[*GEROKGAK, year, 1, 2, 3] for year in (2021, 2022, 2024)]
    [problem] = find_problems("penduduk_jenis_kelamin", *rows)
    assert (problem.type, problem.level) == ("series", "warning")
    assert "2023" in problem.message
    months = [[*GEROKGAK, 2024, month, 100, 10, 10] for month in (1, 2, 4)]
    [problem] = find_problems("stunting", *months)
    assert "2024-03" in problem.message


def test_small_counts_of_a_sensitive_topic_are_a_warning():
    """Three stunted infants of a kecamatan could be recognised; none and five could not."""
    rows = [[*GEROKGAK, 2024, 6, 100, 3, 3], [*SERIRIT, 2024, 6, 100, 0, 0], [*SERIRIT, 2024, 7, 100, 5, 5]]
    assert problems("stunting", *rows) == [("small-cells", 2, "balita_stunting", "warning")]
    header = ["desa", "penyakit", "jumlah_kasus"]
    assert problems(None, ["Sawan", "HIV", 2], ["Bungkulan", "HIV", 9], header=header) == [
        ("small-cells", 2, "jumlah_kasus", "warning")
    ]
    assert problems(None, ["Sawan", "mangga", 2], header=["desa", "komoditas", "jumlah"]) == []


def test_region_is_the_sum_of_its_parts():
    """The row of the kabupaten is not what its kecamatan add up to."""
    shipped = model.load("penduduk_jenis_kelamin")
    of_any_level = dataclasses.replace(shipped.fields[0], level="")
    table = dataclasses.replace(shipped.table, fields=(of_any_level, *shipped.fields[1:]))
    rules = (RegionTotal("kode_wilayah", ("jumlah",)),)
    standard = dataclasses.replace(shipped, name="uji", table=table, rules=rules)
    rows = ["51.08,Buleleng,2024,3,3,6", "51.08.01,Gerokgak,2024,1,1,2", "51.08.02,Seririt,2024,1,1,2"]
    content = "\n".join(["kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah", *rows])
    [problem] = engine.check(content.encode(), "t.csv", standard).problems
    assert (problem.type, problem.row, problem.field) == ("region-total", 2, "jumlah")


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|'/C calc'!A0", "-1+cmd(2)", "  =A1"])
def test_formulas_are_refused(cell):
    """What Excel would carry out is no data, whoever wrote it."""
    assert next(problem[0] for problem in problems(None, ["a", 1], [cell, 2], header=["nama", "n"])) == "formula"


@pytest.mark.parametrize("cell", ["-", "+62 361 22113", "-5", "a=b", "x@y.go.id", "- lain-lain"])
def test_harmless_signs_pass(cell):
    """Signs that begin no formula."""
    assert problems(None, ["a", 1], [cell, 2], header=["nama", "n"]) == []


def test_html_is_refused():
    """A tag is refused, a sign less-than is not."""
    assert [problem[0] for problem in problems(None, ["<b>tebal</b>", 1], header=["nama", "n"])] == ["html"]
    assert problems(None, ["a < b > c", 1], header=["nama", "n"]) == []


def as_it_is(path, text):
    """Return the report of a table that no step of reading has tidied."""
    path.write_text(text, encoding="utf-8")
    return engine.check_file(CsvFile(path))


def test_spaces_are_a_warning(tmp_path):
    """Spaces around a text that nobody took away are shown, and refuse nothing."""
    report = as_it_is(tmp_path / "t.csv", "nama,n\n Sawan,1\n")
    assert [(problem.type, problem.row, problem.field, problem.level) for problem in report.problems] == [
        ("spaces", 2, "nama", "warning")
    ]


def test_what_hampers_reuse_is_a_warning(tmp_path):
    """Units, words among numbers, numbers as text, wrong periods and twin headers are told, and refuse nothing."""
    rows = [f"2025,ha,{number},{number}" for number in range(6)]
    rows += ["20255,hektarr,tidak ada,Rp 1.000", "2025,ha,7,8"]
    report = as_it_is(tmp_path / "t.csv", "\n".join(["tahun,satuan,Luas,luas", *rows, ""]))
    assert report.valid
    assert {(problem.type, problem.row, problem.field) for problem in report.problems} == {
        ("similar-header", 1, "luas"),
        ("period-value", 8, "tahun"),
        ("unknown-unit", 8, "satuan"),
        ("mixed-types", 8, "Luas"),
        ("number-as-text", 8, "luas"),
    }


def test_header_that_cannot_be_loaded_is_an_error(tmp_path):
    """The DataStore would refuse the table after its officer has gone."""
    report = as_it_is(tmp_path / "t.csv", "_nama,n\nSawan,1\n")
    assert [(problem.type, problem.field, problem.level) for problem in report.problems] == [
        ("header-name", "_nama", "error")
    ]


@pytest.mark.parametrize("name", model.names())
def test_example_of_each_standard_passes(name):
    """The example row that the template shows is no mistake itself."""
    standard = model.load(name)
    assert [
        problem for problem in problems(name, [field.example for field in standard.fields]) if problem[3] == "error"
    ] == []


def test_names_of_codes_are_read_as_the_codes(tmp_path):
    """Any case; the step says which, and what is no name of the list is an error as before."""
    standard = model.load("penduduk_kelompok_umur")
    header = "kode_wilayah,nama_kabupaten_kota,tahun,kelompok_umur,jenis_kelamin,jumlah"
    rows = ["51.08,Kabupaten Buleleng,2024,0-4,LAKI-LAKI,5", "51.08,Kabupaten Buleleng,2024,0-4,perempuan,6"]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([header, *rows, ""]))
    outcome = engine.check_path(path, "t.csv", tmp_path, standard=standard)
    assert outcome.report.valid
    assert [(step.kind, step.options["codes"]) for step in outcome.reading.steps] == [
        ("named_codes", {"LAKI-LAKI": "L", "perempuan": "P"})
    ]
    path.write_text("\n".join([header, rows[0].replace("LAKI-LAKI", "Tablet"), ""]))
    report = engine.check_path(path, "t.csv", tmp_path, standard=standard).report
    assert [(problem.type, problem.values.get("near")) for problem in report.errors] == [("unknown-code", None)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("5108.02", "51.08.02"),
        ("510802", "51.08.02"),
        ("Kec. Seririt", "51.08.02"),
        ("KECAMATAN SERIRIT", "51.08.02"),
        ("51.080.2", None),
    ],
)
def test_a_place_is_read_as_people_write_it(cell, code, tmp_path):
    """With some of the dots, with the word for its kind; dots elsewhere make it no code."""
    (tmp_path / "t.csv").write_text(f"kode_wilayah,n\n{cell},1\n")
    steps = naming.propose(CsvFile(tmp_path / "t.csv"), model.load("stunting"))
    assert [step.options["codes"] for step in steps] == ([{cell: code}] if code else [])


@pytest.mark.parametrize("unit", ["ANAK", "Orang", "ha"])
def test_units_of_every_case_are_known(unit):
    """Children are counted in children; no suggestion that is far from the word is made."""
    assert problems(None, ["Wanaherang", 32, unit], header=["desa", "jumlah", "satuan"]) == []


def test_wide_tables_cost_what_their_cells_cost():
    """Eight times the columns cost about eight times as much, not 64 times; what is too wide is refused at once."""

    def cost(columns):
        header = ["desa", *(f"k{number}" for number in range(columns - 1))]
        start = time.process_time()
        find_problems(None, ["a", *range(columns - 1)], header=header)
        return time.process_time() - start

    narrow = cost(75)
    assert cost(600) < 20 * narrow
    start = time.process_time()
    header = [f"k{number}" for number in range(4_000)]
    [problem] = find_problems(None, range(4_000), header=header)
    assert (problem.type, problem.row) == ("too-wide", None)
    assert "1598" in problem.message
    # its header alone is fifty times as long
    assert time.process_time() - start < 100 * narrow
