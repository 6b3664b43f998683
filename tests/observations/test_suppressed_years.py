"""Sums over the months of a year of which some are suppressed: told as long as they tell none of them."""

import pytest
from ckanext.satudata import clock
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.observations import load
from disclosure.attacker import certain
from factories_satudata import act

from observations.figures import ACCIDENTS_HEADER, KECAMATAN, ask, replace

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

REGIONS = [*KECAMATAN][:3]
QUESTION = {"standard": "kecelakaan", "measure": "meninggal"}
# of two months the whole district has few
QUIET = [[0, 9, 1, 8], [2, 11, 0, 7], [1, 6, 2, 12]]


def accidents_of(months):
    """Return the rows of the table of QUIET, of its first months."""
    return [
        ACCIDENTS_HEADER,
        *(
            [region, KECAMATAN[region], 2025, index + 1, 20, values[index], 30, 40]
            for region, values in zip(REGIONS, QUIET, strict=False)
            for index in range(months)
        ),
    ]


def test_year_is_told_though_months_are_hidden(publish):
    """The sum of the year is no small count and has two hidden months: it stays, of all months and regions."""
    _dataset, resource = publish("kecelakaan", accidents_of(3))
    load.load(resource["id"])
    months = ask(**QUESTION, group_by="periode")
    assert months[("2025-01",)] is None
    assert months[("2025-03",)] is None
    [year] = act("satudata_observation_search", **QUESTION, period="2025")["rows"]
    assert (year["value"], year["regions"], year["period"]) == (32, 3, "2025-01/2025-03")
    assert ask(**QUESTION, group_by="tahun") == {("2025",): 32}
    assert ask(**QUESTION)[()] == 32
    # half of it is not told
    assert ask(**QUESTION, period="2025-01/2025-02")[()] is None
    shown = {month: value for (month,), value in months.items() if value is not None}
    names = [f"2025-0{number}" for number in (1, 2, 3)]
    assert not certain({**shown, "year": 32}, [("year", names)], {*names} - shown.keys())


@pytest.mark.parametrize(("more", "value"), [(3, 32), (4, 59)])
def test_year_is_told_again_only_with_what_is_shown(publish, more, value):
    """A year that was told up to a month tells, once a further month is in, that month by subtraction."""
    _dataset, resource = publish("kecelakaan", accidents_of(3))
    load.load(resource["id"])
    replace(resource, accidents_of(more))
    assert ask(**QUESTION, period="2025")[()] == value


def test_year_is_not_told_with_a_new_hidden_month(publish):
    """The first two months were told; the third one is hidden, and the year with it."""
    few = [[*row] for row in accidents_of(3)]
    few[2][5], few[5][5] = 1, 1  # February is small as well
    _dataset, resource = publish("kecelakaan", [row for row in few if row[3] != 3])
    load.load(resource["id"])
    first = ask(**QUESTION, period="2025")[()]
    replace(resource, few)
    assert first is not None
    assert ask(**QUESTION, period="2025")[()] is None
    assert ask(**QUESTION, period="2025", as_of=clock.today().isoformat())[()] is None


def test_a_tile_says_what_it_may_not_show(publish):
    """A gap in a line is no missing month: the line below says that two figures are kept back."""
    _dataset, resource = publish("kecelakaan", accidents_of(3))
    load.load(resource["id"])
    tile = Tile({**QUESTION, "period": "2025", "filters": {}})
    tile.ask(group_by=("bulan",))
    assert tile.footer()["suppressed"].startswith("2 ")
