"""From an officer's file to DataStore, search and feed, through the API and the real services."""

import io
from pathlib import Path

import pytest
import rdflib
from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import datastore
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

GOOD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "tables"
TIDY = [
    "jabar_penduduk_jk_kabkota.csv",
    "jabar_piramida_penduduk_kabkota.csv",
    "jabar_indeks_kedalaman_kemiskinan.csv",
    "jabar_jumlah_dokter_umum_kabkota.csv",
    "jabar_jumlah_bidan_kabkota.csv",
    "sumedang_piramida_penduduk.csv",
]


def publish(content, filename, **metadata):
    """Create a dataset and a resource with the file; return the resource."""
    organization = Organization()
    dataset = act("package_create", **dataset_dict(owner_org=organization["id"], **metadata))
    file = FileStorage(io.BytesIO(content), filename)
    return act("resource_create", package_id=dataset["id"], upload=file, url=filename, name=filename)


def test_table_reaches_the_datastore_with_types():
    """Codes stay text, numbers are numbers, and the outcome is noted."""
    resource = publish(GOOD, "penduduk.csv")
    assert datastore.status(resource["id"])["state"] == "pending"
    datastore.load(resource["id"])
    found = act("datastore_search", resource_id=resource["id"])
    assert [(field["id"], field["type"]) for field in found["fields"][1:]] == [
        ("kode_wilayah", "text"),
        ("nama", "text"),
        ("jumlah", "int8"),
    ]
    assert [record["jumlah"] for record in found["records"]] == [10, 12]
    assert datastore.status(resource["id"])["state"] == "complete"


def test_bad_file_leaves_nothing_behind():
    """A file that is no table is refused at its field; the dataset keeps no half resource."""
    with pytest.raises(tk.ValidationError) as raised:
        publish(b"", "kosong.csv")
    assert raised.value.error_dict["upload"]
    assert act("package_show", id="jumlah-penduduk-uji")["resources"] == []


@pytest.mark.ckan_config("ckanext.satudata.max_file_mb", 1)
def test_large_file_is_refused():
    """A file above the limit is refused before it is read."""
    with pytest.raises(tk.ValidationError) as raised:
        publish(b"a,b\n" + b"1,2\n" * 400_000, "besar.csv")
    assert "1" in raised.value.error_dict["upload"][0]


def test_failed_load_leaves_a_trace():
    """A job that dies is noted with its reason."""
    with pytest.raises(tk.ObjectNotFound):
        datastore.load("tidak-ada")
    assert datastore.status("tidak-ada")["state"] == "error"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample tables lie beside the checkout")
def test_tidy_tables_are_found_in_search_and_feed(app):
    """Real tidy tables are published, found again by search, and counted equally in /catalog.ttl."""
    for name in TIDY:
        stem = name.split(".")[0].replace("_", "-")
        resource = publish((SHARED / name).read_bytes(), name, name=stem, title=f"Tabel {stem}")
        datastore.load(resource["id"])
        assert act("datastore_search", resource_id=resource["id"])["total"] > 20
    assert act("package_search", q="tabel")["count"] == len(TIDY)
    graph = rdflib.Graph().parse(data=app.get("/catalog.ttl").body, format="turtle")
    datasets = set(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))
    assert len(datasets) == len(TIDY)
    for dataset in datasets:
        assert (dataset, rdflib.DCTERMS.spatial, None) in graph
        assert (dataset, rdflib.DCAT.distribution, None) in graph
