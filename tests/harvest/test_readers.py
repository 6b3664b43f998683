"""Each access method against recorded real answers, and against the ways in which sources break."""

import base64
import getpass
import io
import json
import os
import shutil
import socket
import subprocess
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import paramiko
import pytest
import sqlalchemy as sa
from ckanext.satudata.exceptions import (
    BrokenAgency,
    BrokenAnswer,
    NotModified,
    RefusedAddress,
    SourceUnavailable,
)
from ckanext.satudata.harvest import readers
from ckanext.satudata.web import http
from openpyxl import Workbook
from serving import free_port, wait_for

FIXTURES = Path(__file__).parents[1] / "fixtures" / "harvest"


def fixture(name):
    """Return a recorded answer."""
    return (FIXTURES / name).read_bytes()


def reader(method, **access):
    """Return a reader for internal sources."""
    client = http.Client("Uji", internal=True, per_second=10_000)
    return readers.load(method).Reader({"internal": True, **access}, client)


def test_every_method_declares_its_words():
    """Each module offers OPTIONS, READ and a Reader; names of methods are known to the error."""
    for name in readers.UNITS.names:
        module = readers.load(name)
        assert isinstance(module.OPTIONS, dict)
        assert "properties" in module.READ
        assert issubclass(module.Reader, readers.BaseReader)
    with pytest.raises(BrokenAgency, match="json_rest"):
        readers.load("surat-merpati")


# JSON-REST


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


# CKAN


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


@pytest.fixture
def portal_address(monkeypatch):
    """Say where this portal is, without a running CKAN."""
    monkeypatch.setattr("ckanext.satudata.harvest.readers.portal_addresses", lambda: {"http://sini.example"})


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


# SQL


@pytest.fixture
def database(tmp_path):
    """Return the address of a small database of an application."""
    path = tmp_path / "aplikasi.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE izin (kode TEXT, jumlah INTEGER)"))
        connection.execute(sa.text("INSERT INTO izin VALUES ('51.08.01', 3), ('51.08.02', NULL)"))
    engine.dispose()
    return f"sqlite:///{path}"


def test_sql_rows(database):
    """Rows come by column; percent signs and colons of the query are left alone."""
    query = "SELECT kode, jumlah, '50%: x' AS t FROM izin WHERE kode LIKE '51%'"
    assert list(reader("sql", url=database).rows({"query": query})) == [
        {"kode": "51.08.01", "jumlah": 3, "t": "50%: x"},
        {"kode": "51.08.02", "jumlah": None, "t": "50%: x"},
    ]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM izin", "SELECT 1; DELETE FROM izin", "WITH x AS (SELECT 1) DELETE FROM izin", "DROP TABLE izin"],
)
def test_sql_never_writes(database, query):
    """What is no single SELECT is refused by us, and what slips through by the database."""
    with pytest.raises((BrokenAgency, SourceUnavailable)):
        list(reader("sql", url=database).rows({"query": query}))
    assert len(list(reader("sql", url=database).rows({"query": "SELECT * FROM izin"}))) == 2


def test_sql_errors_are_told(database, tmp_path):
    """An unknown column and a missing file name what is wrong; no empty database is made."""
    with pytest.raises(SourceUnavailable, match="tidak_ada"):
        list(reader("sql", url=database).rows({"query": "SELECT tidak_ada FROM izin"}))
    with pytest.raises(SourceUnavailable, match="not there"):
        reader("sql", url=f"sqlite:///{tmp_path}/hilang.db")
    assert not (tmp_path / "hilang.db").exists()


def test_sql_of_a_private_network_needs_the_mark():
    """Databases are behind the same guard as web addresses."""
    with pytest.raises(RefusedAddress):
        readers.load("sql").Reader({"url": "postgresql://u:p@10.0.0.9/x"}, None)


@pytest.mark.parametrize("driver", ["postgresql", "mysql+pymysql", "mssql+pymssql", "oracle+oracledb", "sqlite"])
def test_drivers_are_there(driver):
    """Nothing has to be installed by hand for the databases that OPDs run."""
    sa.make_url(f"{driver}://").get_dialect().import_dbapi()


