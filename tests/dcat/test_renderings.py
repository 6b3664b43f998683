"""What is stored is what rendering afresh would say, and never more than the public may see."""

import datetime
import decimal
import gzip
import json
import os
import signal

import pytest
from ckan import model
from ckan.lib import jobs
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata import clock
from ckanext.satudata.dcat import changes, cores, renderings
from ckanext.satudata.dcat.cli import render
from ckanext.satudata.dcat.model import CATALOGUE, Rendering
from ckanext.satudata.dcat.quality import DQV
from ckanext.satudata.quality import history
from click.testing import CliRunner
from dcat.test_dcat_profile import demo_datasets, show
from factories_satudata import Organization, act, dataset_dict, kegiatan_dict, layanan_dict
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import FOAF
from sqlalchemy import func, text

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

PARSERS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "nt": "nt", "n3": "n3"}
NASTY = {
    "title": "Judul \x0b & <b>tebal</b> \"kutip\" \\ 'x' ]]> \ufffe Menurut Kecamatan",
    "notes": "<script>alert(1)</script>\r\nbaris\tdua \x01\x1f 😀 " + "panjang " * 140_000,
    "sumber": '{"a": [1]} \' " \\n',
    "metodologi": "?page=<x>&y",
    "kontak_unit": "Bidang \x0c <i>Data</i>",
}


@pytest.fixture
def fetch(app):
    """Return a function that fetches and parses a document of the feed."""

    def get(path, format_="ttl", **headers):
        response = app.get(path, headers=headers)
        assert response.status_code == 200
        return Graph().parse(data=response.get_data(), format=PARSERS[format_])

    return get


def afresh(names):
    """Return the catalogue's triples, all made now."""
    graph = Graph()
    graph += renderings.catalogue_graph()
    for name in names:
        record = show(name)
        graph += renderings.graph(record)
        graph.add((URIRef(catalog_uri()), DCAT.dataset, URIRef(renderings.address(record))))
    return graph


def test_same_triples_as_rendering_afresh(fetch):
    """Every dataset of the demonstration district, and the catalogue in every format, as if rendered now."""
    names = demo_datasets()
    assert renderings.refresh() == len(names)
    for name in names:
        assert isomorphic(fetch(f"/dataset/{name}.ttl"), _plain(renderings.graph(show(name)))), name
    expected = to_isomorphic(_without_date(afresh(names)))
    for format_ in PARSERS:
        whole = fetch(f"/catalog.{format_}?full=1", format_)
        assert to_isomorphic(_without_date(whole)) == expected, format_


def _plain(graph):
    plain = Graph()
    plain += graph
    return plain


def _without_date(graph):
    """Take out when the catalogue changed, which the feed says and no rendering."""
    graph.remove((URIRef(catalog_uri()), DCTERMS.modified, None))
    return graph


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", "2")
def test_a_client_that_follows_the_pages_gets_everything_once(fetch):
    """Pages name the next by Hydra; together they hold each dataset once, also when one changes in between."""
    office = Organization()["id"]
    ids = [act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}"))["id"] for n in range(5)]
    hydra = "http://www.w3.org/ns/hydra/core#"
    address, identifiers, pages = "/catalog.nt", [], 0
    while address:
        graph = fetch(address, "nt")
        identifiers += [
            str(dataset).rpartition("/")[2] for dataset in graph.objects(URIRef(catalog_uri()), DCAT.dataset)
        ]
        [view] = graph.subjects(RDF.type, URIRef(f"{hydra}PagedCollection"))
        assert graph.value(view, URIRef(f"{hydra}totalItems")).toPython() == 5
        following = graph.value(view, URIRef(f"{hydra}next"))
        address = str(following).removeprefix(catalog_uri()) if following else None
        act("package_patch", id=ids[0], notes=f"Diubah {pages}.")
        pages += 1
    assert (sorted(identifiers), pages) == (sorted(ids), 3)


