"""JSON by REST: lists, pages, cursors, details, and answers that are none."""

import json

import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
)

from harvest.reading import fixture, reader


def paged(records, size=3):
    """Return a route that knows page and limit."""

    def route(request):
        page = int(request.query["page"])
        part = records[(page - 1) * size : page * size]
        return 200, {}, json.dumps({"data": {"items": part, "pages": 4}}).encode()

    return route


LIST = [{"id": number, "judul": f"Data {number}"} for number in range(10)]


def test_json_asks_for_each_value(loopback):
    """One question for each value; lists of lists become rows, which get what the answer says beside them."""
    days = [[{"t": 25}, {"t": 30}], [{"t": 26}]]

    def route(request):
        kode = request.query["adm4"]
        return 200, {}, json.dumps({"lokasi": {"adm4": kode}, "data": [{"cuaca": days}, {"cuaca": []}]}).encode()

    loopback.routes["/cuaca"] = route
    read = {"url": f"{loopback.url}/cuaca", "data": "data.*.cuaca.*", "beside": {"desa": "lokasi.adm4"}}
    read |= {"each": {"adm4": ["51.08.01.2001", "51.08.02.2001"]}, "parameters": {"bahasa": "id"}}
    rows = list(reader("json_rest").rows(read))
    assert [(row["desa"][:8], row["t"]) for row in rows] == [
        (kecamatan, t) for kecamatan in ("51.08.01", "51.08.02") for t in (25, 30, 26)
    ]
    assert len(loopback.requested) == 2
    assert all("bahasa=id" in path for path in loopback.requested)
    loopback.routes["/cuaca"] = lambda _request: (200, {}, b'{"hasil": 7}')
    with pytest.raises(BrokenAnswer, match="data"):
        list(reader("json_rest").rows(read))


@pytest.mark.usefixtures("with_plugins")
def test_json_asks_for_a_desa_of_each_kecamatan(loopback):
    """The district's kecamatan come from the code list, so one file serves every district."""
    loopback.routes["/cuaca"] = lambda request: (200, {}, json.dumps([{"kode": request.query["adm4"]}]).encode())
    read = {"url": f"{loopback.url}/cuaca", "each": {"adm4": "satu_desa_per_kecamatan"}}
    codes = [row["kode"] for row in reader("json_rest").rows(read)]
    assert len({kode[:8] for kode in codes}) == len(codes) == 9
    assert {len(kode) for kode in codes} == {13}


def test_json_by_pages(loopback):
    """All pages are read, the last and shorter one as well; the announced number of pages ends the list."""
    loopback.routes["/d"] = paged(LIST)
    paging = {"by": "page", "parameter": "page"}
    access = {"url": f"{loopback.url}/d", "data": "data.items", "identifier": "id", "paging": paging}
    assert [item.identifier for item in reader("json_rest", **access).items()] == [str(n) for n in range(10)]
    assert len(loopback.requested) == 5
    loopback.requested.clear()
    access["paging"] = {**paging, "pages": "data.pages"}
    assert len(list(reader("json_rest", **access).items())) == 10
    assert len(loopback.requested) == 4


def test_json_by_offset_in_the_way_of_satu_data_jabar(loopback):
    """`limit` and `skip`, rows below `data`: the recorded shape of the Jabar API, cut into pages."""
    rows = json.loads(fixture("jabar_bigdata_10_baris.json"))["data"]

    def route(request):
        skip, limit = int(request.query["skip"]), int(request.query["limit"])
        return 200, {}, json.dumps({"message": "ok", "data": rows[skip : skip + limit]}).encode()

    loopback.routes["/bigdata"] = route
    read = {
        "url": f"{loopback.url}/bigdata",
        "data": "data",
        "paging": {"by": "offset", "parameter": "skip", "size": 4, "size_parameter": "limit"},
    }
    assert list(reader("json_rest", url="").rows(read)) == rows


def test_json_by_cursor_and_by_address(loopback):
    """The answer itself says what comes next."""
    loopback.routes["/c"] = lambda request: (
        200,
        {},
        json.dumps(
            {"data": LIST[:2], "next": None} if "cursor" in request.query else {"data": LIST[2:], "next": "x"}
        ).encode(),
    )
    read = {
        "url": f"{loopback.url}/c",
        "data": "data",
        "paging": {"by": "cursor", "parameter": "cursor", "at": "next"},
    }
    assert len(list(reader("json_rest", url="").rows(read))) == 10
    loopback.answer("/n1", json.dumps({"data": LIST[:4], "next": f"{loopback.url}/n2"}))
    loopback.answer("/n2", json.dumps({"data": LIST[4:], "next": ""}))
    read = {"url": f"{loopback.url}/n1", "data": "data", "paging": {"by": "next", "at": "next"}}
    assert len(list(reader("json_rest", url="").rows(read))) == 10


def test_json_with_details_in_the_way_of_trenggalek(loopback):
    """The recorded index of Satu Data Trenggalek, each entry completed from its own address."""
    loopback.answer("/index", fixture("trenggalek_12.json"))
    loopback.routes |= {
        f"/json/{dataset['id']}": lambda _request, dataset=dataset: (
            200,
            {},
            json.dumps({"opd": dataset["title"][:4]}).encode(),
        )
        for dataset in json.loads(fixture("trenggalek_12.json"))
    }
    access = {"url": f"{loopback.url}/index", "identifier": "id", "detail": {"url": loopback.url + "{apiUrl}"}}
    source = reader("json_rest", **access)
    items = list(source.items())
    assert len(items) == 12
    assert source.fetch(items[0])["opd"] == items[0].raw["title"][:4]


def test_endless_paging_ends(loopback):
    """A server that does not know the parameter and sends the same page for ever is told so."""
    loopback.answer("/d", json.dumps(LIST))
    access = {"url": f"{loopback.url}/d", "identifier": "id", "paging": {"by": "page", "parameter": "halaman"}}
    with pytest.raises(BrokenAnswer, match="same page"):
        list(reader("json_rest", **access).items())


@pytest.mark.parametrize(
    "body", [b"<html>Masuk</html>", b"", b"[1, 2]", b'{"data": {}}', b"\xff\xfe\x00", b"[" * 9999]
)
def test_json_that_is_none(loopback, body):
    """Whatever comes instead of a list of records is an error of ours, with the address in it."""
    loopback.answer("/d", body)
    with pytest.raises(BrokenAnswer, match="/d"):
        list(reader("json_rest", url=f"{loopback.url}/d", data="", identifier="id").items())
