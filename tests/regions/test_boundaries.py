"""Every district of the country has a map, without gaps and overlaps; another one is imported from a file."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import shapefile
import shapely
from ckanext.satudata import late
from ckanext.satudata.exceptions import BadMap
from ckanext.satudata.metadata import codelists
from ckanext.satudata.regions import boundaries, coverage, importing

FIXTURES = Path(__file__).parents[1] / "fixtures" / "regions"
# Blora, Situbondo, Merauke, Surabaya, Kepulauan Seribu, Buleleng; Jawa Tengah, Papua Pegunungan
SAMPLES = ("33.16", "35.12", "93.01", "35.78", "31.01", "51.08", "33", "95")
LIMIT = 4 * 2**20


def outlines(code):
    """Return {code: outline} of a map."""
    features = json.loads(boundaries.find(code))["features"]
    return {
        feature["properties"]["kode"]: shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features
    }


@pytest.fixture(autouse=True)
def maps(tmp_path):
    """Have a district with a folder for its maps, and no portal."""
    folder = tmp_path / "maps"
    options = {"ckanext.satudata.wilayah": "51.08", "ckanext.satudata.maps": str(folder)}
    with late.standing_alone(options), late.speaking("en"):
        yield folder


def test_each_district_and_province_has_its_regions_on_a_map():
    """All 514 kabupaten/kota with each of their kecamatan, all 38 provinces with each of their kabupaten/kota."""
    wilayah = codelists.load("wilayah")
    missing = []
    parents = [code for code in wilayah.codes if len(code) in (2, 5)]
    for parent in parents:
        expected = {region.code for region in wilayah.children(parent)}
        drawn = {feature["properties"]["kode"] for feature in json.loads(boundaries.find(parent))["features"]}
        missing += sorted(expected - drawn)
    assert len(parents) == 514 + 38
    assert missing == []


@pytest.mark.parametrize("code", SAMPLES)
def test_neighbours_share_their_borders(code):
    """No two regions overlap, and along a shared border they have the same points."""
    areas = list(outlines(code).values())
    assert shapely.coverage_is_valid(areas)
    assert all(shapely.is_valid(areas))


def test_a_district_is_where_it_is():
    """Blora, in degrees east and north; its kecamatan are about 1,950 square kilometres together."""
    areas = list(outlines("33.16").values())
    west, south, east, north = shapely.total_bounds(areas)
    assert 111.0 < west < east < 111.7
    assert -7.6 < south < north < -6.8
    assert sum(area.area for area in areas) * 110.6 * 110.4 == pytest.approx(1955, rel=0.03)


def test_the_file_is_small():
    """It is in each clone and each image."""
    archive = Path(__file__).parents[2] / "config" / "command_center" / "boundaries" / "boundaries.zip"
    assert archive.stat().st_size <= LIMIT


@pytest.mark.parametrize("code", ["../..", "../../ab", "", "33.16.01.2001", "33x16"])
def test_what_is_no_code_has_no_map(code):
    """A name from an address never leads to another file."""
    assert not boundaries.has(code)
    assert boundaries.find(code) is None


def test_desa_of_big_become_a_map_of_each_kecamatan():
    """24 desa of two kecamatan: two maps with shared borders, and no word is lost on what the file lacks."""
    taken = importing.take(FIXTURES / "desa_big.geojson")
    assert (sorted(taken.maps), taken.regions, taken.missing) == (["51.08.01", "51.08.09"], 24, ())
    areas = outlines("51.08.09")
    assert len(areas) == 10
    assert shapely.coverage_is_valid(list(areas.values()))
    # what a map shows of a kecamatan is what its desa show together
    shared = shapely.union_all(list(areas.values())).intersection(outlines("51.08")["51.08.09"])
    assert shared.area / outlines("51.08")["51.08.09"].area > 0.9


def test_a_shapefile_and_sql_are_read_as_well(tmp_path):
    """The same square as a Shapefile in a ZIP, its code without dots, and as SQL, whose pairs begin with latitude."""
    ring = [(115.0, -8.2), (115.0, -8.1), (115.1, -8.1), (115.1, -8.2), (115.0, -8.2)]
    streams = {"shp": io.BytesIO(), "dbf": io.BytesIO(), "shx": io.BytesIO()}
    with shapefile.Writer(**streams) as writer:
        writer.field("KDEPUM", "C", 20)
        writer.poly([ring])
        writer.record("5108062001")
    with zipfile.ZipFile(tmp_path / "desa.zip", "w") as archive:
        for ending, stream in streams.items():
            archive.writestr(f"DESA.{ending}", stream.getvalue())
    pairs = json.dumps([[[[y, x] for x, y in ring]]])
    sql = f"INSERT INTO wilayah_boundaries VALUES\n\t('51.08.06.2001','X',-8.1,115.0,'{pairs}',1);"
    (tmp_path / "desa.sql").write_text(sql)
    for name in ("desa.zip", "desa.sql"):
        taken = importing.take(tmp_path / name)
        assert taken.maps == ("51.08.06",)
        assert len(taken.missing) == 28
        assert outlines("51.08.06")["51.08.06.2001"].bounds == pytest.approx((115.0, -8.2, 115.1, -8.1))


def square(code, west=115.0, south=-8.2):
    """Return a feature of one square."""
    return {
        "type": "Feature",
        "properties": {"kode": code},
        "geometry": json.loads(shapely.to_geojson(shapely.box(west, south, west + 0.1, south + 0.1))),
    }


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("peta.geojson", "<html>", "cannot be read"),
        ("peta.zip", "no archive", "cannot be read"),
        ("peta.pdf", "%PDF", "is no map"),
        ("peta.geojson", json.dumps({"features": [square("33.16.01")]}), "has no region of Kabupaten Buleleng"),
        ("peta.geojson", json.dumps({"features": [square("")]}), "no region with a kode wilayah"),
        ("peta.geojson", json.dumps({"features": [square("51.08.01", 250000, 9090000)]}), "EPSG:4326"),
    ],
)
def test_a_file_that_is_no_map_of_the_district_is_refused(maps, tmp_path, name, content, words):
    """With what is wrong and how to mend it; nothing is kept."""
    (tmp_path / name).write_text(content)
    with pytest.raises(BadMap, match=words):
        importing.take(tmp_path / name)
    assert not maps.exists()


def test_gaps_of_the_source_are_closed_and_straits_stay():
    """A gap of 100 m between two regions that touch at its ends is no sea; one of 5 km is."""
    notched = shapely.union_all(
        [
            shapely.box(115.101, -8.2, 115.2, -8.1),
            shapely.box(115.1, -8.2, 115.101, -8.19),
            shapely.box(115.1, -8.11, 115.101, -8.1),
        ]
    )
    areas = {
        "a": shapely.box(115.0, -8.2, 115.1, -8.1),
        "b": notched,
        "c": shapely.box(115.25, -8.2, 115.3, -8.1),
    }
    drawn = coverage.simplified(coverage.cleaned(areas))
    whole = drawn["a"].union(drawn["b"])
    assert len(whole.interiors) == 0
    assert whole.area == pytest.approx(0.02)
    assert drawn["b"].distance(drawn["c"]) == pytest.approx(0.05, abs=0.002)