def test_private_dataset_vanishes_at_the_next_request(fetch, app):
    """Made private, deleted or restricted: gone from every form of the feed at once, stored rendering or not."""
    office = Organization()["id"]
    changed = {"jadi-pribadi": {"private": True}, "jadi-konsep": {"state": "draft"}, "dihapus": None}
    for name in ("tetap", *changed):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    assert len(set(fetch("/catalog.ttl?full=1").subjects(RDF.type, DCAT.Dataset))) == 4
    for name, change in changed.items():
        act("package_patch", id=name, **change) if change else act("package_delete", id=name)
        assert app.get(f"/dataset/{name}.ttl", expect_errors=True).status_code in {403, 404}
    for path in (
        "/catalog.ttl",
        "/catalog.ttl?full=1",
        "/catalog.ttl?modified_since=2020-01-01",
        "/catalog.ttl?q=penduduk",
    ):
        [left] = fetch(path).objects(None, DCAT.dataset)
        assert str(left).endswith(show("tetap")["id"]), path
    renderings.refresh()
    assert model.Session.query(Rendering).filter(Rendering.subject != CATALOGUE).count() == 1


def test_data_that_is_not_open_stays_out_even_if_an_import_forgot_to_hide_it(fetch):
    """`sifat_data` is looked at besides CKAN's own mark of privacy."""
    record = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    package = model.Package.get(record["id"])
    package.extras = {**package.extras, "sifat_data": "dikecualikan"}
    model.Session.commit()
    assert not list(fetch("/catalog.ttl").subjects(RDF.type, DCAT.Dataset))
    assert not renderings.records([record["id"]])


def test_one_change_costs_one_rendering():
    """After a change of one dataset, one is rendered; the others are kept."""
    office = Organization()["id"]
    for n in range(3):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}"))
    assert renderings.refresh() == 3
    act("package_patch", id="data-1", notes="Diubah.")
    assert renderings.outdated() == [show("data-1")["id"]]
    assert renderings.refresh() == 1
    assert renderings.refresh() == 0


def test_the_quality_score_is_told_and_follows_its_changes(fetch):
    """DQV: a dataset's score with its day; a score that changes makes that one rendering anew, the same one none."""
    office = Organization()["id"]
    records = [act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}")) for n in range(2)]
    ref = URIRef(renderings.address(records[0]))
    assert not list(fetch("/dataset/data-0.ttl").objects(ref, DQV.hasQualityMeasurement))
    today = clock.today()
    history.record(today)
    graph = fetch("/dataset/data-0.ttl")
    [measured] = graph.objects(ref, DQV.hasQualityMeasurement)
    score = act("satudata_quality_show", id="data-0")["score"]
    assert graph.value(measured, DQV.value).toPython() == decimal.Decimal(str(score))
    assert graph.value(measured, DCTERMS.date).toPython() == today
    assert str(graph.value(measured, DQV.isMeasurementOf)).endswith("/satudata/kelengkapan#nilai")
    assert renderings.refresh() == 1
    history.record(today + datetime.timedelta(1))
    assert renderings.outdated() == []
    history.put(history.DatasetScore, package_id=records[0]["id"], day=today, score=1.5, shares={})
    history.record(today + datetime.timedelta(1))
    assert renderings.outdated() == [records[0]["id"]]


def test_several_cores_render_each_dataset_once():
    """After an upgrade all is made anew on all cores; what a process leaves undone as it dies, is made in the end."""
    office = Organization()["id"]
    for n in range(6):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}"))
    assert cores.refresh(3) == 6
    assert cores.refresh(3) == 0
    kept = dict(model.Session.query(Rendering.subject, Rendering.digest))
    renderings.outdate(model.Package.type == "dataset")
    model.Session.commit()
    shares = [renderings.outdated(None, (number, 2)) for number in range(2)]
    assert sorted(shares[0] + shares[1]) == sorted(renderings.outdated())
    result = CliRunner().invoke(render, ["--processes", "2"])
    assert (result.exit_code, result.output.split()[0]) == (0, "6")
    assert dict(model.Session.query(Rendering.subject, Rendering.digest)) == kept