@pytest.fixture(scope="module")
def mariadb(tmp_path_factory):
    """Start a MariaDB of our own with one table of 20,000 rows; yield the address of its database."""
    folder = tmp_path_factory.mktemp("mariadb")
    (folder / "data/mysql").mkdir(parents=True)
    port = free_port()
    program = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin")
    places = [f"--datadir={folder}/data", f"--socket={folder}/s", f"--pid-file={folder}/pid", f"--port={port}"]
    # without its own tables it asks nobody for a password, and starts in two seconds
    flags = ["--no-defaults", "--skip-grant-tables", "--bind-address=127.0.0.1", f"--user={getpass.getuser()}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program, *flags, *places], stdout=log, stderr=log)
    try:
        engine = sa.create_engine(f"mysql+pymysql://root@127.0.0.1:{port}/")
        wait_for(lambda: _answers(engine), 30)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE DATABASE kepegawaian")
            connection.exec_driver_sql("USE kepegawaian")
            connection.exec_driver_sql(
                "CREATE TABLE hadir AS SELECT seq AS nomor, '51.08.01' AS kode, seq / 8 AS nilai, "
                "DATE '2026-01-31' AS tanggal FROM seq_1_to_20000"
            )
            connection.exec_driver_sql("CREATE SEQUENCE urutan")
        yield f"mysql+pymysql://root@127.0.0.1:{port}/kepegawaian"
    finally:
        server.terminate()
        server.wait(20)


def _answers(engine):
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        return False
    return True


@pytest.mark.services
@pytest.mark.parametrize("scheme", ["mysql+pymysql", "mariadb+pymysql"])
def test_sql_of_mariadb(mariadb, scheme):
    """A real MariaDB streams its rows, under either name, and cannot be written to."""
    source = reader("sql", url=mariadb.replace("mysql+pymysql", scheme))
    rows = source.rows({"query": "SELECT nomor, kode, nilai, tanggal FROM hadir ORDER BY nomor"})
    assert next(rows) == {"nomor": 1, "kode": "51.08.01", "nilai": Decimal("0.1250"), "tanggal": date(2026, 1, 31)}
    assert sum(1 for _row in rows) == 19_999
    with pytest.raises(SourceUnavailable, match="tidak_ada"):
        list(source.rows({"query": "SELECT * FROM tidak_ada"}))
    with pytest.raises(SourceUnavailable, match="READ ONLY"):
        list(source.rows({"query": "SELECT NEXTVAL(urutan)"}))


# BPS


def test_bps_table_is_tidy_and_keys_are_built(loopback):
    """The recorded table: key 73153101010 is vervar 7315, var 31, turvar 0, tahun 101, turtahun 0."""
    loopback.answer("/list/model/data/lang/ind/domain/5108/key/K/var/31/", fixture("bps_tabel.json"))
    rows = list(reader("bps", url=loopback.url, domain="5108", key="K").rows({"var": 31}))
    assert [(row["vervar"], row["tahun"], row["nilai"]) for row in rows] == [
        ("Pinrang", 1999, 308669),
        ("Pinrang", 2000, 311595),
        ("Pinrang", 2001, 312473),
    ]


def test_bps_keys_that_could_be_split_in_two_ways():
    """Vervar 1 with var 11 and vervar 11 with var 1 have the same beginning; turtahun is kept apart."""
    entries = {
        "var": [{"val": 5, "label": "x", "unit": "Jiwa"}],
        "vervar": [{"val": 1, "label": "A"}, {"val": 15, "label": "B"}],
        "turvar": [{"val": 0, "label": "-"}],
        "tahun": [{"val": 99, "label": "1999"}],
        "turtahun": [{"val": 1, "label": "Januari"}, {"val": 12, "label": "Desember"}],
    }
    body = {**entries, "datacontent": {"150991": 10, "1509912": 20, "1550991": 30}}
    rows = readers.load("bps").long_rows(body)
    assert [(row["vervar"], row["turtahun"], row["nilai"]) for row in rows] == [
        ("A", "Januari", 10),
        ("A", "Desember", 20),
        ("B", "Januari", 30),
    ]


def test_bps_reads_the_last_page(loopback):
    """Three pages are three pages: other clients stop one short."""
    body = json.loads(fixture("bps_variabel.json"))
    body["data"][0]["pages"] = 3
    for page in (1, 2, 3):
        rows = [{**row, "var_id": row["var_id"] * 10 + page} for row in body["data"][1]]
        answer = json.dumps({**body, "data": [body["data"][0], rows]})
        loopback.answer(f"/list/model/var/lang/ind/domain/0000/key/K/page/{page}/", answer)
    assert len(list(reader("bps", url=loopback.url, domain="0000", key="K").items())) == 30


def test_bps_empty_list_and_error(loopback):
    """An empty list comes as an empty text and is none; an error never shows the key."""
    path = "/list/model/var/lang/ind/domain/5108/key/RAHASIA/page/1/"
    loopback.answer(path, fixture("bps_kosong.json"))
    source = reader("bps", url=loopback.url, domain="5108", key="RAHASIA")
    assert list(source.items()) == []
    loopback.answer(path, fixture("bps_error.json"))
    with pytest.raises(BrokenAnswer) as caught:
        list(source.items())
    assert "RAHASIA" not in str(caught.value)


# data.json, DCAT, CSW


def test_data_json_of_aceh(loopback):
    """The recorded catalogue of Satu Data Aceh: identifiers, resources, Aceh's own fields."""
    loopback.answer("/data.json", fixture("aceh_data.json"))
    items = list(reader("data_json", url=f"{loopback.url}/data.json").items())
    assert len(items) == 8
    assert items[0].identifier == "ebd7c2d0-524b-4368-aac3-889403920290"
    assert items[0].raw["resources"][0]["format"] == "html"
    assert items[0].raw["kategori"] == "Uncategorized"


PAGE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<{url}/d/{number}> a dcat:Dataset ; dct:title "Data {number}" ; dcat:keyword "air" ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <http://x.example/{number}.csv> ; dct:format "CSV" ] .
<{url}/katalog> a hydra:PagedCollection ; hydra:nextPage "{next}" ."""


def dcat_pages(loopback, *following):
    """Serve one page for each address of a next page."""
    for number, place in enumerate(following, 1):
        body = PAGE.format(url=loopback.url, number=number, next=f"{loopback.url}{place}")
        loopback.answer(f"/k{number}.ttl", body, Content_Type="text/turtle")


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_pages_that_go_in_a_circle(loopback):
    """The last page names the first as the next one: each page is read once."""
    dcat_pages(loopback, "/k2.ttl", "/k3.ttl", "/k1.ttl")
    items = list(reader("dcat_rdf", url=f"{loopback.url}/k1.ttl").items())
    assert [item.raw["title"] for item in items] == ["Data 1", "Data 2", "Data 3"]
    assert items[0].identifier == f"{loopback.url}/d/1"
    assert items[0].raw["resources"][0]["format"] == "CSV"
    assert items[0].raw["tags"] == [{"name": "air"}]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_record_of_a_real_portal(loopback):
    """A record of datos.gob.es, as it is."""
    loopback.answer("/d.ttl", fixture("datos_gob_es.ttl"))
    [item] = reader("dcat_rdf", url=f"{loopback.url}/d.ttl").items()
    assert item.raw["title"].startswith("Estudio de Satisfacci")
    assert item.raw["resources"]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_dcat_that_attacks_or_is_broken(loopback):
    """XML bombs and remote contexts are refused; a page of HTML is told."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'
    loopback.answer("/x.rdf", bomb, Content_Type="application/rdf+xml")
    with pytest.raises(BrokenAnswer, match="entities"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.rdf").items())
    loopback.answer("/x.jsonld", json.dumps({"@context": "http://10.0.0.1/c"}), Content_Type="application/ld+json")
    with pytest.raises(BrokenAnswer, match="context"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.jsonld").items())
    loopback.answer("/x.ttl", b"<html>Masuk</html>", Content_Type="text/turtle")
    with pytest.raises(BrokenAnswer, match="RDF"):
        list(reader("dcat_rdf", url=f"{loopback.url}/x.ttl").items())


def test_csw_pages_of_a_real_geonetwork(loopback):
    """Recorded first and last page: four records, and the last page says that none follows."""
    pages = {'startPosition="1"': fixture("csw_1.xml").replace(b'nextRecord="3"', b'nextRecord="5"')}
    pages['startPosition="5"'] = fixture("csw_5.xml")

    def route(request):
        return 200, {}, next(page for mark, page in pages.items() if mark.encode() in request.body)

    loopback.routes["/csw"] = route
    items = list(reader("csw", url=f"{loopback.url}/csw", constraint="AnyText LIKE '%a&b%'").items())
    assert len(items) == 4
    assert items[0].identifier == "fr-120066022-ldd-56fce164-04b2-41ae-be87-9f256f39dd44"
    assert all(item.raw["title"] for item in items)
    assert any(item.raw["resources"] for item in items)
    assert any(len(item.raw["bbox"]) == 4 for item in items)


def test_csw_of_version_3(loopback):
    """A server that refuses 2.0.2 is asked in 3.0.0, once for all pages; the recorded page, put into its namespace."""
    versions = []
    answer = fixture("csw_5.xml").replace(
        b"http://www.opengis.net/cat/csw/2.0.2", b"http://www.opengis.net/cat/csw/3.0"
    )

    def route(request):
        version = "3.0.0" if b'version="3.0.0"' in request.body else "2.0.2"
        versions.append(version)
        return (
            200,
            {},
            answer if version == "3.0.0" else b"<ExceptionReport>VersionNegotiationFailed</ExceptionReport>",
        )

    loopback.routes["/csw"] = route
    source = reader("csw", url=f"{loopback.url}/csw")
    assert [item.raw["title"] for item in source.items()]
    assert list(source.items())
    assert versions == ["2.0.2", "3.0.0", "3.0.0"]


def test_csw_that_never_ends_or_refuses(loopback):
    """A server whose next record is where it began is left; an exception report is told."""
    loopback.answer("/csw", fixture("csw_1.xml").replace(b'nextRecord="3"', b'nextRecord="1"'))
    assert len(list(reader("csw", url=f"{loopback.url}/csw").items())) == 2
    loopback.answer("/csw", b"<ExceptionReport>Tidak dikenal</ExceptionReport>")
    with pytest.raises(BrokenAnswer, match="Tidak dikenal"):
        list(reader("csw", url=f"{loopback.url}/csw").items())


# Spreadsheets


def workbook(rows, sheet="Rekap"):
    """Return an XLSX whose first sheet is a cover."""
    book = Workbook()
    book.active.append(["Sampul"])
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


UNTIDY = [
    ["REKAPITULASI SEKOLAH"],
    [],
    ["Kode", "Kecamatan", "SD"],
    ["51.08.01", "Gerokgak", 61],
    [],
    ["51.08.02", "Seririt", 55],
    ["Jumlah", None, 116],
    ["Sumber: Dinas"],
]


def test_untidy_workbook_of_a_folder(tmp_path):
    """Sheet, header row and end are named in the agency's file; the newest of several files by name counts."""
    folder = tmp_path / "berbagi"
    folder.mkdir()
    (folder / "rekap-2024.xlsx").write_bytes(b"lama")
    (folder / "rekap-2025.xlsx").write_bytes(workbook(UNTIDY))
    (folder / "~$rekap-2026.xlsx").write_bytes(b"kunci Excel")
    read = {"file": "rekap-*.xlsx", "sheet": "Rekap", "header": 3, "until": "Jumlah"}
    rows = list(reader("files", folder=str(folder)).rows(read))
    assert rows == [
        {"Kode": "51.08.01", "Kecamatan": "Gerokgak", "SD": "61"},
        {"Kode": "51.08.02", "Kecamatan": "Seririt", "SD": "55"},
    ]
    with pytest.raises(BrokenAnswer, match="Rekap"):
        list(reader("files", folder=str(folder)).rows({**read, "sheet": "Lembar9"}))
    with pytest.raises(SourceUnavailable, match=r"rekap-2025\.xlsx"):
        list(reader("files", folder=str(folder)).rows({"file": "tidak-ada.xlsx"}))


def test_workbook_of_a_folder_is_read_as_it_is_shown(tmp_path):
    """A percent stays one and a code keeps its zeros, as on the page that reads an officer's file."""
    book = Workbook()
    for row in ([None], [None, "Kode", "Bagian", "Nilai"], [None, 10, 0.0585, 4], [None, 9, 1, 3.5]):
        book.active.append(row)
    for row in (3, 4):
        book.active[f"B{row}"].number_format, book.active[f"C{row}"].number_format = "000", "0.00%"
    book.save(tmp_path / "persen.xlsx")
    rows = list(reader("files", folder=str(tmp_path)).rows({"file": "persen.xlsx", "header": 2}))
    assert rows == [
        {"Kode": "010", "Bagian": "5.85%", "Nilai": "4"},
        {"Kode": "009", "Bagian": "100%", "Nilai": "3.5"},
    ]


def test_folder_that_is_gone_and_links_out_of_it(tmp_path):
    """An unmounted share is told; a link to a file elsewhere is not followed."""
    with pytest.raises(SourceUnavailable, match="mounted"):
        reader("files", folder=str(tmp_path / "tidak-ada")).file({"file": "a.csv"}, tmp_path)
    secret = tmp_path / "rahasia.csv"
    secret.write_text("a\n1\n")
    folder = tmp_path / "berbagi"
    folder.mkdir()
    (folder / "a.csv").symlink_to(secret)
    with pytest.raises(BrokenAnswer, match="out of the folder"):
        reader("files", folder=str(folder)).file({"file": "a.csv"}, tmp_path)


def test_files_of_a_web_page(loopback, tmp_path):
    """A page that links to files is a folder, too; names with spaces are decoded."""
    loopback.answer("/unduh/", '<a href="data%202024.csv">2024</a><a href="data%202025.csv">2025</a>')
    loopback.answer("/unduh/data%202025.csv", "kode;n\n51.08;2\n", ETag='"1"')
    source = reader("files", url=f"{loopback.url}/unduh/")
    path = source.file({"file": "data *.csv"}, tmp_path)
    assert path.read_text() == "kode;n\n51.08;2\n"
    assert source.version == '"1"'
    assert list(source.rows({"file": "data *.csv"})) == [{"kode": "51.08", "n": "2"}]


def test_a_file_that_stands_is_not_sent_again(loopback, tmp_path):
    """The version of the last answer goes along; 304 is no change."""
    loopback.routes["/a.csv"] = lambda request: (
        (304, {}, b"") if request.headers["If-None-Match"] == '"1"' else (200, {"ETag": '"1"'}, b"a\n1\n")
    )
    source = reader("files")
    source.file({"url": f"{loopback.url}/a.csv"}, tmp_path)
    source.previous_version = source.version
    with pytest.raises(NotModified):
        source.file({"url": f"{loopback.url}/a.csv"}, tmp_path)


def test_google_sheets(loopback, tmp_path):
    """An editing address becomes that of the CSV; a log-in page instead of a table is told."""
    module = readers.load("files")
    published = "https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml?gid=5&single=true"
    assert module.sheet_as_csv(published) == "https://docs.google.com/spreadsheets/d/e/2PACX-1/pub?output=csv&gid=5"
    loopback.answer("/pub", "a,b\n1,2\n", Content_Type="text/csv")
    assert reader("files").file({"url": f"{loopback.url}/pub?output=csv"}, tmp_path).suffix == ".csv"
    loopback.answer("/pub", "<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html")
    with pytest.raises(BrokenAnswer, match="shared"):
        reader("files").file({"url": f"{loopback.url}/pub?output=csv"}, tmp_path)


# The others


def test_lapor_counts_and_lets_no_name_through(tmp_path):
    """Of an export with names and texts only counts by month, topic and state go on."""
    (tmp_path / "lapor.csv").write_text(
        "Tracking ID,Nama Pelapor,Isi Laporan,Kategori,Status,Tanggal\n"
        "1,Made,Jalan rusak,Jalan,Selesai,03/02/2025\n2,Wayan,Lampu mati,Penerangan,Proses,2025-02-10\n"
        "3,Ketut,Lubang,Jalan,Selesai,2025-02-11 08:00\n"
    )
    read = {"file": "lapor.csv", "by": ["Kategori", "Status"], "date": "Tanggal"}
    rows = list(reader("lapor", folder=str(tmp_path)).rows(read))
    assert rows == [
        {"tahun": 2025, "bulan": 2, "Kategori": "Jalan", "Status": "Selesai", "jumlah": 2},
        {"tahun": 2025, "bulan": 2, "Kategori": "Penerangan", "Status": "Proses", "jumlah": 1},
    ]
    with pytest.raises(BrokenAnswer, match="Instansi"):
        list(reader("lapor", folder=str(tmp_path)).rows({**read, "by": ["Instansi"]}))


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Media</title>
<item><guid>1</guid><title>Bupati tinjau pasar</title><pubDate>Mon, 03 Feb 2025 08:00:00 +0800</pubDate></item>
<item><guid>1</guid><title>Bupati tinjau pasar</title><pubDate>Mon, 03 Feb 2025 08:00:00 +0800</pubDate></item>
<item><guid>2</guid><title>Harga beras naik</title><description>Kata bupati: sementara.</description>
<pubDate>Mon, 03 Feb 2025 09:00:00 +0800</pubDate></item>
<item><guid>3</guid><title>Bupatiku</title><pubDate>Tue, 04 Feb 2025 09:00:00 +0800</pubDate></item></channel></rss>"""


def test_rss_counts_mentions(loopback):
    """Whole words in title and summary, an entry once, by day."""
    loopback.answer("/rss", RSS)
    read = {"feeds": {"Media": f"{loopback.url}/rss"}, "keywords": ["bupati", "beras"]}
    assert list(reader("rss").rows(read)) == [
        {"tanggal": "2025-02-03", "media": "Media", "kata_kunci": "beras", "jumlah": 1},
        {"tanggal": "2025-02-03", "media": "Media", "kata_kunci": "bupati", "jumlah": 2},
    ]
    loopback.answer("/rss", "<html/>")
    with pytest.raises(BrokenAnswer, match="neither RSS"):
        list(reader("rss").rows(read))


def test_cctv_lists_hide_credentials(loopback):
    """Passwords and keys in a camera's address are cut out, in JSON and in play lists."""
    loopback.answer("/kamera", json.dumps({"data": [{"nama": "A", "url": "rtsp://u:p@cctv.example/1?token=x"}]}))
    read = {"url": f"{loopback.url}/kamera", "data": "data"}
    assert list(reader("cctv").rows(read)) == [{"nama": "A", "url": "rtsp://cctv.example/1?token="}]
    loopback.answer("/kamera.m3u8", "#EXTM3U\n#EXTINF:-1,Simpang Penarukan\nhttp://a:b@cctv.example/2.m3u8\n")
    assert list(reader("cctv").rows({"url": f"{loopback.url}/kamera.m3u8"})) == [
        {"nama": "Simpang Penarukan", "url": "http://cctv.example/2.m3u8"}
    ]


def test_sipd_codes_and_verified_entries(loopback):
    """Disabled codes and entries without the walidata's verification stay out; one page is no endless list."""
    loopback.answer("/get_ref_dssd", fixture("sipd_get_ref_dssd.json"))
    loopback.answer("/get_dssd", fixture("sipd_get_dssd.json"))
    source = reader("sipd", url=loopback.url, kodepemda="5108")
    assert [item.identifier for item in source.items()] == ["1.01.000474", "1.02.000476"]
    assert [row["idtransaksi"] for row in source.rows({"tahun": [2025]})] == ["contoh-474-2025"]


def test_arcgis_layers_and_rows(loopback):
    """Layers become records; attributes are read page by page, dates from milliseconds."""
    loopback.answer(
        "/fs", json.dumps({"layers": [{"id": 0, "type": "Feature Layer"}, {"id": 1, "type": "Group Layer"}]})
    )
    loopback.answer("/fs/0", json.dumps({"name": "Batas", "editingInfo": {"lastEditDate": 7}}))

    def query(request):
        offset = int(request.query["resultOffset"])
        features = [{"attributes": {"WADMKC": f"Kec {n}", "tgl": 86_400_000}} for n in range(5)][offset : offset + 2]
        body = {"fields": [{"name": "tgl", "type": "esriFieldTypeDate"}], "features": features}
        return 200, {}, json.dumps({**body, "exceededTransferLimit": offset + 2 < 5}).encode()

    loopback.routes["/fs/0/query"] = query
    source = reader("arcgis", url=f"{loopback.url}/fs")
    [item] = source.items()
    assert (item.version, item.raw["name"]) == ("7", "Batas")
    rows = list(source.rows({"layer": 0}))
    assert len(rows) == 5
    assert rows[4] == {"WADMKC": "Kec 4", "tgl": "1970-01-02"}
    loopback.answer("/fs", json.dumps({"error": {"code": 498, "message": "Invalid token"}}))
    with pytest.raises(BrokenAnswer, match="Invalid token"):
        list(source.items())


def test_ogc_features_follow_the_next_link_once(loopback):
    """A next link that leads back ends the list."""
    loopback.answer("/o/collections", json.dumps({"collections": [{"id": "jalan", "title": "Jalan"}]}))
    first = f"{loopback.url}/o/collections/jalan/items?f=json&limit=1000"
    link = {"rel": "next", "href": f"{loopback.url}/o/h2"}
    features = [{"properties": {"n": 1}, "geometry": None}]
    loopback.answer("/o/collections/jalan/items", json.dumps({"features": features, "links": [link]}))
    loopback.answer("/o/h2", json.dumps({"features": features, "links": [{"rel": "next", "href": first}]}))
    source = reader("ogc_features", url=f"{loopback.url}/o")
    assert [item.identifier for item in source.items()] == ["jalan"]
    assert len(list(source.rows({"collection": "jalan"}))) == 2


CAPABILITIES = """<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:FeatureTypeList>
<wfs:FeatureType><wfs:Name>kab:desa</wfs:Name><wfs:Title>Desa</wfs:Title></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>"""


def test_wfs(loopback):
    """Feature types become records; features are counted against numberMatched."""

    def route(request):
        if request.query["request"] == "GetCapabilities":
            return 200, {}, CAPABILITIES.encode()
        start = int(request.query.get("startIndex", 0))
        features = [{"properties": {"n": n}} for n in range(3)][start : start + 2]
        return 200, {}, json.dumps({"features": features, "numberMatched": 3}).encode()

    loopback.routes["/wfs"] = route
    source = reader("ogc_features", url=f"{loopback.url}/wfs", protocol="wfs")
    assert [item.raw["title"] for item in source.items()] == ["Desa"]
    assert [row["n"] for row in source.rows({"collection": "kab:desa"})] == [0, 1, 2]


def test_sdmx(loopback):
    """Observations come as SDMX-CSV; another answer is told."""
    loopback.answer("/data/DF/all", "DATAFLOW,FREQ,TIME_PERIOD,OBS_VALUE\nX:DF(1.0),A,2024,5.1\n")
    source = reader("sdmx", url=loopback.url)
    assert next(source.rows({"flow": "DF"}))["OBS_VALUE"] == "5.1"
    loopback.answer("/data/DF/all", "<xml/>")
    with pytest.raises(BrokenAnswer, match="SDMX-CSV"):
        list(source.rows({"flow": "DF"}))


class Server(paramiko.ServerInterface):
    """Lets one account in."""

    def check_auth_password(self, username, password):
        """Know the password."""
        good = (username, password) == ("opd", "rahasia")
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        """Allow sessions."""
        return paramiko.OPEN_SUCCEEDED


class Files(paramiko.SFTPServerInterface):
    """Serves one file."""

    content = b"kode,n\n51.08,7\n"

    def list_folder(self, path):
        """List it."""
        return [self.stat(path)]

    def stat(self, path):
        """Tell its name and size."""
        attributes = paramiko.SFTPAttributes()
        attributes.filename, attributes.st_size, attributes.st_mode = "data.csv", len(self.content), 0o100644
        return attributes

    def open(self, path, flags, attr):
        """Open it."""
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = io.BytesIO(self.content)
        handle.stat = lambda: self.stat(path)
        return handle


def test_sftp_knows_its_server(tmp_path):
    """Files come over SSH from the server whose key was given, and from no other."""
    listener = socket.create_server(("127.0.0.1", 0))
    key = paramiko.ECDSAKey.generate()

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
            transport.start_server(server=Server())

    threading.Thread(target=serve, daemon=True).start()
    access = {
        "host": "127.0.0.1",
        "port": listener.getsockname()[1],
        "folder": "/",
        "user": "opd",
        "password": "rahasia",
        "host_key": f"{key.get_name()} {key.get_base64()}",
    }
    assert list(reader("sftp", **access).rows({"file": "*.csv"})) == [{"kode": "51.08", "n": "7"}]
    other = paramiko.ECDSAKey.generate()
    access["host_key"] = f"{other.get_name()} {base64.b64encode(other.asbytes()).decode()}"
    with pytest.raises(SourceUnavailable):
        list(reader("sftp", **access).rows({"file": "*.csv"}))
    listener.close()


def test_rows_in_other_encodings(tmp_path):
    """A cp1252 file with semicolons is read like a UTF-8 one."""
    (tmp_path / "a.csv").write_bytes("nama;n\nPuskesmas “Seririt”;1\n".encode("cp1252"))
    [row] = reader("files", folder=str(tmp_path)).rows({"file": "a.csv"})
    assert row["nama"] == "Puskesmas “Seririt”"
