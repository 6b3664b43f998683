"""Each shipped standard is whole; a wrong one is told what is wrong."""

import pytest
import yaml
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import check, fit, model

GOOD = """
title: Jumlah Sapi
konsep: Sapi
definisi: Sapi yang dipelihara.
klasifikasi: [Kecamatan]
ukuran: Jumlah
satuan: ekor
urusan: "3.27"
produsen: Perangkat daerah pertanian
frekuensi: tahunan
dasar_hukum: [UU 18/2009]
table:
  primaryKey: [kode_wilayah, tahun]
  fields:
    - like: kode_kecamatan
    - like: tahun
    - {like: cacah, satuan: ekor}
measures:
  - {field: jumlah, ukuran: Jumlah, satuan: ekor, jumlahkan: [kode_wilayah]}
dimensions: [kode_wilayah, tahun]
"""


@pytest.mark.parametrize("name", model.names())
def test_shipped_standard_is_whole(name):
    """Each file follows the format, and its codes, fields and examples exist and fit."""
    assert check.file_problems(name, model.text(name)) == []


@pytest.mark.parametrize("name", model.names())
def test_shipped_standard_is_proposed_for_its_own_header(name):
    """A file with the standard's own columns looks like that standard before any other."""
    standard = model.load(name)
    best = fit.propose([field.title for field in standard.fields], [standard.title])[0]
    assert (best.standard.name, best.share, best.missing, best.extra) == (name, 1.0, [], [])


def test_there_are_standards_for_each_screen():
    """The five command centres show at least these subjects."""
    assert len(model.names()) >= 24


def test_shared_column_is_filled_in():
    """`like` takes a column from fields.yaml, and own properties win."""
    standard = model.parse("sapi", GOOD)
    assert standard.field("kode_wilayah").codelist == "wilayah"
    assert standard.field("jumlah").satuan == "ekor"
    assert standard.field("jumlah").required


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"satuan": "ekoor"}, "satuan: 'ekoor' is no code of the list satuan"),
        ({"urusan": "9.99"}, "urusan"),
        ({"urusan": "3.99"}, "urusan: '3.99' is no code of the list urusan"),
        ({"frekuensi": "kadang"}, "frekuensi: 'kadang' is no code"),
        ({"konsep": None}, "konsep: None should be a text."),
        ({"warna": "biru"}, 'There is no key "warna". There are: ambang, '),
        ({"dimensions": ["kode_wilayah", "bulan"]}, "dimensions: there is no field 'bulan'"),
        ({"rules": [{"total": {"total": "jumlah", "parts": ["a", "tahun"]}}]}, "rules: there is no field 'a'"),
        ({"rules": [{"tebak": {}}]}, 'rules/0: There is no key "tebak". There are: change, equals, order, '),
        ({"kode": {"sdgs": ["18"]}}, "kode/sdgs: '18' is no code"),
        (
            {"measures": [{"field": "tahun", "ukuran": "Jumlah", "satuan": "ekor", "jumlahkan": []}]},
            "measures/tahun: a measure is a number",
        ),
    ],
)
def test_wrong_standard_is_told_what_is_wrong(change, problem):
    """Each kind of mistake has a message that names its place."""
    text = yaml.safe_dump({**yaml.safe_load(GOOD), **change})
    assert problem in "\n".join(check.file_problems("sapi", text))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("satuan: ekor}\nmeasures", "satuan: ekor, example: -3}\nmeasures", "table/fields/jumlah/example: constraint"),
        ("like: cacah,", "like: cacah, codelist: hewan,", 'There is no code list "hewan"'),
        ("like: cacah,", "like: cacah, name_of: tahun,", "name_of names no field with a code list"),
        ("like: cacah,", "like: cacah, name: tahun,", "'tahun' stands twice"),
        (
            "like: cacah,",
            "like: cacahh,",
            'table/fields/2: There is no shared column "cacahh". There are: bulan, ',
        ),
        (
            "like: cacah,",
            "like: cacah, satuann: ekor,",
            'table/fields/2: There is no key "satuann". There are: ',
        ),
        ("title: Jumlah Sapi", "title: [", "while parsing a flow sequence"),
    ],
)
def test_wrong_column_is_told_what_is_wrong(old, new, problem):
    """So has each kind of mistake in a column."""
    assert old in GOOD
    assert problem in "\n".join(check.file_problems("sapi", GOOD.replace(old, new)))


def test_unknown_standard_names_those_that_exist():
    """A wrong name is answered with the right ones."""
    with pytest.raises(UnknownStandard, match=r'There is no Standar Data "penduduk". There are: .*penduduk_desa'):
        model.load("penduduk")


class TestFit:
    """Which standard a header looks like."""

    def test_aliases_and_spelling_do_not_matter(self):
        """Officers write headers in their own way."""
        best = fit.candidates(["KODE KECAMATAN", "Kecamatan", "thn", "Laki - Laki", "Wanita", "Total"])[0]
        assert best.standard.name == "penduduk_jenis_kelamin"
        assert best.columns["Wanita"] == "perempuan"

    def test_missing_and_extra_columns_are_named(self):
        """Six of seven columns fit."""
        header = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "catatan"]
        best = fit.propose(header)[0]
        assert (best.standard.name, len(best.columns), best.extra) == ("stunting", 6, ["catatan"])

    def test_a_code_may_be_missing_beside_its_name(self):
        """A table with names only still looks like the standard; the code is reported missing."""
        best = fit.candidates(["nama_kecamatan", "tahun", "laki_laki", "perempuan", "jumlah"])[0]
        assert (best.standard.name, best.missing) == ("penduduk_jenis_kelamin", ["kode_wilayah"])

    def test_a_strange_table_looks_like_nothing(self):
        """Nothing is proposed rather than something wrong."""
        assert fit.propose(["id", "nama", "warna", "panjang"]) == []
