"""Real tidy tables, published over HTTP as another program would, found again by search and in the feed."""

import json
from pathlib import Path

import pytest
import rdflib
import requests
from ckan.tests import factories, helpers
from factories_satudata import Organization, dataset_dict
from serving import wait_for

TABLES = Path(__file__).parents[1] / "fixtures" / "tables"
TIDY = [
    "jabar_indeks_kedalaman_kemiskinan.csv",
    "jabar_jumlah_bidan_kabkota.csv",
    "jabar_jumlah_dokter_umum_kabkota.csv",
    "jabar_penduduk_jk_kabkota.csv",
    "jabar_piramida_penduduk_kabkota.csv",
    "sumedang_piramida_penduduk.csv",
    "tasikmalaya_penduduk_kelurahan_jk.csv",
]
# rows of commas below the data, which nobody removes unasked
WITH_BLANK_ROWS = {"sumedang_piramida_penduduk.csv"}

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


class Publisher:
    """A program that publishes through the action API with an officer's token."""

    def __init__(self, portal):
        self.portal = portal
        organization = Organization(title="Badan Pusat Data", name="bpd")
        user = factories.User()
        helpers.call_action(
            "member_create", id=organization["id"], object=user["id"], object_type="user", capacity="editor"
        )
        token = helpers.call_action("api_token_create", context={"user": user["name"]}, user=user["name"], name="uji")
        self.headers = {"Authorization": token["token"]}

    def call(self, action, files=None, **data):
        """Call an action, with JSON or with a file; return its result."""
        body = {"data": data, "files": files} if files else {"json": data}
        answer = requests.post(f"{self.portal}/api/3/action/{action}", headers=self.headers, timeout=60, **body)
        assert answer.ok, answer.text
        return answer.json()["result"]

    def publish(self, path):
        """Create the dataset and upload its table; return the resource."""
        stem = path.stem.replace("_", "-")
        metadata = dataset_dict(owner_org="bpd", name=stem, title=f"Tabel {path.stem.replace('_', ' ')}")
        dataset = self.call("package_create", **metadata)
        data = {"package_id": dataset["id"], "name": path.name}
        if path.name in WITH_BLANK_ROWS:
            data["langkah_baca"] = json.dumps([{"kind": "blank_rows"}])
        with path.open("rb") as file:
            return self.call("resource_create", files={"upload": file}, **data)


def test_tidy_tables_are_found_in_search_and_feed(portal):
    """Counts agree: files, DataStore rows, search hits, datasets of the feed."""
    publisher = Publisher(portal)
    resources = {name: publisher.publish(TABLES / name) for name in TIDY}
    for name, resource in resources.items():
        # one of them ends in thousands of rows of commas alone
        lines = [line for line in (TABLES / name).read_text(encoding="utf-8").splitlines() if line.strip(",")]
        total = wait_for(lambda resource=resource: rows_of(publisher, resource), seconds=90)
        assert total == len(lines) - 1, name
    assert publisher.call("package_search", q="tabel")["count"] == len(TIDY)
    assert publisher.call("package_search", q="tabel piramida sumedang")["results"][0]["name"] == (
        "sumedang-piramida-penduduk"
    )
    answer = requests.get(f"{portal}/catalog.ttl", timeout=60)
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    datasets = set(graph.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset))
    assert len(datasets) == len(TIDY)
    for dataset in datasets:
        assert (dataset, rdflib.DCTERMS.spatial, None) in graph
        assert (dataset, rdflib.DCAT.distribution, None) in graph


def rows_of(publisher, resource):
    """Return the number of rows in the DataStore, 0 while the table is being prepared."""
    if not publisher.call("resource_show", id=resource["id"]).get("datastore_active"):
        return 0
    return publisher.call("datastore_search", resource_id=resource["id"], limit=0)["total"]
