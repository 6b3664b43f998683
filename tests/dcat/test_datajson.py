"""What the national harvester reads: /data.json and extras, with every key that it knows."""

import json
import re
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import check, datajson, flat, renderings
from ckanext.satudata.dcat.places import GSP
from dcat.feeding import NASTY
from dcat.test_dcat_profile import demo_datasets
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict
from rdflib import DCAT, DCTERMS, XSD, URIRef

services = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

SCHEMA = json.loads((resources.files("ckanext.satudata.dcat") / "shapes" / "dcat-us-1.1-dataset.json").read_text())
# the reading side's names, from the dossier of Satu Data's standards, section 3.2
READ = Path(__file__).with_name("national_keys.txt").read_text().split()
# words by which a walidata or BPS would have checked or released data, in the languages of our outlets
APPROVAL = re.compile(
    r"approved|verified|terverifikasi|disetujui|disahkan|divalidasi|sudah diperiksa|checked by", re.IGNORECASE
)
DOCS = Path(__file__).parents[2] / "docs" / "pemetaan.md"


def errors(dataset):
    """Return what the JSON Schema of DCAT-US finds wrong in a dataset."""
    problems = jsonschema.Draft4Validator(SCHEMA).iter_errors(dataset)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in problems]


@pytest.fixture
def datasets(app):
    """Return a function that fetches the datasets of data.json."""
    return lambda query="": json.loads(app.get(f"/data.json{query}").get_data())["dataset"]


