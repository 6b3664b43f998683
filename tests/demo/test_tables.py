"""The demonstration's figures agree with one another."""

import itertools
import sqlite3

import pytest
from ckanext.satudata.demo import sources, tables
from ckanext.satudata.demo.loader import District

DISTRICT = District("51.08")


def records(name):
    """Return the rows of a dataset as dicts."""
    header, rows = DISTRICT.table_of(name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def added(rows, measure, *columns, part=None):
    """Return {values of the columns: sum of the measure}; `part` shortens a kode wilayah."""

    def key(row):
        return tuple(str(row[column])[:part] if column == "kode_wilayah" else row[column] for column in columns)

    return {
        value: sum(row[measure] for row in group) for value, group in itertools.groupby(sorted(rows, key=key), key=key)
    }


def test_people_are_as_many_by_age_by_kecamatan_and_by_desa():
    """Each year, men and women: age groups and desa add up to the kecamatan, whatever the weights."""
    kecamatan, ages, desa = (records(f"jumlah-penduduk-{name}") for name in ("kecamatan", "umur", "desa"))
    by_age = added(ages, "jumlah", "tahun", "jenis_kelamin")
    for sex, measure in (("L", "laki_laki"), ("P", "perempuan")):
        whole = added(kecamatan, measure, "tahun")
        assert {year: by_age[year, sex] for (year,) in whole} == {year: number for (year,), number in whole.items()}
        assert added(desa, measure, "kode_wilayah", "tahun", part=8) == added(
            kecamatan, measure, "kode_wilayah", "tahun"
        )
    assert all(0 < row["kepala_keluarga"] < row["jumlah"] for row in desa)
    # no two desa of a kecamatan are the same, and none is empty
    assert len({row["jumlah"] for row in desa if row["tahun"] == 2025}) > 100


def test_the_application_tells_what_the_office_publishes(tmp_path):
    """SIAK and the published table of the same office do not contradict one another."""
    sources.build(tmp_path, "51.08")
    connection = sqlite3.connect(tmp_path / "disdukcapil.db")
    figures = {
        (code, year): (men, women)
        for code, _name, year, men, women in connection.execute("SELECT * FROM rekap_penduduk")
    }
    connection.close()
    rows = [row for row in records("jumlah-penduduk-kecamatan") if row["tahun"] >= 2023]
    assert figures == {(row["kode_wilayah"], row["tahun"]): (row["laki_laki"], row["perempuan"]) for row in rows}


@pytest.mark.parametrize(
    ("total", "weights", "parts"), [(10, [1, 1, 1], [3, 4, 3]), (7, [3, 4], [3, 4]), (0, [1, 2], [0, 0])]
)
def test_parts_add_up(total, weights, parts):
    """10 in three: edges at 3.3, 6.7 and 10."""
    assert tables.divided(total, weights) == parts
