"""Every shipped agency is tested by existing: its file is good, its source gives datasets that pass every check."""

import csv
import json
import re
import threading

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.demo import server, sources
from ckanext.satudata.exceptions import BrokenAgency
from ckanext.satudata.harvest import definition, pipeline
from ckanext.satudata.harvest.model import Change, Source
from factories_satudata import Organization

from harvest.conftest import FIXED

AGENCIES = definition.shipped()
# those whose system the demonstration plays; a district's own are asked nothing here
PLAYED = [path for path in AGENCIES if re.search(r"\{(berkas_)?contoh\}", path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Lay out the demonstration's sources and answer for them; return their options."""
    folder = tmp_path_factory.mktemp("sumber")
    sources.build(folder, "51.08")
    answering = server.create(folder / "http", 0)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    yield {
        "ckanext.satudata.harvest.demo_url": f"http://127.0.0.1:{answering.server_port}",
        "ckanext.satudata.harvest.demo_folder": str(folder),
        "ckanext.satudata.harvest.secrets": str(folder / "rahasia"),
    }
    answering.shutdown()


def test_at_least_twelve_are_shipped():
    """The access methods that districts need are all shown by an example."""
    assert len(PLAYED) >= 12


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "with_request_context")
@pytest.mark.parametrize("path", AGENCIES, ids=lambda path: path.stem)
def test_each_file_is_good(path):
    """Every file of the folder can be read, has its form, and names only standards, codes and methods that exist."""
    assert list(definition.faults(definition.parse_agency(path))) == []


@pytest.mark.services
@pytest.mark.usefixtures("catalogue", "with_request_context")
@pytest.mark.parametrize("path", PLAYED, ids=lambda path: path.stem)
def test_agency(path, places, ckan_config, monkeypatch):
    """Added whole, with no field left over; the second run finds everything unchanged."""
    for option, value in places.items():
        monkeypatch.setitem(ckan_config, option, value)
    agency = definition.parse_agency(path)
    Organization(name=agency.organization)
    model.Session.add(Source(name=agency.name, definition=dict(agency.declared), file=path.name))
    model.Session.commit()
    run = pipeline.run(model.Session.query(Source).one(), agency)
    bad = [change.error for change in model.Session.query(Change).filter_by(run_id=run.id)]
    assert (run.state, run.error, list(filter(None, bad)), run.log) == ("finished", None, [], [])
    assert run.counts["added"] == sum(run.counts.values()) >= 1
    for dataset in helpers.call_action("package_search", rows=100)["results"]:
        assert dataset["organization"]["name"] == agency.organization
        assert dataset["resources"]
    again = pipeline.run(model.Session.query(Source).one(), agency)
    assert again.counts["unchanged"] == sum(again.counts.values())


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"schedule": "kapan-kapan"}, "cron"),
        ({"access": {"method": "surat"}}, "surat"),
        ({"access": {"method": "json_rest", "alamat": "x"}}, "alamat"),
        ({"map": {"judul": "nama"}}, "judul"),
        ({"fixed": {"satuan": "depa"}}, "depa"),
        ({"fixed": {"urusan": "9.99"}}, "9.99"),
        ({"table": {"read": {"url": "x"}, "standard": "tidak_ada"}}, "tidak_ada"),
        ({"table": {"read": {"url": "x"}, "standard": "stunting", "columns": {"a": "tahun"}}}, "kode_wilayah"),
        ({"table": {"read": {"kueri": "x"}}}, "kueri"),
        ({"organisasi": "x"}, "organisasi"),
        ({"access": {"method": "json_rest", "url": "http://x.example"}}, "access/identifier"),
        ({"fixed": {**FIXED, "license_id": "CC BY 9.0"}}, "CC BY 9.0"),
        ({"lookups": {"satuan": {"Org": "depa"}}}, "depa"),
        ({"extras": {"notes": "uraian"}}, "extras/notes"),
    ],
)
def test_faulty_files_are_told(tmp_path, change, expected):
    """Each fault is named with its place before any source is asked."""
    good = {
        "title": "Uji",
        "organization": "dinas-uji",
        "contact": {"unit": "x", "email": "x@satudata.example"},
        "schedule": "manual",
        "access": {"method": "json_rest", "url": "http://x.example", "identifier": "id"},
        "map": {"title": "nama"},
    }
    path = tmp_path / "dinas_uji.yaml"
    path.write_text(json.dumps(good))
    assert definition.parse_agency(path).name == "dinas-uji"
    path.write_text(json.dumps({**good, **change}))
    with pytest.raises(BrokenAgency, match=expected):
        definition.parse_agency(path)


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_an_agencys_own_class(tmp_path):
    """A `.py` beside the file overrides what differs, and is part of what the datasets are made from."""
    path = tmp_path / "dinas_uji.yaml"
    declared = {
        "title": "Uji",
        "organization": "dinas-uji",
        "contact": {"unit": "x", "email": "x@satudata.example"},
        "schedule": "manual",
        "access": {"method": "files", "folder": str(tmp_path)},
        "map": {"title": "nama"},
    }
    path.write_text(json.dumps(declared))
    plain = definition.parse_agency(path)
    path.with_suffix(".py").write_text(
        "from ckanext.satudata.harvest.readers import Item, files\n"
        "class Reader(files.Reader):\n"
        "    def items(self):\n"
        "        yield Item('1', None, {'nama': 'Dari kode'})\n"
    )
    agency = definition.parse_agency(path)
    assert [item.raw for item in agency.reader().items()] == [{"nama": "Dari kode"}]
    assert agency.fingerprint != plain.fingerprint


def test_the_demonstrations_sources_are_the_same_each_time(tmp_path):
    """Laid out twice, the figures are the same: a second harvest finds nothing changed."""
    sources.build(tmp_path, "51.08")
    first = (tmp_path / "dinsos" / "Bansos 2025.csv").read_bytes()
    sources.build(tmp_path, "51.08")
    assert (tmp_path / "dinsos" / "Bansos 2025.csv").read_bytes() == first
    assert len(list(csv.reader(first.decode().splitlines(), delimiter=";"))) == 19