class TestFeed:
    pytestmark = services

    def test_demonstration_district_is_valid(self, datasets):
        """No dataset of the demonstration district violates the JSON Schema; all of them are there."""
        names = demo_datasets()
        listed = datasets()
        assert {dataset["landingPage"].rpartition("/")[2] for dataset in listed} == set(names)
        assert {dataset["title"]: errors(dataset) for dataset in listed} == {
            dataset["title"]: [] for dataset in listed
        }

    def test_schema_finds_what_is_wrong(self, datasets):
        """The check can fail."""
        act("package_create", **dataset_dict(owner_org=Organization()["id"]))
        [dataset] = datasets()
        assert errors({**dataset, "keyword": []})
        assert errors({**dataset, "accrualPeriodicity": "tahunan"})

    def test_every_key_that_the_harvester_reads(self, datasets):
        """All flat keys are there, with what activity, indicator and office say."""
        office = Organization(title="Dinas Uji")
        activity = act("package_create", **kegiatan_dict(owner_org=office["id"]))
        indicator = act("package_create", **indikator_dict(owner_org=office["id"], kegiatan=activity["id"]))
        fields = {"indikator": indicator["id"], "data_prioritas": "true", "prioritas_tahun": "2025"}
        act("package_create", **dataset_dict(owner_org=office["id"], **fields))
        [dataset] = datasets()
        assert set(READ) <= set(dataset)
        expected = {
            "prioritas_tahun": "2025",
            "judul_kegiatan": activity["title"],
            "i_instansi_penyelanggara": "Dinas Uji",
            "iii_latar_belakang_kegiatan": "Latar belakang.",
            "iii_latar_belakang_kegiatang": "Latar belakang.",
            "iv_metode_pengumpulan_data": "pengumpulan_data_sekunder",
            "viii_ketersediaan_produk_digital": "true",
            "viii_ketersediaan_produk_tercetak": "false",
            "rumus": "a / b x 100",
            "produsen_data_name": "Dinas Uji",
            "produsen_data_city_code": "08",
            "total_msind": "1",
            "ii_pj_nama": "",
        }
        assert {key: dataset[key] for key in expected} == expected

    def test_activity_that_changes_is_changed_in_the_feed(self, datasets):
        """What a dataset takes from its activity follows the activity; a private one is not spoken of."""
        office = Organization()["id"]
        activity = act("package_create", **kegiatan_dict(owner_org=office))
        act("package_create", **dataset_dict(owner_org=office, kegiatan=activity["id"]))
        assert datasets()[0]["judul_kegiatan"] == activity["title"]
        act("package_patch", id=activity["id"], title="Judul Baru 2025")
        assert datasets()[0]["judul_kegiatan"] == "Judul Baru 2025"
        act("package_patch", id=activity["id"], private=True)
        assert datasets()[0]["judul_kegiatan"] == ""

    def test_private_never_appears_and_nasty_text_is_valid(self, datasets, app):
        """What is private is not there; control characters, HTML and 1 MB of text give valid JSON."""
        office = Organization()["id"]
        act("package_create", **dataset_dict(owner_org=office, name="rahasia", private=True))
        act("package_create", **dataset_dict(owner_org=office, **NASTY))
        [dataset] = datasets()
        assert errors(dataset) == []
        assert "\x0b" not in dataset["title"]
        assert app.get("/data.json?modified_since=kemarin", expect_errors=True).status_code == 400
        assert app.get("/data.json?fq=organization:x", expect_errors=True).status_code == 400
        assert datasets("?modified_since=2999-01-01") == []

    def test_same_keys_as_extras_of_the_api(self, app):
        """package_show and package_search give the same values; sending an answer back stores none of them."""
        act("package_create", **dataset_dict(owner_org=Organization()["id"]))
        shown = app.get("/api/3/action/package_show?id=jumlah-penduduk-uji").json["result"]
        [searched] = app.get("/api/3/action/package_search").json["result"]["results"]
        for record in (shown, searched):
            extras = {extra["key"]: extra["value"] for extra in record["extras"]}
            assert set(READ) <= set(extras)
            assert (extras["theme"], extras["accrualPeriodicity"], extras["satuan"]) == (
                "Administrasi Kependudukan dan Pencatatan Sipil",
                "R/P1Y",
                "jiwa",
            )
        act("package_update", **{**shown, "notes": "Diubah."})
        stored = tk.get_action("package_show")({"user": ""}, {"id": "jumlah-penduduk-uji"})
        assert (stored["notes"], stored.get("extras") or []) == ("Diubah.", [])

    def test_no_outlet_states_an_approval_that_nobody_recorded(self, app):
        """Feed, data.json, API, MS-Var and the pages: automatic checks are called that, and no release is claimed."""
        file = {"url": "https://berkas.example/a.csv", "name": "A", "format": "CSV", "standar": "stunting"}
        checked = {**file, "validation_status": "success", "validation_timestamp": "2026-01-31T08:00:00+00:00"}
        record = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[checked]))
        name = record["name"]
        outlets = [
            "/catalog.ttl?full=1",
            "/data.json",
            f"/api/3/action/package_show?id={name}",
            f"/dataset/{name}",
            f"/dataset/{name}/croissant.jsonld",
            f"/satudata/pertukaran/ms-var/{name}.json",
            "/satudata/pertukaran/daftar-data.csv",
            "/about",
        ]
        approvals = {path: APPROVAL.findall(app.get(path).get_data(as_text=True)) for path in outlets}
        assert approvals == {path: [] for path in outlets}
        assert json.loads(app.get("/data.json").get_data())["dataset"][0]["publishing_status"] == ""
        assert APPROVAL.search(DOCS.read_text(encoding="utf-8")) is None

    def test_office_size_and_descriptions_are_told(self, datasets):
        """What ckanext-dcat's JSON harvester reads: the office's mail, the size of a file, what each form is."""
        office = Organization(surel="data@dinas.example")["id"]
        file = {
            "url": "https://berkas.example/a.csv",
            "name": "A",
            "format": "CSV",
            "size": 2048,
            "description": "Arti.",
        }
        record = act("package_create", **dataset_dict(owner_org=office, resources=[file]))
        resource = record["resources"][0]["id"]
        act("datastore_create", resource_id=resource, fields=[{"id": "a", "type": "text"}], force=True)
        [dataset] = datasets()
        assert errors(dataset) == []
        assert dataset["publisher"]["mbox"] == dataset["publisher"]["email"] == "data@dinas.example"
        file_entry, *derived = dataset["distribution"]
        assert (file_entry["byteSize"], file_entry["description"]) == (2048, "Arti.")
        assert derived
        assert all(distribution["description"] for distribution in derived)

    def test_what_a_source_says_of_itself_is_told_as_it_says_it(self, datasets, app):
        """A harvested dataset has its source's dates, page, licence and outline; nothing is filled in from ours."""
        outline = '{"type": "Point", "coordinates": [115.1, -8.1]}'
        source_fields = {
            "source_issued": "2019-03",
            "source_modified": "2024-05-01T08:00:00+08:00",
            "source_spatial": outline,
        }
        source_fields |= {"url": "https://sumber.example/data/1", "source_license": "https://sumber.example/lisensi"}
        file = {"url": "https://sumber.example/a.csv", "format": "CSV", "hash": "a" * 128, "mimetype": "text/csv"}
        file |= {"source_issued": "2019-03-05", "source_modified": "2024-05-01"}
        record = {**dataset_dict(owner_org=Organization()["id"]), "id": "x", "resources": [{**file, "id": "r"}]}
        record |= {"tags": [], "extras": []}
        record |= {
            "package_id": "x",
            "metadata_created": "2026-11-01T00:00:00",
            "metadata_modified": "2026-11-02T00:00:00",
        }
        record["resources"][0] |= {"package_id": "x", "created": "2026-11-01T00:00:00"}
        described = datajson.describe(
            {**record, **source_fields, "license_id": "notspecified"}, "https://contoh.example/x"
        )
        assert (described["issued"], described["modified"]) == ("2019-03", "2024-05-01T08:00:00+08:00")
        assert described["landingPage"] == "https://sumber.example/data/1"
        assert described["license"] == "https://sumber.example/lisensi"
        graph = renderings.graph({**record, **source_fields, "license_id": "notspecified"}, {})
        ref = URIRef(renderings.address(record))
        dates = [graph.value(ref, name) for name in (DCTERMS.issued, DCTERMS.modified)]
        assert [(str(date), date.datatype) for date in dates] == [
            ("2019-03", XSD.gYearMonth),
            ("2024-05-01T08:00:00+08:00", XSD.dateTime),
        ]
        [file] = graph.objects(ref, DCAT.distribution)
        assert [str(graph.value(file, name)) for name in (DCTERMS.issued, DCTERMS.modified)] == [
            "2019-03-05",
            "2024-05-01",
        ]
        assert str(graph.value(file, DCTERMS.license)) == "https://sumber.example/lisensi"
        assert str(graph.value(ref, DCAT.landingPage)) == "https://sumber.example/data/1"
        assert outline in {str(geometry) for geometry in graph.objects(None, GSP.asGeoJSON)}
        assert check.violations(graph) == []
        silent = datajson.describe({**record, "license_id": "notspecified"}, "https://contoh.example/x")
        assert "license" not in silent

    @pytest.mark.parametrize(
        ("query", "status"),
        [("?page=1", 200), ("?page=2", 404), ("?page=0", 400), ("?page=dua", 400), ("?page=2&full=1", 200)],
    )
    def test_data_json_is_its_own_first_page(self, app, query, status):
        """The next page is not there: ckanext-dcat's harvester ends at 404, and gives all up at any other refusal."""
        act("package_create", **dataset_dict(owner_org=Organization()["id"]))
        answer = app.get(f"/data.json{query}", expect_errors=True)
        assert answer.status_code == status
        assert status > 200 or len(json.loads(answer.get_data())["dataset"]) == 1


