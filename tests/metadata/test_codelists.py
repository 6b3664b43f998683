"""Code lists are complete, sourced and forgiving; no service needed."""

from importlib import resources

import pytest
import yaml
from ckanext.satudata.exceptions import UnknownCodeList
from ckanext.satudata.metadata import codelists


@pytest.mark.parametrize("name", codelists.names())
def test_list_loads_and_names_its_source(name):
    """Every list has entries, and a YAML beside it with source and licence."""
    assert len(codelists.load(name).codes) > 1
    sidecar = yaml.safe_load((resources.files(codelists.PACKAGE) / f"{name}.yaml").read_text(encoding="utf-8"))
    assert sidecar["source"]
    assert sidecar["licence"]


def test_wilayah_is_whole():
    """The counts of Kepmendagri 300.2.2-2138/2025 at each level."""
    lengths = [len(code.code) for code in codelists.load("wilayah")]
    assert [lengths.count(length) for length in (2, 5, 8, 13)] == [38, 514, 7285, 83762]


def test_a_long_list_is_taken_apart_line_by_line_and_says_the_same():
    """What is asked for by its code is what reading the whole list gives; a part of a code is none."""
    entries = codelists.load("wilayah").codes
    whole = {row["code"]: row["name"] for row in codelists.rows("wilayah")}
    assert list(entries) == list(whole)
    assert [entries[code].name for code in list(whole)[::997]] == list(whole.values())[::997]
    strange = ("51.0", "51.08.", "", "99", "51.08,Kabupaten")
    assert [code for code in ("51.08", *strange) if code in entries] == ["51.08"]


@pytest.mark.parametrize("text", ["51.08", "5108", " 51. 08", "51 08", "Kabupaten Buleleng", "kabupaten  buleleng"])
def test_region_is_found_however_it_is_written(text):
    """Code with or without dots, or the name."""
    assert codelists.load("wilayah").lookup(text).code == "51.08"


def test_synonyms_and_suggestions():
    """A synonym gives the code; a typo gives the nearest names."""
    assert codelists.load("satuan").lookup("hektar").code == "ha"
    assert codelists.load("satuan").lookup("orang").code == "jiwa"
    assert "51.08" in [code.code for code in codelists.load("wilayah").suggest("Kabupaten Bulelng")]


def test_children_and_label():
    """Buleleng has nine kecamatan; a label tells where a place is."""
    children = codelists.load("wilayah").children("51.08")
    assert len(children) == 9
    assert codelists.wilayah_label(children[0].code).endswith(", Kabupaten Buleleng")


def test_unknown_list():
    """A wrong name tells which lists there are."""
    with pytest.raises(UnknownCodeList, match="satuan"):
        codelists.load("tidak_ada")
