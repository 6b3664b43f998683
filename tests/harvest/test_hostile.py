"""Hostile sources: whatever they send, the run ends, the good records are taken in, and the portal stands."""

import json

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.exceptions import BrokenAnswer, RefusedAddress
from ckanext.satudata.harvest import contexts, pipeline
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import Change, Source
from ckanext.satudata.web import http

from harvest.conftest import declared, records, serve

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue")]


def harvest(definition):
    """Harvest once; return the run, and {identifier: error} of what it could not take in."""
    source = model.Session.query(Source).filter_by(name="sumber-uji").first()
    if source is None:
        source = Source(name="sumber-uji", definition=definition)
        model.Session.add(source)
        model.Session.commit()
    run = pipeline.run(source, Agency("sumber-uji", definition))
    changes = model.Session.query(Change).filter(Change.run_id == run.id, Change.error.isnot(None))
    return run, {change.identifier: change.error for change in changes}


def nested(depth):
    """Return a value within a value within a value."""
    value = "dasar"
    for _number in range(depth):
        value = {"a": [value]}
    return value


BAD = [
    None,
    "teks",
    7,
    [],
    {},
    {"judul": "Tanpa pengenal"},
    {"id": {"a": 1}, "judul": "Pengenal aneh"},
    {"id": "t", "judul": None},
    {"id": "n", "judul": "Nol \x00 di judul", "uraian": "u"},
    {"id": "s", "judul": "Separuh \ud800 pasangan", "uraian": "u"},
    {"id": "nol\x00", "judul": "Nol di pengenal", "uraian": ["\x00"]},
    {"id": "j", "judul": "j" * 100_000, "uraian": "u"},
    {"id": "d", "judul": "Dalam", "uraian": nested(80)},
    {"id": "k", "judul": "Kata", "uraian": "u", "kata": {"a": {"b": ["c"]}}, "lain": [nested(3)]},
    {"id": "x" * 5000, "judul": "Pengenal panjang", "uraian": "u"},
    {"id": "sql'; DROP TABLE package; --", "judul": "<script>alert(1)</script>", "uraian": "u"},
]


def test_broken_records_do_not_stop_the_others(loopback):
    """Sixteen kinds of bad records between two good ones: both good ones are taken in, and no text shows SQL."""
    listed = [records(2)[0], *BAD, records(2)[1]]
    loopback.answer("/list", json.dumps(listed))
    run, errors = harvest(declared(loopback.url))
    assert (run.state, run.error) == ("finished", None)
    titles = {dataset["title"] for dataset in helpers.call_action("package_search", rows=100)["results"]}
    assert {"Data ke-0", "Data ke-1"} <= titles
    assert run.counts["added"] + len(errors) == len(listed)
    assert not any(word in text for text in errors.values() for word in ("psycopg", "INSERT", "UPDATE", "SELECT"))
    again, _errors = harvest(declared(loopback.url))
    assert again.state == "finished"
    assert again.counts["added"] == 0


def test_a_huge_list_with_one_identifier(loopback):
    """20,000 records that all call themselves the same are one dataset and one remark."""
    loopback.answer("/list", json.dumps(records(1) * 20_000))
    run, errors = harvest(declared(loopback.url))
    assert run.counts["added"] == 1
    assert errors == {}
    assert len(run.log) == 1


@pytest.mark.parametrize(
    "body",
    [
        "[".encode("utf-16"),
        json.dumps(records(1)).encode("utf-32"),
        b"\xff\xfe\x00",
        b"\x00" * 100,
        '[{"id": "1", "judul": "caf\xe9"}]'.encode("latin-1"),
        b"[" * 100_000,
        b'[{"id": 1e400, "judul": NaN}]',
    ],
)
def test_wrong_encodings(loopback, body):
    """What is no list of records ends the run with a text, and never with an error of the program."""
    loopback.answer("/list", body)
    run, errors = harvest(declared(loopback.url))
    assert run.state in {"broken", "finished"}
    assert "psycopg" not in f"{run.error} {errors}"
    assert "log" not in (run.error or "")


def test_a_redirect_into_the_private_network(loopback, monkeypatch, ckan_config):
    """A list that redirects to an address that nobody allowed is not followed there."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.harvest.internal", ["127.0.0.1"])
    loopback.answer("/list", b"", 302, Location="http://10.0.0.1/rahasia")
    agency = Agency("sumber-uji", declared(loopback.url), trusted=False)
    with pytest.raises(RefusedAddress, match=r"10\.0\.0\.1"):
        list(agency.reader().items())


def test_circular_and_remote_json_ld(loopback):
    """Nodes that name each other in a circle are read once; a context elsewhere is refused wherever it is named."""
    graph = [
        {"@id": "http://x/1", "@type": "dcat:Dataset", "dct:title": "Satu", "dct:relation": {"@id": "http://x/2"}},
        {"@id": "http://x/2", "@type": "dcat:Dataset", "dct:title": "Dua", "dct:relation": {"@id": "http://x/1"}},
    ]
    names = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
    body = json.dumps({"@context": names, "@graph": graph})
    loopback.answer("/k.jsonld", body, Content_Type="application/ld+json")
    access = {"method": "dcat_rdf", "internal": True, "url": f"{loopback.url}/k.jsonld"}
    run, _errors = harvest(declared("", access=access, map={"title": "title"}))
    assert run.counts["added"] == 2
    away = f"{loopback.url}/konteks"
    for context in (away, [names, away], {"x": {"@id": "http://x", "@context": away}}, {"@import": away}):
        with pytest.raises(BrokenAnswer, match="konteks"):
            contexts.resolve({"@context": context, "a": 1}, "http://sumber")
    with pytest.raises(BrokenAnswer, match="konteks"):
        contexts.resolve({"@graph": [{"a": {"@context": away}}]}, "http://sumber")
    assert f"{loopback.url}/konteks" not in loopback.requested


def test_a_list_that_never_ends(loopback, monkeypatch):
    """An answer that is larger than it may be is cut off, and the datasets stand."""
    serve(loopback, records(2))
    harvest(declared(loopback.url))
    loopback.answer("/list", b"[" + b" " * (3 * 2**20))
    declaration = declared(loopback.url, limits={"file_mb": 1, "requests_per_second": 1000})
    monkeypatch.setattr(http, "TRIES", 1)
    run, _errors = harvest(declaration)
    assert run.state == "broken"
    assert helpers.call_action("package_search")["count"] == 2
