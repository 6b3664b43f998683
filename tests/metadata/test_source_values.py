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
        ("2024-5-1", "2024-05-01"),
        ("2024.05.01", "2024-05-01"),
        ("2024-05-01+08:00", "2024-05-01"),
        ("2024-05-01 08:00:00 UTC", "2024-05-01T08:00:00+00:00"),
        ("2024-05-01T08:00:00 WITA", "2024-05-01T08:00:00+08:00"),
        ("20240501T080000Z", "2024-05-01T08:00:00+00:00"),
        ("13/05/2024 10:00", "2024-05-13T10:00:00+00:00"),
        ("5/13/2024", "2024-05-13"),
        ("05-2024", "2024-05"),
        ("Mei 2024", "2024-05"),
        ("12 Mei 2024", "2024-05-12"),
        ("May 1, 2024", "2024-05-01"),
        ("01-Jan-2024", "2024-01-01"),
        ("Jumat, 31 Mei 2024 pukul 08.00 WITA", "2024-05-31T08:00:00+08:00"),
        ("Mon, 06 May 2024 10:00:00 GMT", "2024-05-06T10:00:00+00:00"),
        ("1715000000000", "2024-05-06T12:53:20+00:00"),
        ("1715000000", "2024-05-06T12:53:20+00:00"),
        ("/Date(1715000000000+0700)/", "2024-05-06T12:53:20+00:00"),
        ("2024050108", None),
        ("13-13-2024", None),
        ("2024/2025", None),
        ("01-Jan-24", None),
        ("Triwulan I 2024", None),
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
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [BOX]}},
        {"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [BOX]}}]},
        {"west": 115, "south": -9, "east": "116", "north": "-8"},
        {"gmd:westBoundLongitude": 115, "southBoundLatitude": -9, "eastBoundLongitude": 116, "northBoundLatitude": -8},
        {"@type": "Place", "geo": {"@type": "GeoShape", "box": "-9 115 -8 116"}},
        "ENVELOPE(115, 116, -8, -9)",
        "BOX(115 -9,116 -8)",
        "115 -9 116 -8",
        ["115,0", "-9,0", "116,0", "-8,0"],
        [[115, -9], [116, -8]],
        # latitudes first: no other order is on earth
        "-9,115,-8,116",
        "<http://www.opengis.net/def/crs/EPSG/0/4326> POLYGON ((-9 115, -9 116, -8 116, -8 115, -9 115))",
    ],
)
def test_geometries(written):
    """Box, WKT and GeoJSON are one GeoJSON."""
    assert json.loads(places.parse_geometry(written)) == {"type": "Polygon", "coordinates": [BOX]}


@pytest.mark.parametrize(
    "written",
    [
        *("Buleleng", "", [1, 2], [500000, 9100000, 500001, 9100001], {"type": "x"}, "POINT(1", "ENVELOPE(1,2)"),
        *({"type": "FeatureCollection", "features": []}, {"type": "Point", "coordinates": ["timur", "selatan"]}),
    ],
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