def test_a_process_that_dies_loses_nothing(monkeypatch):
    """The share of a process that was killed is rendered by the one that is left."""
    office = Organization()["id"]
    for n in range(6):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}"))
    parent, store = os.getpid(), renderings.store

    def store_or_die(datasets):
        return store(datasets) if os.getpid() == parent else os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(renderings, "store", store_or_die)
    assert cores.refresh(2) == 6
    assert renderings.outdated() == []


def test_renamed_office_is_renamed_in_the_feed(fetch):
    """An organization's name stands in its datasets' renderings, and in those of the organizations below it."""
    top = Organization(jenis_organisasi="kabupaten", title="Pemerintah Lama")
    office = Organization(induk=top["name"])
    act("package_create", **dataset_dict(owner_org=office["id"]))
    names = lambda: {str(name) for name in fetch("/catalog.ttl").objects(None, FOAF.name)}  # noqa: E731
    assert "Pemerintah Lama" in names()
    act("organization_patch", id=top["id"], title="Pemerintah Baru")
    assert {"Pemerintah Baru"} < names()
    assert "Pemerintah Lama" not in names()


def test_new_application_is_a_service_at_once(fetch):
    """The catalogue's own rendering follows the applications."""
    office = Organization()["id"]
    assert not list(fetch("/catalog.ttl").subjects(RDF.type, DCAT.DataService))
    act("package_create", **layanan_dict(owner_org=office))
    assert len(list(fetch("/catalog.ttl").subjects(RDF.type, DCAT.DataService))) == 1
    act("package_delete", id="aplikasi-uji")
    assert not list(fetch("/catalog.ttl").subjects(RDF.type, DCAT.DataService))


def test_a_change_puts_one_job_on_the_queue():
    """However many datasets change, one job waits that renders them all."""

    def waiting():
        return sum(job.func_name.endswith("changes.refresh") for job in jobs.get_queue().jobs)

    office = Organization()["id"]
    changes.refresh()
    before = waiting()
    for n in range(3):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}"))
    assert waiting() == before + 1
    changes.refresh()
    assert renderings.outdated() == []
    act("package_patch", id="data-1", notes="Diubah.")
    assert waiting() == before + 2