def test_no_key_is_forgotten():
    """The list of keys is the harvester's."""
    assert {row["key"] for row in flat.rows()} == set(READ)


def test_table_of_the_documentation_is_up_to_date():
    """docs/pemetaan.md is what docs/mapping.py writes: it cannot drift from forms and feed."""
    from docs import mapping

    assert DOCS.read_text(encoding="utf-8") == mapping.page()


@pytest.mark.parametrize("record", ["dataset", "kegiatan", "indikator"])
def test_every_field_of_a_form_is_mapped(record):
    """Each field of the form has a row, which says where it goes."""
    from docs import mapping

    names = set(re.findall(rf"\| `{record}\.(\w+)` \|", mapping.page()))
    assert {field["field_name"] for field in mapping.form_fields(record)} <= names


def test_fields_of_activities_and_indicators_have_their_place_in_indah():
    """The table tells INDAH's place of each field; only what is the portal's own has none."""
    from docs import mapping

    lines = [line.split(" | ") for line in mapping.page().splitlines()]
    bare = {cells[1].strip("`") for cells in lines if cells[-1].strip(" |") == "" and len(cells) == 6}
    mapped = {name for name in bare if name.startswith(("kegiatan.", "indikator."))}
    assert mapped == {"kegiatan.name", "kegiatan.owner_org", "indikator.name", "indikator.owner_org"} | {
        "indikator.kegiatan",
        "indikator.sdgs",
    }
