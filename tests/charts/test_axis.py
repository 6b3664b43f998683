"""Axes: bars from zero, lines honest, ends round."""

from ckanext.satudata.charts import axis
from ckanext.satudata.charts.spec import Axis


def test_bars_begin_at_zero():
    """Whatever the smallest is, and below it where a figure is."""
    assert axis.from_zero([90, 100]) == Axis(0, 100, 25)
    assert axis.from_zero([-3, 9]).low < 0


def test_noise_is_no_mountain():
    """10.59 to 10.71 spans a fifth of the largest figure, not the twelfth of a point that they differ in."""
    made = axis.around([10.59, 10.71])
    assert made.high - made.low >= 0.2 * 10.71
    assert made.low > 0


def test_figures_near_zero_have_it_on_their_axis():
    """3 to 10 begins at zero; 812,878 to 815,902 does not."""
    assert axis.around([3, 10]).low == 0
    assert axis.around([812878, 815902]).low > 0


def test_ends_hold_all_figures():
    """No figure lies beyond its axis, and one figure alone has one."""
    for values in ([0.0321, 0.0345], [7, 7, 7], [None, 5], [0, 0], [1e12, 3e12]):
        made = axis.around(values)
        there = [value for value in values if value is not None]
        assert made.low <= min(there)
        assert made.high >= max(there)
        assert made.step > 0
