"""Which cells are hidden: nobody computes a small count from what is left."""

from decimal import Decimal

import pytest
from ckanext.satudata.disclosure.cells import Cell, lay_out
from ckanext.satudata.disclosure.pattern import Pattern
from ckanext.satudata.standards import model as standards
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.attacker import certain

REGIONS = [f"51.08.0{number}" for number in range(1, 6)]
MONTHS = [f"2025-{month:02d}" for month in range(1, 5)]


def table(rows):
    """Return cells of deaths in traffic of {region: [months]}."""
    return {
        Cell("meninggal", period, region): Decimal(value)
        for region, values in rows.items()
        for period, value in zip(MONTHS, values, strict=False)
    }


def hide(values, standard="kecelakaan", before=()):
    """Return the layout of a table and its hidden cells."""
    layout = lay_out(standards.load(standard), values)
    pattern = Pattern(layout, 5, {cell.measure for cell in values})
    small = [cell for cell in layout.values if pattern.is_small(cell)]
    return layout, pattern.hide([*small, *before]), pattern


def test_small_count_is_hidden_with_another_one():
    _layout, hidden, _pattern = hide(table({"51.08.01": [2], "51.08.02": [9], "51.08.03": [7]}))
    assert {cell.region for cell in hidden if len(cell.region) == 8} == {"51.08.01", "51.08.03"}


def test_hidden_counts_together_are_no_small_count_either():
    """1 and 1 beside a total of 27 would say that both are 1."""
    layout, hidden, _pattern = hide(table({"51.08.01": [1], "51.08.02": [1], "51.08.03": [9], "51.08.04": [16]}))
    shown = [cell for cell in layout.values if cell.region and len(cell.region) == 8 and cell not in hidden]
    assert {cell.region for cell in shown} == {"51.08.04"}


def test_zero_stays_where_something_else_can_be_hidden():
    _layout, hidden, _pattern = hide(table({"51.08.01": [2], "51.08.02": [0], "51.08.03": [7]}))
    assert Cell("meninggal", "2025-01", "51.08.02") not in hidden


def test_small_total_is_hidden_though_no_row_holds_it():
    """Another table may hold it, and with the zeros it would tell the one case."""
    layout, hidden, _pattern = hide(table({"51.08.01": [2], "51.08.02": [0]}))
    assert Cell("meninggal", "2025-01", "51.08") in hidden
    assert Cell("meninggal", "2025-01", "51.08") in layout.virtual


def test_what_was_hidden_before_stays_hidden():
    before = Cell("meninggal", "2025-01", "51.08.02")
    _layout, hidden, _pattern = hide(table({"51.08.01": [20], "51.08.02": [90], "51.08.03": [70]}), before=[before])
    assert {"51.08.02"} < {cell.region for cell in hidden}


def test_months_of_a_year_do_not_tell_one_of_them():
    """A flow adds up over the year, which others publish: of a region with a small month two are hidden."""
    _layout, hidden, _pattern = hide(table({"51.08.01": [2, 9, 9, 9], "51.08.02": [9, 9, 9, 9]}))
    assert len([cell for cell in hidden if cell.region == "51.08.01" and len(cell.period) == 7]) >= 2


counts = st.lists(st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 40]), min_size=4, max_size=4), min_size=1, max_size=5)


@given(counts)
@settings(max_examples=25, deadline=None)
def test_attacker_finds_nothing(rows):
    """For no table does a solver find a hidden cell's value, knowing all that is shown and all sums."""
    values = table(dict(zip(REGIONS, rows, strict=False)))
    layout, hidden, pattern = hide(values)
    visible = {cell: value for cell, value in layout.values.items() if cell not in hidden}
    assert not certain(visible, layout.sums, hidden, pattern.least)


@pytest.mark.parametrize("standard", standards.names())
def test_every_standard_says_what_is_protected(standard):
    """A sensitive standard has a threshold and protects at least one count."""
    one = standards.load(standard)
    assert bool(one.protected) == bool(one.sensitif or one.ambang)
    assert one.threshold >= 2 or not one.sensitif
