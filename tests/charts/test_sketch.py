"""A map without a script: classes of the same width, the shape of the ground, names for who hears it."""

import json
import re

import pytest
from ckanext.satudata.charts import sketch


@pytest.mark.parametrize(("value", "step"), [(10, 1), (19.9, 1), (20, 2), (35, 3), (40, 4), (50, 4)])
def test_classes_are_of_the_same_width(value, step):
    """From 10 to 50 in four: the largest value is of the last class."""
    assert sketch.class_of(value, [10, 50, value]) == step


def square(code, left, bottom):
    """Return a region of one degree by one."""
    ring = [[left, bottom], [left + 1, bottom], [left + 1, bottom + 1], [left, bottom + 1], [left, bottom]]
    return {"properties": {"kode": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


OUTLINES = sketch.parse_outlines(
    json.dumps({"features": [square("a", 110, -61), square("b", 111, -61), square("c", 112, -61)]}).encode()
)


def test_every_region_is_drawn_and_named():
    """One path each with its class and its text; a region without a figure has the class of none."""
    drawn = sketch.sketch(OUTLINES, {"a": 1.0, "b": 9.0, "x": 5.0}, {"a": "Gerokgak: 1"}, "Peta & sel")
    assert re.findall(r'satudata-sketch-(\d)"', drawn) == ["1", "4", "0"]
    assert "<title>Gerokgak: 1</title>" in drawn
    assert 'aria-label="Peta &amp; sel"' in drawn


def test_a_region_keeps_the_shape_of_the_ground():
    """At 60.5 degrees of latitude a degree across is half of one along: three squares are 1.48 times as wide."""
    drawn = sketch.sketch(OUTLINES, {"a": 1.0, "b": 2.0}, {}, "")
    width, height = map(int, re.search(r'viewBox="-1 -1 (\d+) (\d+)"', drawn).groups())
    assert width / height == pytest.approx(1.48, abs=0.02)


def test_figures_that_do_not_differ_are_no_map():
    """All alike, or one alone: there is nothing to see."""
    assert not sketch.sketch(OUTLINES, {"a": 1.0, "b": 1.0}, {}, "")
    assert not sketch.sketch({}, {"a": 1.0, "b": 2.0}, {}, "")
