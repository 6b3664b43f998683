"""What is stored is what rendering afresh would say, and never more than the public may see."""

import datetime
import decimal
import os
import signal

import pytest
from ckan import model
from ckan.lib import jobs
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata import clock
from ckanext.satudata.dcat import changes, cores, renderings
from ckanext.satudata.dcat.cli import render
from ckanext.satudata.dcat.model import CATALOGUE, Rendering
from ckanext.satudata.dcat.quality import DQV
from ckanext.satudata.quality import history
from click.testing import CliRunner
from dcat.feeding import PARSERS
from dcat.test_dcat_profile import demo_datasets, show
from factories_satudata import Organization, act, dataset_dict, layanan_dict
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import FOAF

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


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
