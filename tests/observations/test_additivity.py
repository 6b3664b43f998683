"""Over which dimensions a question adds up, and which of these its standard forbids: a table of cases, no database."""

import pytest
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.observations import additivity
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards import model as standards

YEARS, MONTHS, DAYS = 4, 7, 10
# a count by region and year; a rate beside counts by month; a price by day; cases with dates that others derive from
PEOPLE, STUNTING, PRICES, COMPLAINTS = "penduduk_jenis_kelamin", "stunting", "harga_pangan", "pengaduan"


@pytest.mark.parametrize(
    ("standard", "measure", "groups", "grain", "forbidden"),
    [
        # people of several years are no people; regions are parts of a whole
        (PEOPLE, "jumlah", (), YEARS, ["tahun"]),
        (PEOPLE, "jumlah", ("tahun",), YEARS, []),
        (PEOPLE, "jumlah", ("periode",), YEARS, []),
        (PEOPLE, "jumlah", ("kode_wilayah",), YEARS, ["tahun"]),
        (PEOPLE, "jumlah", ("kode_wilayah:kecamatan", "tahun"), YEARS, []),
        # by the year a stock of months is still added up over them
        (STUNTING, "balita_stunting", ("tahun",), MONTHS, ["bulan"]),
        (STUNTING, "balita_stunting", ("bulan",), MONTHS, []),
        (STUNTING, "balita_stunting", ("periode",), MONTHS, []),
        # a rate may not be added up at all
        (STUNTING, "prevalensi", (), MONTHS, ["kode_wilayah", "tahun", "bulan"]),
        (STUNTING, "prevalensi", ("bulan",), MONTHS, ["kode_wilayah"]),
        (STUNTING, "prevalensi", ("bulan", "kode_wilayah"), MONTHS, []),
        # to a level of regions is still over the regions in it
        (STUNTING, "prevalensi", ("bulan", "kode_wilayah:kabupaten_kota"), MONTHS, ["kode_wilayah"]),
        # a price neither over markets and goods nor over days
        (PRICES, "harga", (), DAYS, ["pasar", "komoditas", "tanggal"]),
        (PRICES, "harga", ("tanggal",), DAYS, ["pasar", "komoditas"]),
        (PRICES, "harga", ("bulan", "pasar", "komoditas"), DAYS, ["tanggal"]),
        (PRICES, "harga", ("hari", "pasar", "komoditas"), DAYS, ["tanggal"]),
        # cases may be over everything, also over what is derived from their dates
        (COMPLAINTS, "laporan", (), DAYS, []),
        (COMPLAINTS, "laporan", ("tepat_waktu",), DAYS, []),
    ],
)
def test_what_may_not_be_added_up(standard, measure, groups, grain, forbidden):
    """The dimensions that must have one value in each group."""
    dimensions = additivity.must_be_one(standards.load(standard), measure, groups, grain)
    assert sorted(dimensions) == sorted(forbidden)


@pytest.mark.parametrize("name", standards.names())
def test_nothing_is_forbidden_where_all_is_grouped(name):
    """A question by every dimension and by the period adds nothing up."""
    standard = standards.load(name)
    for measure in standard.measures:
        groups = (*standard.breakdowns, "periode")
        assert additivity.must_be_one(standard, measure.field, groups, DAYS) == []


@pytest.mark.parametrize("name", standards.names())
def test_what_is_forbidden_is_what_the_standard_does_not_allow(name):
    """Ungrouped, exactly the dimensions outside of `jumlahkan`; derived ones where nothing may be added up."""
    standard = standards.load(name)
    derived = {dimension.name for dimension in standard.derived}
    for measure in standard.measures:
        dimensions = set(additivity.must_be_one(standard, measure.field, (), DAYS))
        assert dimensions - derived == set(standard.dimensions) - set(measure.jumlahkan)
        assert (dimensions & derived == set()) if measure.jumlahkan else (derived <= dimensions)


def test_the_mean_of_percentages_is_refused():
    """Ten people would weigh as much as a thousand; the mean of a count is one."""
    stunting = standards.load(STUNTING)
    with pytest.raises(NotAdditive):
        additivity.check_mean(stunting, Question(STUNTING, "prevalensi", aggregate="mean"))
    additivity.check_mean(stunting, Question(STUNTING, "prevalensi", aggregate="max"))
    additivity.check_mean(stunting, Question(STUNTING, "balita_stunting", aggregate="mean"))
