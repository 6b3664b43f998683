"""Correlation, worked by hand."""

import pytest
from ckanext.satudata.analysis import statistics


def test_pearson_of_a_worked_example():
    """Deviations (-2 -1 0 1 2) and (-2 0 -1 1 2): 4 + 0 + 0 + 1 + 4 = 9 of √(10 · 10) = 10."""
    assert statistics.pearson([1, 2, 3, 4, 5], [2, 4, 3, 5, 6]) == pytest.approx(0.9)
    assert statistics.pearson([1, 2, 3], [6, 4, 2]) == pytest.approx(-1)


def test_spearman_sees_only_the_order():
    """A curve that always rises is 1 by rank and less by value; equal values share the mean of their ranks."""
    assert statistics.spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == pytest.approx(1)
    assert statistics.pearson([1, 2, 3, 4], [1, 10, 100, 1000]) < 0.9
    assert statistics.ranks([30, 10, 10, 20]) == [4, 1.5, 1.5, 3]


def test_what_cannot_be_told_is_not():
    """Two pairs, or a figure that never varies, have no correlation."""
    assert statistics.pearson([1, 2], [1, 2]) is None
    assert statistics.pearson([1, 2, 3], [5, 5, 5]) is None
    assert statistics.spearman([], []) is None


def test_chance():
    """With 9 regions 0.67, near to the 0.666 of a t test at five percent; it never exceeds 1."""
    assert statistics.chance(9) == pytest.approx(2 / 3)
    assert statistics.chance(1) == 1