def test_conditional_requests(app):
    """A client that has it already gets 304; after any change, also one that leaves no date, it gets the news."""
    office = Organization()["id"]
    for name in ("satu", "dua"):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    for path in ("/catalog.ttl", "/catalog.jsonld?full=1", "/dataset/satu.rdf"):
        first = app.get(path)
        assert first.get_data()
        marks = [{"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}]
        for mark in marks:
            again = app.get(path, headers=mark)
            assert (again.status_code, again.get_data()) == (304, b""), (path, mark)
    first = app.get("/catalog.ttl")
    assert first.get_data()
    marks = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
    act("package_delete", id="dua")
    for name, value in marks.items():
        again = app.get("/catalog.ttl", headers={name: value})
        assert (again.status_code, b"dcat:Catalog" in again.get_data()) == (200, True), name


def test_gzip_is_the_same_document(app):
    """Compressed for whoever wants it, with a mark of its own."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    plain = app.get("/catalog.ttl?full=1")
    content = plain.get_data()
    packed = app.get("/catalog.ttl?full=1", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    refused = app.get("/catalog.ttl?full=1", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_modified_since(fetch):
    """Only what changed since then, in any time zone; the whole stays what it is."""
    office = Organization()["id"]
    for name in ("lama", "baru"):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    fetch("/catalog.ttl")
    moment = act("package_patch", id="baru", notes="Diubah.")["metadata_modified"]
    [dataset] = fetch(f"/catalog.ttl?modified_since={moment}").objects(None, DCAT.dataset)
    assert str(dataset).endswith(show("baru")["id"])
    assert not list(fetch("/catalog.ttl?modified_since=2999-01-01T00:00:00%2B08:00").objects(None, DCAT.dataset))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog.ttl?page=-1", 400),
        ("/catalog.ttl?full=1&page=-1", 400),
        ("/catalog.ttl?page=0", 400),
        ("/catalog.ttl?page=dua", 400),
        ("/catalog.ttl?page=%00", 400),
        ("/catalog.ttl?page=99999999999999999999", 400),
        ("/catalog.ttl?page=999", 200),
        ("/catalog.ttl?modified_since=yesterday", 400),
        ("/catalog.ttl?modified_since=0001-01-01T00:00:00%2B14:00", 400),
        ("/catalog.ttl?modified_since=%00", 400),
        ("/catalog.pdf", 404),
        ("/catalog.", 404),
        ("/catalog.ttl?profiles=tidak_ada", 400),
        ("/catalog.ttl?profiles=euro_dcat_ap_3", 200),
        ("/catalog.ttl?fq=a:(", 400),
        ("/catalog.ttl?fq=a%20OR%20b", 200),
        ("/catalog.ttl?fq=a%20OR%20b&profiles=euro_dcat_ap_3", 200),
        ("/catalog.rdf?q=jumlah%20%22penduduk%22%20%26%20%3Cb%3E&page=2", 200),
        ("/catalog.jsonld?q=jumlah%20penduduk&modified_since=2020-01-01", 200),
        ("/catalog.nt?fq=%7B!join%20from=id%20to=id%7Da", 400),
        ("/catalog.ttl?fq=%2Bstate:draft", 200),
        ("/catalog.ttl?q=a%00b", 400),
        ("/catalog.ttl?q=%5B*%20TO", 200),
        ("/catalog.ttl?q=x&modified_since=yesterday", 400),
        ("/catalog.ttl?q=x&page=999999999", 400),
        ("/catalog.ttl?apa=saja&rows=-1&sort=x", 200),
        ("/catalog.ttl?q=stunting&page=-1", 400),
        ("/dataset/tidak-ada.ttl", 404),
        ("/dataset/jumlah-penduduk-uji.pdf", 404),
        ("/dataset/jumlah-penduduk-uji.ttl?profiles=tidak_ada", 400),
        ("/dataset/%00.ttl", 404),
    ],
)
def test_bad_requests_get_a_clear_answer(app, path, status):
    """Never a server error: 4xx with a sentence, or a valid document."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    response = app.get(path, expect_errors=True)
    assert response.status_code == status
    assert response.get_data()


@pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", "2")
def test_a_client_that_follows_the_pages_of_a_search_gets_what_is_found(fetch):
    """Words with spaces and alternatives: the pages name each other, and say what the whole feed says of each."""
    office = Organization()["id"]
    for n in range(5):
        act("package_create", **dataset_dict(owner_org=office, name=f"data-{n}", title=f"Judul {n} di Kota"))
    act("package_create", **kegiatan_dict(owner_org=office, title="Judul Kegiatan 2025"))
    hydra = "http://www.w3.org/ns/hydra/core#"
    address, identifiers = "/catalog.ttl?q=judul%20kota&fq=name:data-0%20OR%20name:data-2%20OR%20name:data-4", []
    while address:
        graph = fetch(address)
        identifiers += [
            str(dataset).rpartition("/")[2] for dataset in graph.objects(URIRef(catalog_uri()), DCAT.dataset)
        ]
        [view] = graph.subjects(RDF.type, URIRef(f"{hydra}PagedCollection"))
        assert graph.value(view, URIRef(f"{hydra}totalItems")).toPython() == 3
        following = graph.value(view, URIRef(f"{hydra}next"))
        address = str(following).removeprefix(catalog_uri()) if following else None
    assert sorted(identifiers) == sorted(show(f"data-{n}")["id"] for n in (0, 2, 4))
    one = fetch("/catalog.ttl?q=judul%20kota&fq=name:data-0")
    ref = URIRef(renderings.address(show("data-0")))
    assert set(one.predicates(ref)) == set(renderings.graph(show("data-0")).predicates(ref))


@pytest.mark.parametrize("resource_url", ["bukan alamat", "javascript:alert(1)", "https://a.example/ä b{c}|^`"])
def test_nasty_metadata_gives_valid_documents(fetch, resource_url):
    """Control characters, HTML, 1 MB of text, broken links: each format can still be parsed, and says the same."""
    office = Organization(title="Dinas \x0b <b>Uji</b> & 'kutip'")["id"]
    record = act("package_create", **dataset_dict(owner_org=office, **NASTY))
    model.Session.add(model.Resource(package_id=record["id"], url=resource_url, name="\x08nama", format="<CSV>"))
    model.Session.commit()
    act("package_patch", id=record["id"], cakupan="Diubah")
    expected = None
    for format_ in PARSERS:
        graph = fetch(f"/catalog.{format_}?full=1", format_)
        [ref] = graph.objects(None, DCAT.dataset)
        assert "\x0b" not in graph.value(ref, DCTERMS.title)
        assert "<b>tebal</b>" in graph.value(ref, DCTERMS.title)
        assert "\r\nbaris\tdua" in graph.value(ref, DCTERMS.description)
        marks = to_isomorphic(graph)
        expected = expected or marks
        assert marks == expected, format_


def test_dataset_without_an_organization(fetch):
    """A dataset whose organization is gone is published without a publisher."""
    office = Organization()["id"]
    record = act("package_create", **dataset_dict(owner_org=office))
    model.Package.get(record["id"]).owner_org = None
    model.Session.commit()
    helpers.call_action("organization_purge", id=office)
    graph = fetch("/catalog.ttl?full=1")
    [ref] = graph.objects(None, DCAT.dataset)
    assert graph.value(ref, DCTERMS.publisher) is None
    assert graph.value(ref, DCTERMS.title) == Literal(record["title"])


def test_one_broken_record_does_not_stop_the_feed(fetch, monkeypatch):
    """A dataset that cannot be rendered is left out and logged; all others are there."""
    office = Organization()["id"]
    for name in ("baik", "rusak"):
        act("package_create", **dataset_dict(owner_org=office, name=name))
    whole = renderings.render

    def fail(record, *scores):
        if record["name"] == "rusak":
            raise ValueError("rusak")
        return whole(record, *scores)

    # CKAN stores such an address, and cannot show the dataset afterwards
    broken = act("package_create", **dataset_dict(owner_org=office, name="alamat-rusak"))
    model.Session.add(model.Resource(package_id=broken["id"], url="http://[rusak"))
    model.Package.get(broken["id"]).metadata_modified = datetime.datetime.fromisoformat("2026-01-01T00:00")
    model.Session.commit()
    monkeypatch.setattr(renderings, "render", fail)
    assert renderings.refresh() == 1
    [left] = fetch("/catalog.ttl").objects(None, DCAT.dataset)
    assert str(left).endswith(show("baik")["id"])


def test_action_serves_the_stored_page():
    """CKAN's action gives the same page, as JSON-LD for instance; bad input is a validation error."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    text = helpers.call_action("dcat_catalog_show", format="jsonld")
    assert "@graph" in json.loads(text)
    with pytest.raises(tk.ValidationError):
        helpers.call_action("dcat_catalog_show", format="ttl", page="-1")


def test_the_state_of_the_feed_reads_no_dataset_whole():
    """What decides about an unchanged feed is answered from the index of public datasets alone."""
    query = model.Session.query(func.max(model.Package.metadata_modified)).filter(renderings.visible())
    sql = str(query.statement.compile(dialect=model.meta.engine.dialect, compile_kwargs={"literal_binds": True}))
    with model.meta.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        connection.execute(text("SET enable_bitmapscan = off"))
        plan = "\n".join(row[0] for row in connection.execute(text(f"EXPLAIN {sql}")))
        connection.invalidate()
    assert "Index Only Scan using satudata_package_public" in plan
