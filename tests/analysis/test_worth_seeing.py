"""What the analysis opens with, and figures made of two."""

import pytest
from ckanext.satudata import clock
from ckanext.satudata.analysis import movers
from ckanext.satudata.observations import periods
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import ACCIDENTS_HEADER, PEOPLE_HEADER, STUNTING

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

PLACES = [("51.08.01", "Gerokgak"), ("51.08.02", "Seririt"), ("51.08.03", "Busungbiu")]


def months(count):
    """Return the last whole months, the oldest first."""
    last = periods.shift(clock.today().isoformat()[: periods.MONTH], -1)
    return [periods.shift(last, step) for step in range(1 - count, 1)]


def accidents(figures):
    """Return a table of accidents in one kecamatan, one figure a month."""
    rows = [
        [*PLACES[0], int(month[:4]), int(month[5:]), figure, 0, 0, 0]
        for month, figure in zip(months(len(figures)), figures, strict=True)
    ]
    return [ACCIDENTS_HEADER, *rows]


@pytest.mark.usefixtures("with_request_context")
def test_what_moved_is_told_beside_what_is_usual(publish):  # noqa: F811
    """Accidents change by 10 a month, and then fall by 40: four times the usual, and that is better."""
    publish("kecelakaan", accidents([100, 110, 100, 110, 100, 110, 70]))
    [insight] = movers.load().movers
    assert insight.strength == 4
    assert insight.is_better
    label = periods.label(months(1)[0])
    assert insight.sentence == (
        f"Kecelakaan lalu lintas: kejadian turun 40 kejadian menjadi 70 kejadian pada {label}; "
        "biasanya berubah 10 kejadian."
    )


@pytest.mark.usefixtures("with_request_context")
def test_a_month_that_is_missing_makes_no_change(publish):  # noqa: F811
    """Of a line with a gap only what follows it counts, and that is too short to say what is usual."""
    header, *rows = accidents([100, 110, 100, 110, 100, 110, 70])
    publish("kecelakaan", [header, *rows[:3], *rows[4:]])
    assert movers.load().movers == ()


@pytest.mark.usefixtures("with_request_context")
def test_where_kecamatan_lie_apart(publish):  # noqa: F811
    """Rates are told from the highest to the lowest; counts are not, for the largest place has the most of all."""
    children = [[*place, 2025, 6, 100, n, n] for place, n in zip(PLACES, (20, 10, 5), strict=True)]
    publish("stunting", [STUNTING[0], *children])
    [gap] = movers.load().gaps
    assert gap.strength == 4
    assert (
        gap.sentence
        == "Stunting: prevalensi pada Juni 2025 tertinggi di Gerokgak (20%) dan terendah di Busungbiu (5%)."
    )


@pytest.fixture
def published(publish):  # noqa: F811
    """People of two years, and measured and stunted children in December of the second."""
    people = [
        [*place, year, n // 2, n // 2, n]
        for year, more in ((2024, 0), (2025, 20))
        for place, n in zip(PLACES, (1000 + more, 2000 + more, 3000 + more), strict=True)
    ]
    publish("penduduk_jenis_kelamin", [PEOPLE_HEADER, *people])
    children = [[*place, 2025, 12, 300, n, round(n / 3, 2)] for place, n in zip(PLACES, (51, 60, 75), strict=True)]
    publish("stunting", [STUNTING[0], *children])


def test_the_page_opens_with_news_until_somebody_chooses(app, published):
    """With a choice in the address the comparison stands alone."""
    assert "Yang paling timpang antarkecamatan" in app.get("/satudata/analisis/").body
    assert "Yang paling timpang" not in app.get("/satudata/analisis/?x=penduduk_jenis_kelamin.jumlah").body


def test_two_years_side_by_side(app, published):
    """Busungbiu had 3,000 people, and has 3,020: 20 more."""
    address = "/satudata/analisis/?view=years&x=penduduk_jenis_kelamin.jumlah&y=stunting.balita_stunting"
    page = " ".join(app.get(address).body.split())
    assert (
        '<td class="numeric">3.000 jiwa</td><td class="numeric">3.020 jiwa</td><td class="numeric">+20 jiwa</td>'
        in page
    )


def test_one_count_for_each_of_another(app, published):
    """51 stunted children among 1,020 people are 5 for each 100; a rate for each person is not offered."""
    address = "/satudata/analisis/?view=ratio&y=penduduk_jenis_kelamin.jumlah&x=stunting."
    page = " ".join(app.get(f"{address}balita_stunting").body.split())
    assert "per 100 jiwa" in page
    assert '<td class="numeric">51</td><td class="numeric">1.020</td><td class="numeric">5</td>' in page
    assert "Yang satu per yang lain" not in app.get(f"{address}prevalensi").body


def test_several_measures_over_time(app, published):
    """Each measure has its chart over the same years; what is no measure of the list is refused with a reason."""
    page = app.get(
        "/satudata/analisis/bersama?ukuran=penduduk_jenis_kelamin.jumlah&ukuran=penduduk_jenis_kelamin.laki_laki"
    )
    assert page.body.count("data-chart data-name") == 2
    answer = app.get("/satudata/analisis/bersama?ukuran=tidak.ada", status=400)
    assert "Pilih paling banyak" in answer.body
