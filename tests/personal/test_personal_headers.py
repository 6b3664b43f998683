"""A slip of the pen in a header hides nothing, and another word is not taken for a slip."""

import pytest
from ckanext.satudata import personal
from ckanext.satudata.personal import headers


@pytest.mark.parametrize(
    ("header", "pattern", "expected"),
    [
        ("nomor_rekning", "nomor rekening", True),
        ("Nomor Rekenign", "nomor rekening", True),
        ("kartuJKN", "kartu jkn", True),
        ("no.kartujkn", "kartu jkn", True),
        ("No Peserta Bps", "peserta bpjs", True),
        ("kode bps", "bpjs|peserta bpjs", False),
        ("jumlah nip", "nik|ktp", False),
        ("tanggul", "tanggal", False),
        ("sisa", "siswa", False),
        ("induk sisa", "induk siswa", True),
        ("amat", "alamat", False),
    ],
)
def test_slips_are_mended_where_no_other_word_is_meant(header, pattern, expected):
    """One letter of a long word, one lost from a short one beside another; a word by itself stays what it is."""
    assert headers.matches(header, pattern) is expected


def test_names_below_a_slip_need_to_be_names():
    """`nama koran` is one letter from `nama korban`, and lists newspapers."""
    findings = personal.in_rows(["nama korbn"], [(2, ["Putu Sari"]), (3, ["Made Arta"]), (4, ["Qwertina"])])
    assert [finding.kind for finding in findings] == ["person_names"]
    for header in ("nama koran", "nama korbn"):
        assert personal.in_rows([header], [(2, ["Bali Post"]), (3, ["Kompas"]), (4, ["Tempo"])]) == []
