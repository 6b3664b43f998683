"""Lists of CKAN portals, whatever their version knows."""

import json

import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
)

from harvest.reading import fixture, reader


def ckan_route(datasets, *, knows_fields=True):
    """Play package_search as CKAN answers it."""

    def route(request):
        matching = datasets
        if "fq" in request.query and "id:(" in request.query["fq"]:
            matching = [dataset for dataset in datasets if f'"{dataset["id"]}"' in request.query["fq"]]
        start, rows = int(request.query.get("start", 0)), int(request.query["rows"])
        part = matching[start : start + rows]
        if knows_fields and "fl" in request.query:
            part = [{"id": dataset["id"], "metadata_modified": dataset["metadata_modified"] + "Z"} for dataset in part]
        return 200, {}, json.dumps({"success": True, "result": {"count": len(matching), "results": part}}).encode()

    return route


def ckan_datasets(count):
    """Return datasets of a vanilla CKAN."""
    [first, *_more] = json.loads(fixture("datagoid_package_search.json"))["result"]["results"]
    return [{**first, "id": f"id-{number}", "metadata_modified": "2026-01-01T00:00:00"} for number in range(count)]


@pytest.mark.usefixtures("portal_address")
def test_ckan_lists_shortly_and_fetches_by_the_hundred(loopback):
    """250 datasets: three short pages, and three requests for the whole of them."""
    loopback.routes["/api/3/action/package_search"] = ckan_route(ckan_datasets(250))
    source = reader("ckan_api", url=loopback.url, page=100)
    items = list(source.items())
    assert len(items) == 250
    assert len(loopback.requested) == 3
    assert items[0].version == "2026-01-01T00:00:00"
    assert items[0].raw is None
    whole = [source.fetch(item) for item in items]
    assert [dataset["id"] for dataset in whole] == [item.identifier for item in items]
    assert len(loopback.requested) == 6
    assert whole[3]["guid"] == f"{loopback.url}/dataset/id-3"


@pytest.mark.usefixtures("portal_address")
def test_ckan_that_sends_whole_datasets_is_not_asked_twice(loopback):
    """The recorded answer of data.go.id, which takes no notice of `fl`."""
    body = json.loads(fixture("datagoid_package_search.json"))
    body["result"]["count"] = 2
    loopback.answer("/api/3/action/package_search", json.dumps(body))
    source = reader("ckan_api", url=loopback.url)
    items = list(source.items())
    assert source.fetch(items[0])["title"].startswith("Angka kematian ibu")
    assert len(loopback.requested) == 1


@pytest.mark.usefixtures("portal_address")
def test_what_came_from_here_does_not_come_back(loopback):
    """Two catalogues that harvest each other do not double their datasets."""
    datasets = ckan_datasets(2)
    datasets[1]["extras"] = [{"key": "guid", "value": "http://sini.example/dataset/abc"}]
    loopback.routes["/api/3/action/package_search"] = ckan_route(datasets, knows_fields=False)
    assert [item.identifier for item in reader("ckan_api", url=loopback.url).items()] == ["id-0"]


@pytest.mark.usefixtures("portal_address")
def test_no_ckan(loopback):
    """Another kind of portal is told as such."""
    loopback.answer("/api/3/action/package_search", b'{"success": false}')
    with pytest.raises(BrokenAnswer, match="CKAN"):
        list(reader("ckan_api", url=loopback.url).items())
