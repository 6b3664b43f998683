"""Records that are nasty, broken or incomplete do not harm the feed."""

import datetime

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.dcat import renderings
from dcat.feeding import NASTY, PARSERS
from dcat.test_dcat_profile import show
from factories_satudata import Organization, act, dataset_dict
from rdflib import DCAT, DCTERMS, Literal
from rdflib.compare import to_isomorphic
from sqlalchemy import func, text

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


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


def test_the_state_of_the_feed_reads_no_dataset_whole():
    """What decides about an unchanged feed is answered from the index of public datasets alone."""
    query = model.Session.query(func.max(model.Package.metadata_modified)).filter(renderings.visible())
    sql = str(query.statement.compile(dialect=model.meta.engine.dialect, compile_kwargs={"literal_binds": True}))
    # The planner knows only after VACUUM which pages need no look into the table.
    model.Session.rollback()
    with model.meta.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) package"))
        connection.execute(text("SET enable_seqscan = off"))
        connection.execute(text("SET enable_bitmapscan = off"))
        plan = "\n".join(row[0] for row in connection.execute(text(f"EXPLAIN {sql}")))
        connection.invalidate()
    assert "Index Only Scan using satudata_package_public" in plan
