"""A CKAN that knows nothing of us, with ckanext-dcat and ckanext-harvest, takes over our feed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import vanilla
from ckanext.satudata.metadata import codelists
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
SCRIPT = Path(__file__).with_name("vanilla_harvester.py")
PLUGINS = ("harvest", "dcat", "dcat_rdf_harvester")
PER_PAGE = 2
# what another run of the same harvest may write anew
VOLATILE = {"metadata_modified", "harvest_object_id", "last_modified", "position"}
FILE = {
    "name": "Penduduk 2024",
    "url": "https://data.satudata.example/penduduk.csv",
    "format": "CSV",
    "mimetype": "text/csv",
    "description": "Kolom menurut kecamatan.",
}
CHANGES = {
    "penduduk-uji": {
        "title": "Jumlah Penduduk Menurut Kecamatan di Kabupaten Uji",
        "tags": [{"name": "penduduk"}, {"name": "kependudukan"}],
        "resources": [
            FILE,
            {**FILE, "name": "Penduduk PDF", "url": "https://data.satudata.example/p.pdf", "format": "PDF"},
        ],
    },
    "harga-uji": {
        "title": 'Harga "Beras" & Cabai <harian>',
        "notes": "Baris pertama.\n\nBaris kedua, dengan 100 % isi.",
        "frekuensi": "harian",
        "version": "2",
        "version_notes": "Angka Mei diperbaiki.",
        "dimensi_awal": "2023",
        "dimensi_akhir": "2023",
        "kode_wilayah": "51.08.01",
        "license_id": "CC0-1.0",
        "tags": [{"name": "harga"}],
    },
    "desa-uji": {
        "title": "Jumlah Desa Menurut Kecamatan",
        "frekuensi": "insidental",
        "jadwal_rilis": "",
        "resources": [FILE],
    },
}


@pytest.fixture
def portal_options():
    """Make pages so small that the other one has to follow the feed from page to page."""
    return f"\nckanext.dcat.datasets_per_page = {PER_PAGE}\n"


class Vanilla:
    """The other catalogue's process."""

    def __init__(self, ini, address):
        command = [sys.executable, str(SCRIPT), address]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, env=vanilla.environment(ini), stdin=pipe, stdout=pipe, text=True, cwd=ini.parent
        )

    def harvest(self):
        """Harvest once; return the states of the run and the datasets by the name of ours."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = next((line for line in self.process.stdout if line.startswith("{")), None)
        assert line is not None, "the other CKAN ended"
        result = json.loads(line)
        assert not result["errors"], result["errors"]
        return result["states"], {extras(dataset)["uri"].rsplit("/", 1)[-1]: dataset for dataset in result["datasets"]}

    def close(self):
        """Let it end."""
        self.process.stdin.close()
        self.process.wait(30)


def extras(dataset):
    """Return the extras of a harvested dataset by key."""
    return {extra["key"]: extra["value"] for extra in dataset["extras"]}


def content(value):
    """Return a dataset without what each run writes anew, and without an order, of which DCAT has none."""
    if isinstance(value, dict):
        return {key: content(item) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        kept = [item for item in value if not (isinstance(item, dict) and item.get("key") in VOLATILE)]
        return sorted((content(item) for item in kept), key=json.dumps)
    if isinstance(value, str) and value.startswith("["):
        return sorted(json.loads(value))
    return value


def check(ours, theirs, office, portal):
    """Assert that each field that DCAT can carry has come over."""
    read = extras(theirs)
    assert theirs["title"] == ours["title"]
    assert theirs["notes"] == ours["notes"]
    assert {tag["name"] for tag in theirs["tags"]} >= {tag["name"] for tag in ours["tags"]}
    assert (theirs["version"] or "") == (ours.get("version") or "")
    assert read.get("version_notes", "") == (ours.get("version_notes") or "")
    assert theirs["url"] == f"{portal}/dataset/{ours['name']}"
    assert read["issued"][:19] == ours["metadata_created"][:19]
    assert read["modified"][:19] == ours["metadata_modified"][:19]
    assert read["frequency"] == codelists.load("frekuensi").codes[ours["frekuensi"]].extra["uri"]
    assert read["temporal_start"][:4] == ours["dimensi_awal"]
    assert read["temporal_end"][:4] == ours["dimensi_akhir"]
    assert ours["kode_wilayah"] in read["spatial_uri"]
    assert read["access_rights"].endswith("/PUBLIC")
    assert read["contact_name"] == ours["kontak_unit"]
    assert read["contact_email"].removeprefix("mailto:") == ours["kontak_email"]
    assert read["publisher_name"] == office["title"]
    assert json.loads(read["theme"])
    files = {resource["name"]: resource for resource in theirs["resources"]}
    for resource in ours["resources"]:
        assert files[resource["name"]]["url"] == resource["url"]
        # an address of the EU's list of file types, which ckanext-dcat takes over as it is
        assert files[resource["name"]]["format"].endswith(f"/{resource['format']}")
        assert files[resource["name"]]["description"] == resource["description"]
        # the other register of licences has other addresses, so the dataset itself gets none
        assert files[resource["name"]]["license"] == codelists.load("lisensi").codes[ours["license_id"]].extra["uri"]


def test_another_ckan_takes_over_the_feed(portal, tmp_path):
    """It has our datasets field by field; a second run changes no content; what was deleted or hidden vanishes."""
    office = Organization(title="Dinas Kependudukan")
    made = {
        dataset["id"]: dataset
        for dataset in (
            act("package_create", **dataset_dict(name=name, owner_org=office["id"], **changes))
            for name, changes in CHANGES.items()
        )
    }
    assert len(made) > PER_PAGE
    folder = tmp_path / "lain"
    folder.mkdir()
    options = {"ckanext__dcat__rdf__profiles": "euro_dcat_ap_3"}
    with vanilla.catalogue(folder, *PLUGINS, **options) as ini:
        other = Vanilla(ini, f"{portal}/catalog.ttl")
        try:
            states, first = other.harvest()
            assert states == ["added"] * len(made)
            assert set(first) == set(made)
            for identifier, ours in made.items():
                check(ours, first[identifier], office, portal)
            _states, second = other.harvest()
            assert content(second) == content(first)
            deleted, hidden, kept = made
            act("package_delete", id=deleted)
            act("package_patch", id=hidden, private=True)
            states, third = other.harvest()
            assert sorted(states)[:2] == ["deleted"] * 2
            assert set(third) == {kept}
            assert content(third[kept]) == content(first[kept])
        finally:
            other.close()
