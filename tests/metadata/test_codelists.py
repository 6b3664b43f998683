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


@pytest.mark.parametrize("text", ["51.08", "5108", " 51. 08", "Kabupaten Buleleng", "kabupaten  buleleng"])
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
