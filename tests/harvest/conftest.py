"""A source to harvest, and an OPD to own what comes from it."""

import json

import pytest
from ckan import model
from ckan.lib import search
from ckanext.satudata.harvest import pipeline
from ckanext.satudata.harvest.definition import Agency, faults
from ckanext.satudata.harvest.model import Source
from factories_satudata import Organization

from harvest.loopback import Loopback

FIXED = {
    "pengukuran": "Jumlah Penduduk",
    "tingkat_penyajian": "kecamatan",
    "cakupan": "Kabupaten Buleleng",
    "urusan": "2.12",
    "konsep": "Penduduk terdaftar",
    "definisi": "Warga yang tercatat.",
    "klasifikasi": "Kecamatan",
    "ukuran": "Jumlah",
    "satuan": "jiwa",
    "kode_wilayah": "51.08",
    "frekuensi": "insidental",
    "dimensi_awal": "2020",
    "dimensi_akhir": "2024",
    "sifat_data": "terbuka",
    "notes": "Catatan.",
}


@pytest.fixture
def catalogue(with_plugins, clean_db):
    """Empty the catalogue and its index, and create the OPD of the played source."""
    search.clear_all()
    Organization(name="dinas-uji")


@pytest.fixture
def loopback():
    """Start a server that plays a source."""
    server = Loopback()
    yield server
    server.close()


def declared(url, **changes):
    """Return the declaration of a JSON source whose list is at /list."""
    return {
        "title": "Sumber Uji",
        "organization": "dinas-uji",
        "contact": {"unit": "Bidang Data", "email": "data@satudata.example"},
        "schedule": "manual",
        "access": {
            "method": "json_rest",
            "internal": True,
            "url": f"{url}/list",
            "identifier": "id",
            "modified": "diubah",
        },
        "map": {"title": "judul", "notes": "uraian", "tags": "kata"},
        "fixed": FIXED,
        "limits": {"requests_per_second": 1000},
        **changes,
    }


def records(count, **changes):
    """Return records as the source sends them."""
    made = [
        {"id": number, "judul": f"Data ke-{number}", "uraian": "Uraian.", "kata": ["uji"], "diubah": 1}
        for number in range(count)
    ]
    return [{**record, **changes} for record in made]


def serve(loopback, listed):
    """Let the source list these records."""
    loopback.answer("/list", json.dumps(listed))


@pytest.fixture
def harvest(loopback):
    """Return a function that harvests the played source once; it takes changes of the declaration."""
    source = Source(name="sumber-uji", definition=declared(loopback.url))
    model.Session.add(source)
    model.Session.commit()

    def run(changes=None, **how):
        agency = Agency("sumber-uji", {**declared(loopback.url), **(changes or {})})
        assert list(faults(agency)) == []
        source = model.Session.query(Source).filter_by(name="sumber-uji").one()
        return pipeline.run(source, agency, **how)

    return run


@pytest.fixture
def source(loopback):
    """Register the played source."""
    serve(loopback, records(3))
    model.Session.add(Source(name="sumber-uji", definition=declared(loopback.url)))
    model.Session.commit()
    return model.Session.query(Source).one()


@pytest.fixture
def portal_address(monkeypatch):
    """Say where this portal is, without a running CKAN."""
    monkeypatch.setattr("ckanext.satudata.harvest.readers.portal_addresses", lambda: {"http://sini.example"})
