"""What an officer is told of a bad file; no service needed."""

import pytest
from ckanext.satudata.standards import model
from ckanext.satudata.validation import engine

GOOD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Read the msgids themselves: there is no request that chooses a language."""
    for module in ("exceptions", "validation.report"):
        monkeypatch.setattr(f"ckanext.satudata.{module}._", str)


# an OLE container as Excel makes it around a workbook behind a password ([MS-OFFCRYPTO] 2.3.4.4)
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")


def test_good_csv_has_no_problem():
    """A table with a header and data is valid."""
    assert engine.check(GOOD, "penduduk.csv").problems == []


@pytest.mark.usefixtures("with_plugins")
def test_figures_in_the_magnitude_of_their_standard_are_not_multiplied(tmp_path):
    """The standard counts the poor in thousands: 36,12 ribu is 36.12 there, and not 36 120."""
    path = tmp_path / "a.csv"
    path.write_text(
        "kode_kabupaten_kota,nama_kabupaten_kota,tahun,garis_kemiskinan,penduduk_miskin,persentase_miskin\n"
        "51.08,Kabupaten Buleleng,2024,512430,36.12 ribu,5.39\n"
    )
    outcome = engine.check_path(path, "a.csv", tmp_path, standard=model.load("kemiskinan"))
    assert outcome.report.valid
    assert outcome.reading.head()[1][4] == "36.12"


def test_good_xlsx_has_no_problem(workbook):
    """A plain workbook is valid."""
    assert engine.check(workbook([["nama", "jumlah"], ["Seririt", 3]]), "penduduk.xlsx").problems == []


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"", "kosong.csv", "is empty"),
        (b"   \n", "kosong.csv", "is empty"),
        (b"nama,jumlah\n", "judul.csv", "no data rows"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "gambar.csv", "not a text table"),
        (b"<html><table></table></html>", "palsu.xlsx", "is empty"),
        (LOCKED, "rahasia.xlsx", "protected by a password"),
        (b"PK\x03\x04broken", "rusak.xlsx", "cannot be read as a table"),
        (b"a,a\n1,2\n", "ganda.csv", "used twice"),
        (b"a,b\n1,2,3\n", "lebih.csv", "more cells than the header"),
    ],
)
def test_bad_file_is_named_with_its_cure(content, name, text):
    """Every kind of bad file gets a message that says what is wrong."""
    report = engine.check(content, name)
    assert not report.valid
    assert text in report.problems[0].message


def test_problem_names_row_and_column():
    """A wrong cell is found by its row and column."""
    rows = b"".join(b"Seririt,%d\n" % number for number in range(50))
    report = engine.check(b"nama,jumlah\n" + rows + b"Sawan,banyak\n", "salah.csv")
    assert [(problem.row, problem.field, problem.cell) for problem in report.problems] == [(52, "jumlah", "B52")]
