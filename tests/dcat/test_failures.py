"""What cannot be rendered keeps its last rendering, and the operator is told; a wide table can be rendered."""

import csv
import json
from pathlib import Path

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.satudata import clock
from ckanext.satudata.dcat import changes, failures, renderings
from ckanext.satudata.dcat.cli import failures_command, render
from ckanext.satudata.dcat.columns import CSVW
from click.testing import CliRunner
from factories_satudata import Organization, act, dataset_dict
from rdflib import DCAT, Graph

from native import doctor
from native.layout import Layout

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
ROOT = Path(__file__).parents[2]
WIDE = ROOT / "tests" / "fixtures" / "cases" / "lebar340.csv"
# the database of the tests, beside the portal's own
PARSERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
# CKAN stores such an address, and cannot show the dataset afterwards
UNREADABLE = "http://[rusak"


@pytest.fixture
def pair():
    """Two datasets that are in the feed, of which one breaks and can be mended: (sound, broken, resource)."""
    office = Organization()["id"]
    sound, broken = (act("package_create", **dataset_dict(owner_org=office, name=name)) for name in ("baik", "rusak"))
    renderings.refresh()
    resource = model.Resource(package_id=broken["id"], url=UNREADABLE)
    model.Session.add(resource)
    _touch(broken["id"])
    return sound, broken, resource.id


def _touch(identifier):
    model.Package.get(identifier).metadata_modified = clock.now()
    model.Session.commit()


def names(app, path):
    """Return the datasets of a document of the feed, as ids."""
    text = app.get(path).get_data(as_text=True)
    if path.startswith("/data.json"):
        return {dataset["identifier"] for dataset in json.loads(text)["dataset"]}
    graph = Graph().parse(data=text, format="turtle")
    return {str(dataset).rpartition("/")[2] for dataset in graph.objects(None, DCAT.dataset)}


def test_the_last_rendering_stays_in_the_feed(app, pair):
    """A partner must not read a dataset as deleted because of our fault; the answer has its mark all the same."""
    expected = {dataset["id"] for dataset in pair[:2]}
    for path in ("/catalog.ttl", "/catalog.ttl?full=1", "/data.json"):
        assert names(app, path) == expected, path
        assert app.get(path).headers["ETag"]
    alone = app.get("/dataset/rusak.ttl")
    assert (alone.status_code, b"dcat:Dataset" in alone.get_data()) == (200, True)


def test_a_failure_is_told_and_not_tried_at_each_request(app, pair):
    """The command names dataset, cause and what the feed has; mended, it is forgotten."""
    _sound, broken, resource = pair
    changes.refresh()
    [failure] = failures.describe(renderings.visible())
    assert (failure.name, failure.is_kept) == ("rusak", True)
    assert renderings.outdated() == []
    for command in (failures_command, render):
        result = CliRunner().invoke(command)
        assert (result.exit_code, "rusak (" in result.output) == (1, True)
        assert "ValueError" in result.output
    [finding] = doctor.check_feed(Layout(ROOT), model.meta.engine.url.database)
    assert (finding.problem.split()[0], "dcat failures" in finding.cure) == ("1", True)
    model.Session.query(model.Resource).filter_by(id=resource).delete()
    _touch(broken["id"])
    assert renderings.refresh() == 1
    result = CliRunner().invoke(failures_command)
    assert (result.exit_code, failures.describe(renderings.visible())) == (0, [])
    assert list(doctor.check_feed(Layout(ROOT), model.meta.engine.url.database)) == []


def test_a_failure_without_a_change_is_tried_again_each_hour(app, pair):
    """What failed for a passing reason, comes by itself."""
    changes.refresh()
    model.Session.query(model.Resource).filter_by(id=pair[2]).delete()
    model.Session.commit()
    changes.refresh()
    assert failures.describe(renderings.visible())
    changes.retry()
    assert not failures.describe(renderings.visible())


def test_a_dataset_that_failed_is_gone_when_it_is_made_private(app, pair):
    """The last rendering is no way around privacy."""
    changes.refresh()
    model.Package.get(pair[1]["id"]).private = True
    _touch(pair[1]["id"])
    for path in ("/catalog.ttl", "/catalog.ttl?full=1", "/data.json"):
        assert names(app, path) == {pair[0]["id"]}, path
    changes.retry()
    assert not failures.describe(renderings.visible())


def test_a_table_of_340_columns_is_in_the_feed_with_its_columns(app):
    """In every format, in data.json, and in what is rendered for a search."""
    with WIDE.open(encoding="utf-8") as stream:
        header, *_rows = csv.reader(stream)
    file = {"url": "https://berkas.example/lebar340.csv", "name": "Lebar", "format": "CSV"}
    record = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[file]))
    resource = record["resources"][0]["id"]
    fields = [{"id": name, "type": "text", "info": {"label": name.upper()}} for name in header]
    act("datastore_create", resource_id=resource, fields=fields, force=True)
    assert len(header) > 340
    for format_, parser in PARSERS.items():
        for query in ("full=1", "q=penduduk"):
            text = app.get(f"/catalog.{format_}?{query}").get_data(as_text=True)
            graph = Graph().parse(data=text, format=parser)
            read = {str(name) for name in graph.objects(None, CSVW.name)}
            assert read == set(header), (format_, query)
    assert names(app, "/data.json") == {record["id"]}
    assert not failures.describe(renderings.visible())


def test_a_private_dataset_answers_as_one_that_never_was(app):
    """The same words and status from every address, for nobody and for a stranger with an account."""
    record = act("package_create", **dataset_dict(owner_org=Organization()["id"], private=True))
    for address in ("/dataset/{0}.ttl", "/dataset/{0}.jsonld", "/dataset/{0}.rdf?profiles=euro_dcat_ap_3"):
        answers = [
            app.get(address.format(name), expect_errors=True) for name in (record["name"], record["id"], "tak-ada")
        ]
        assert {answer.status_code for answer in answers} == {404}, address
        assert len({answer.get_data() for answer in answers}) == 1, address
    croissants = [
        app.get(f"/dataset/{name}/croissant.jsonld", expect_errors=True) for name in (record["name"], "tak-ada")
    ]
    assert {answer.status_code for answer in croissants} == {404}
    with pytest.raises(tk.ObjectNotFound):
        helpers.call_action("dcat_dataset_show", context={"user": "", "ignore_auth": False}, id=record["id"])
