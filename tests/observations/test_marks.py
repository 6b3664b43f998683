"""A table with marks of BPS and a break: what is none counts as 0 in a sum, what is not available does not."""

import pytest
from ckanext.satudata.observations import load
from ckanext.satudata.publishing import browsing
from ckanext.satudata.tables import symbols
from factories_satudata import act

from observations.figures import ACCIDENTS_HEADER

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

HEADER = [*ACCIDENTS_HEADER, symbols.COLUMN]
ROWS = [
    HEADER,
    ["51.08.01", "Gerokgak", 2025, 1, 20, "", 30, 40, "meninggal=-"],
    ["51.08.02", "Seririt", 2025, 1, 21, 9, 30, 40, ""],
    ["51.08.03", "Busungbiu", 2025, 1, 22, "", 30, 40, "meninggal=…"],
    ["51.08.04", "Banjar", 2025, 1, 0, 12, 30, 40, "kejadian=0"],
    ["51.08.05", "Sukasada", 2025, 1, 25, "", 30, 40, "meninggal=NA"],
]


@pytest.fixture
def table(publish):
    """Publish the table; gives the resource."""
    _dataset, resource = publish("kecelakaan", ROWS)
    load.load(resource["id"])
    return resource


def rows(measure, *, group_by=()):
    """Return the rows of a month's figures."""
    question = {"standard": "kecelakaan", "measure": measure, "period": "2025-01", "group_by": [*group_by]}
    return act("satudata_observation_search", **question)["rows"]


def test_what_is_none_is_a_figure_and_what_is_not_available_is_not(table):
    """Gerokgak has had no deaths and says so; of Busungbiu and Sukasada nobody knows."""
    by_region = {
        row["kode_wilayah"]: (row["value"], row["symbol"]) for row in rows("meninggal", group_by=["kode_wilayah"])
    }
    assert by_region == {"51.08.01": (0, "-"), "51.08.02": (9, None), "51.08.04": (12, None)}
    [total] = rows("meninggal")
    assert (total["value"], total["symbol"], total["regions"]) == (21, None, 3)


def test_less_than_half_of_the_unit_is_told_as_such(table):
    """A 0 that stands for a little keeps its symbol, and the sum has none."""
    by_region = {row["kode_wilayah"]: row["symbol"] for row in rows("kejadian", group_by=["kode_wilayah"])}
    assert by_region["51.08.04"] == "0"
    assert by_region.keys() - {"51.08.04"} == {code for code, symbol in by_region.items() if symbol is None}
    assert rows("kejadian")[0]["value"] == 88


def test_the_page_of_the_table_shows_the_marks(table):
    """People read the mark in its cell, and no column of symbols."""
    resource = act("resource_show", id=table["id"])
    page = browsing.find_page(resource)
    names = [column.name for column in page.columns]
    assert symbols.COLUMN not in names
    place = names.index("meninggal")
    assert sorted(texts[place] for texts in page.rows) == sorted(["-", "9", "…", "12", "NA"])


def test_a_break_that_a_table_declares_is_told_with_its_figures(publish):
    """Only of a span that has figures before it and from it on."""
    people = [
        ["kode_wilayah", "nama_kecamatan", "tahun", "laki_laki", "perempuan", "jumlah"],
        ["51.08.01", "Gerokgak", 2023, 50, 40, 90],
        ["51.08.01", "Gerokgak", 2024, 60, 50, 110],
    ]
    _dataset, resource = publish("penduduk_jenis_kelamin", people)
    cause = "Penduduk musiman ikut dihitung."
    act("resource_patch", id=resource["id"], putusan=f"2024; metode; {cause}")
    load.load(resource["id"])
    question = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "group_by": ["tahun"]}
    notes = [note for note in act("satudata_observation_search", **question)["notes"] if note["code"] == "break"]
    assert [(note["period"], note["cause"]) for note in notes] == [("2024", cause)]
    alone = act("satudata_observation_search", **question, period="2024")["notes"]
    assert "break" not in [note["code"] for note in alone]
