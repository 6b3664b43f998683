"""What another portal writes of days, places and formats, as we keep it."""

import json

import pytest
from ckanext.satudata.metadata import formats, moments, places


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2024", "2024"),
        ("2024-05", "2024-05"),
        ("2024-05-01", "2024-05-01"),
        ("01/05/2024", "2024-05-01"),
        ("2026-05-18T08:46:37.000Z", "2026-05-18T08:46:37+00:00"),
        ("2026-05-18 08:46:37", "2026-05-18T08:46:37+00:00"),
        ("2026-05-18T08:46+08:00", "2026-05-18T08:46:00+08:00"),
        ("2026-05-18T08:46:37.123456", "2026-05-18T08:46:37+00:00"),
        ("0000-00-00", None),
        ("2021-02-30", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_moments(written, kept):
    """A day is no more exact than the source says it; what is no day is none."""
    assert moments.parse_moment(written) == kept


BOX = [[115.0, -9.0], [116.0, -9.0], [116.0, -8.0], [115.0, -8.0], [115.0, -9.0]]


@pytest.mark.parametrize(
    "written",
    [
        ["115", "-9", "116", "-8"],
        "115.0,-9.0,116.0,-8.0",
        "POLYGON ((115 -9, 116 -9, 116 -8, 115 -8, 115 -9))",
        "SRID=4326;POLYGON((115 -9,116 -9,116 -8,115 -8,115 -9))",
        {"type": "Polygon", "coordinates": [BOX]},
        json.dumps({"type": "Polygon", "coordinates": [BOX]}),
    ],
)
def test_geometries(written):
    """Box, WKT and GeoJSON are one GeoJSON."""
    assert json.loads(places.parse_geometry(written)) == {"type": "Polygon", "coordinates": [BOX]}


@pytest.mark.parametrize(
    "written", ["Buleleng", "", [1, 2], [500000, 9100000, 500001, 9100001], {"type": "x"}, "POINT(1"]
)
def test_no_geometries(written):
    """The name of a place, metres of a projection and broken text are none."""
    assert places.parse_geometry(written) is None


@pytest.mark.parametrize(
    ("written", "format_"),
    [
        ("http://publications.europa.eu/resource/authority/file-type/CSV", "CSV"),
        ("HTTP://PUBLICATIONS.EUROPA.EU/RESOURCE/AUTHORITY/FILE-TYPE/XLSX", "XLSX"),
        ("https://www.iana.org/assignments/media-types/text/csv", "CSV"),
        ("text/csv; charset=utf-8", "CSV"),
        ("application/vnd.ms-excel", "XLS"),
        (".csv", "CSV"),
        ("XLXS", "XLSX"),
        ("jpeg", "JPG"),
        ("Excel", "XLSX"),
        ("WMS", "WMS"),
        ("https://contoh.go.id/format/lain", ""),
    ],
)
def test_formats(written, format_):
    """An address or media type that means a format is that format, never itself."""
    assert formats.parse_format(written) == format_


def test_the_first_telling_text_counts():
    """A format that says nothing gives way to the media type."""
    assert formats.parse_format("", "https://www.iana.org/assignments/media-types/text/csv") == "CSV"
