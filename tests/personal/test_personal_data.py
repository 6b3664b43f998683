"""Personal data is found before anything is public (UU 27/2022); no service needed."""

import pytest
from ckanext.satudata.validation import checks
from validation.tables import table


def problems(columns, *rows):
    """Return (field, row) of each finding in a table of text cells."""
    kinds = columns if isinstance(columns, dict) else dict.fromkeys(columns, "string")
    with table(kinds, rows) as opened:
        return [(problem.field, problem.row) for problem in checks.find(opened)]


@pytest.mark.parametrize(
    "number",
    [
        "5108014102900001",  # NIK of a woman: the day of birth is 01 + 40
        "5108 0112 0290 0001",
        "198001012005011001",  # NIP
        "19800101 200501 1 001",
        "01.234.567.8-901.000",  # NPWP
        "081234567890",
        "+62 812-3456-7890",
    ],
)
def test_a_number_of_a_person_is_found(number):
    """One cell is enough in a column of text."""
    assert problems(["kode", "isi"], ["51.08", "biasa"], ["51.08", number]) == [("isi", 3)]


@pytest.mark.parametrize(
    "harmless",
    [
        "5108019912900001",  # no such day
        "9908010101900001",  # no such province
        "1250000000000",
        "51.08.01.2001",
        "123456789012345678",  # no date
        "0361234567",  # telephone of an office
        "2025",
        None,
    ],
)
def test_other_numbers_pass(harmless):
    """Codes, sums of money and office telephones are no personal data."""
    assert problems(["kode", "isi"], ["51.08", harmless]) == []


def test_figures_need_more_than_one_lucky_number():
    """In a column of figures one number that looks like a NIK is chance; a column of them, or one named so, is not."""
    nik = 5108014102900001
    assert problems({"nilai": "integer"}, [nik], [1], [2]) == []
    assert problems({"nilai": "integer"}, [nik], [nik + 1], [2]) == [("nilai", 2)]
    assert problems({"nik": "integer"}, [nik], [1], [2]) == [("nik", 2)]


def test_message_masks_the_number():
    """The message itself does not publish what it found."""
    with table({"isi": "string"}, [["5108014102900001"]]) as opened:
        [problem] = checks.find(opened)
    assert "5108014102900001" not in problem.message
    assert "5108…01" in problem.message


@pytest.mark.parametrize("columns", [["nama", "alamat"], ["Nama Penerima", "rt_rw"], ["nama_pasien", "tanggal_lahir"]])
def test_persons_with_addresses_are_found(columns):
    """A list of persons with addresses or dates of birth is no statistics."""
    assert problems(columns, ["Putu", "Jalan Ahmad Yani 1"]) == [(columns[0], None)]


@pytest.mark.parametrize("columns", [["nama_sekolah", "alamat"], ["nama_kecamatan", "jumlah"], ["nama", "jumlah"]])
def test_institutions_with_addresses_pass(columns):
    """Schools and offices have addresses that everybody may know."""
    assert problems(columns, ["SD 1", "Jalan Ahmad Yani 1"]) == []
