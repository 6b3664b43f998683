"""Lists that are not written as their standard says, and mean what they mean all the same."""

import json

import pytest
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest import readers

from harvest.reading import fixture, reader

DATASET = {"identifier": "a", "title": "Beras"}
SEARCH = "/api/3/action/package_search"


@pytest.fixture(autouse=True)
def _no_address_of_ours(portal_address):
    """Take nothing for a dataset of this portal."""


@pytest.mark.parametrize(
    "files",
    [
        "http://x.example/a.csv",
        ["http://x.example/a.csv"],
        {"0": {"downloadURL": "http://x.example/a.csv"}},
        {"downloadURL": ["http://x.example/a.csv"]},
    ],
)
def test_files_of_data_json_come_in_any_list(files, loopback):
    """As an address, as a list of them, numbered, single."""
    loopback.answer("/data.json", json.dumps({"dataset": [{**DATASET, "distribution": files}]}))
    [item] = reader("data_json", url=f"{loopback.url}/data.json").items()
    assert [file["url"] for file in item.raw["resources"]] == ["http://x.example/a.csv"]


@pytest.mark.parametrize("body", [{"dataset": {"0": DATASET}}, {"@graph": [DATASET]}, [DATASET]])
def test_the_list_of_data_json_may_be_numbered_or_a_graph(body, loopback):
    """What PHP makes of a list, and JSON-LD."""
    loopback.answer("/data.json", json.dumps(body))
    assert [item.identifier for item in reader("data_json", url=f"{loopback.url}/data.json").items()] == ["a"]


def test_identifiers_that_are_numbers_do_not_change_with_how_they_are_written(loopback):
    """12, 12.0 and " 12 " are one; an object of MongoDB is its id."""
    written = [12, 12.0, " 12 ", {"$oid": "12"}]
    loopback.answer("/data.json", json.dumps([{**DATASET, "identifier": value} for value in written]))
    assert {item.identifier for item in reader("data_json", url=f"{loopback.url}/data.json").items()} == {"12"}


def test_json_in_the_encoding_that_its_source_declares(loopback):
    """Latin-1 is read where it is declared; where nothing is, the answer is broken."""
    text = json.dumps([{**DATASET, "title": "Café"}], ensure_ascii=False).encode("latin-1")
    loopback.answer("/a.json", text, Content_Type="application/json; charset=ISO-8859-1")
    loopback.answer("/b.json", text, Content_Type="application/json")
    [item] = reader("data_json", url=f"{loopback.url}/a.json").items()
    assert item.raw["title"] == "Café"
    with pytest.raises(BrokenAnswer):
        list(reader("data_json", url=f"{loopback.url}/b.json").items())


def test_broken_json_is_told_where_it_breaks(loopback):
    """Not as an API that has moved."""
    loopback.answer("/data.json", '{"dataset": [\n{"title": "A"},\n]}')
    with pytest.raises(BrokenAnswer) as raised:
        list(reader("data_json", url=f"{loopback.url}/data.json").items())
    assert raised.value.values["1"] == 3


@pytest.mark.parametrize("page", ["", "/", "/dataset", "/dataset/?q=beras", "/api/3/", "/api/3/action/package_list"])
def test_a_ckan_is_found_by_any_of_its_addresses(page, loopback):
    """People copy what they see; what is null in a dataset costs nothing, nor does a number written as text."""
    dataset = {"id": "1", "title": "A", "resources": None, "extras": None, "tags": None}
    loopback.answer(SEARCH, json.dumps({"success": True, "result": {"count": "1", "results": [dataset]}}))
    [item] = reader("ckan_api", url=f"{loopback.url}{page}").items()
    assert item.raw["guid"] == f"{loopback.url}/dataset/1"


def test_a_ckan_that_refuses_says_why(loopback):
    """Its own words, instead of that it is none."""
    loopback.answer(SEARCH, json.dumps({"success": False, "error": {"message": "Terlalu banyak permintaan"}}))
    with pytest.raises(BrokenAnswer) as raised:
        list(reader("ckan_api", url=loopback.url).items())
    assert "Terlalu banyak permintaan" in str(raised.value.values)


def test_the_next_page_may_be_a_relative_address(loopback):
    """It is meant below the page that names it; a number of pages that is none ends nothing."""
    loopback.answer("/api/a", json.dumps({"data": [{"id": 1}], "next": "b", "pages": "satu"}))
    loopback.answer("/api/b", json.dumps({"data": [{"id": 2}], "next": None}))
    paging = {"by": "next", "at": "next", "pages": "pages"}
    source = reader("json_rest", url=f"{loopback.url}/api/a", data="data", identifier="id", paging=paging)
    assert [item.identifier for item in source.items()] == ["1", "2"]


def test_a_csw_that_does_not_count_is_read_to_its_end(loopback):
    """Without the number of matches the next record alone says that there are more."""
    first = fixture("csw_1.xml").replace(b"numberOfRecordsMatched", b"lain")
    last = first.replace(b'nextRecord="3"', b'nextRecord="0"')
    pages = [first, last]
    loopback.routes["/csw"] = lambda _request: (200, {}, pages.pop(0))
    assert len(list(reader("csw", url=f"{loopback.url}/csw").items())) == 4


def test_a_list_of_a_form_that_nobody_foresaw_is_told(loopback):
    """As a broken answer with the address, which form, preview and run show; never as an error of ours."""
    loopback.answer(SEARCH, json.dumps({"result": {"count": 1, "results": [{"id": ["a"], "extras": 7}]}}))
    with pytest.raises(BrokenAnswer):
        list(readers.listed(reader("ckan_api", url=loopback.url)))
