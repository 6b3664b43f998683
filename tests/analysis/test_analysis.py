"""Two measures side by side: what is offered, what the page and its CSV say."""

import csv
import io

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.analysis import choices
from factories_satudata import act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE_HEADER, STUNTING
from statements import counted

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

PLACES = [("51.08.01", "Gerokgak"), ("51.08.02", "Seririt"), ("51.08.03", "Busungbiu"), ("51.08.04", "Banjar")]
# 100, 200, 300, 500 people; 10, 8, 6, 5 percent of 100 measured children in the last month of the year, 1 in May
PEOPLE = [
    PEOPLE_HEADER,
    *([*place, 2025, n // 2, n // 2, n] for place, n in zip(PLACES, (100, 200, 300, 500), strict=True)),
]
CHILDREN = [
    STUNTING[0],
    *([*place, 2025, 12, 100, n, n] for place, n in zip(PLACES, (10, 8, 6, 5), strict=True)),
    *([*place, 2025, 5, 100, 20, 20] for place in PLACES),
]
PRICES = [["tanggal", "pasar", "komoditas", "harga"], ["2025-06-01", "Anyar", "beras_medium", 14000]]


@pytest.fixture
def published(publish):  # noqa: F811
    """People by the year, stunted children by the month, and prices, which have no regions."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("stunting", CHILDREN)
    publish("harga_pangan", PRICES)


def test_only_what_goes_together_is_offered(published):
    """Rates of regions and sums are; prices are not, nor what has no period in common."""
    analysis = act("satudata_analysis_show", x="stunting.prevalensi", y="penduduk_jenis_kelamin.jumlah")
    offered = {key for key, _label in analysis["choices"]["x"]}
    assert "harga_pangan.harga" not in offered
    assert {"stunting.prevalensi", "penduduk_jenis_kelamin.jumlah"} <= offered
    assert analysis["choices"]["level"] == ["kecamatan"]
    # a month beside a year is compared by the year
    assert analysis["choices"]["period"] == [["2025", "2025"]]
    with pytest.raises(tk.ValidationError) as raised:
        act("satudata_analysis_show", x="harga_pangan.harga")
    assert "harga_pangan.harga" in raised.value.error_dict["x"][0]
    with pytest.raises(tk.ValidationError) as raised:
        act("satudata_analysis_show", x="stunting.prevalensi", period="1990")
    assert "2025-12" in raised.value.error_dict["period"][0]


def test_figures_and_correlation(published):
    """A rate by the month is not summed over the year: the last month stands for it, and is named."""
    analysis = act("satudata_analysis_show", x="penduduk_jenis_kelamin.jumlah", y="stunting.prevalensi")
    assert [(row["label"], row["x"], row["y"]) for row in analysis["rows"]] == [
        ("Gerokgak", 100, 10),
        ("Seririt", 200, 8),
        ("Busungbiu", 300, 6),
        ("Banjar", 500, 5),
    ]
    assert (analysis["axes"]["x"]["period"], analysis["axes"]["y"]["period"]) == ("2025", "2025-12")
    # deviations (-175 -75 25 225) and (2.75 .75 -1.25 -2.25): -1075 / √(87500 · 14.75)
    assert (analysis["n"], analysis["spearman"]) == (4, pytest.approx(-1))
    assert analysis["pearson"] == pytest.approx(-1075 / (87500 * 14.75) ** 0.5)
    assert [row["rank"] for row in analysis["ranked"]] == [1, 2, 3, 4]
    assert analysis["ranked"][0]["label"] == "Banjar"
    assert len(analysis["sources"]) == 2


def test_pages_are_addresses(app, published):
    """Each view stands in its address, has its figures in a table, and can be taken as CSV; a wrong one says why."""
    address = "/satudata/analisis/?x=penduduk_jenis_kelamin.jumlah&y=stunting.prevalensi&view="
    for view, there in {"scatter": "Spearman", "rank": "Banjar", "change": "Gerokgak", "map": "Seririt"}.items():
        body = app.get(address + view).body
        assert there in body
        assert "<table>" in body
    table = list(csv.reader(io.StringIO(app.get(address.replace("/?", "/csv?") + "scatter").body)))
    assert table[1] == ["51.08.01", "Gerokgak", "100", "10"]
    lines = list(csv.reader(io.StringIO(app.get(address.replace("/?", "/csv?") + "change").body)))
    assert lines[:2] == [["kode_wilayah", "wilayah", "2025"], ["51.08.01", "Gerokgak", "100"]]
    wrong = app.get("/satudata/analisis/?x=tidak.ada", status=400).body
    assert "tidak.ada" in wrong
    assert "Spearman" in wrong
    assert "tidak.ada" in app.get("/satudata/analisis/csv?x=tidak.ada", status=400).body


def test_a_line_is_broken_where_its_source_changes(app, publish):  # noqa: F811
    """The last years of three kecamatan come from another table than the first: said, broken, and told in the CSV."""
    years = {2023: 10, 2024: 20, 2025: 300}

    def rows(*published_years):
        rows_of_years = (
            [*place, year, years[year], years[year], 2 * years[year]] for place in PLACES for year in published_years
        )
        return [PEOPLE_HEADER, *rows_of_years]

    first, _resource = publish("penduduk_jenis_kelamin", rows(2023, 2024))
    publish("stunting", CHILDREN)
    question = {"x": "penduduk_jenis_kelamin.jumlah", "view": "change"}
    lines = act("satudata_analysis_show", **question)["lines"]
    assert lines["breaks"] == []
    assert [len(origin) for origin in lines["origins"]] == [1]
    second, _resource = publish("penduduk_jenis_kelamin", rows(2025))
    lines = act("satudata_analysis_show", **question)["lines"]
    assert [(change["period"], change["label"]) for change in lines["breaks"]] == [("2025", "2025")]
    [change] = lines["breaks"]
    sources = [[origin["dataset"] for origin in lines["origins"][change[side]]] for side in ("before", "after")]
    assert sources == [[first["name"]], [second["name"]]]
    gerokgak = lines["lines"][0]
    assert gerokgak["data"] == [20, 40, 600]
    assert gerokgak["origins"] == [change["before"], change["before"], change["after"]]
    address = "/satudata/analisis/{}?x=penduduk_jenis_kelamin.jumlah&view=change"
    page = app.get(address.format("")).body
    assert f"2025: sebelumnya {first['title']}" in page
    table = list(csv.reader(io.StringIO(app.get(address.format("csv")).body)))
    assert table[5] == ["51.08.01", "Sumber: Gerokgak", first["title"], first["title"], second["title"]]


def test_a_rate_names_the_tables_of_both_its_parts(publish):  # noqa: F811
    """A rate that is computed anew is of one table, however often its parts are asked for."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    stunting, _resource = publish("stunting", CHILDREN)
    lines = act("satudata_analysis_show", x="stunting.prevalensi", view="change")["lines"]
    assert [[origin["dataset"] for origin in origin] for origin in lines["origins"]] == [[stunting["name"]]]
    assert lines["lines"][0]["origins"] == [0, None, None, None, None, None, None, 0]


@pytest.mark.parametrize("address", ["/satudata/analisis/", "/satudata/observasi"])
def test_the_page_has_one_main_part(app, address):
    """Who jumps to the content by keyboard or screen reader lands before the heading."""
    page = app.get(address).body
    assert page.count('role="main"') + page.count("<main") == 1
    assert page.index('role="main"') < page.index("<h1") < page.index("site-footer")


def test_nothing_to_compare_is_said(app):
    """Without figures there is a page nevertheless."""
    assert act("satudata_analysis_show")["choices"]["x"] == []
    assert app.get("/satudata/analisis/").status_code == 200


def test_what_is_offered_costs_no_statement_for_each_table(published, publish):  # noqa: F811
    """Four more tables are four more to look at, in the same statements as before."""
    with counted() as few:
        before = choices.every()
    for year in (2021, 2022, 2023, 2024):
        publish("penduduk_jenis_kelamin", [PEOPLE_HEADER, *([*row[:2], year, *row[3:]] for row in PEOPLE[1:])])
    with counted() as many:
        after = choices.every()
    assert len(many.statements) == len(few.statements) == 2
    assert [choice.key for choice in after] == [choice.key for choice in before]
    [people] = [choice for choice in after if choice.key == "penduduk_jenis_kelamin.jumlah"]
    assert (people.first, people.last, len(people.sets)) == ("2021", "2025", 5)
