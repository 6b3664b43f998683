"""What the national harvester reads: /data.json and extras, with every key that it knows."""

import json
import re
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import flat
from dcat.test_dcat_profile import demo_datasets
from dcat.test_renderings import NASTY
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict

services = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

SCHEMA = json.loads((resources.files("ckanext.satudata.dcat") / "shapes" / "dcat-us-1.1-dataset.json").read_text())
# the reading side's names, from the dossier of Satu Data's standards, section 3.2
READ = Path(__file__).with_name("national_keys.txt").read_text().split()
DOCS = Path(__file__).parents[2] / "docs" / "pemetaan.md"


def errors(dataset):
    """Return what the JSON Schema of DCAT-US finds wrong in a dataset."""
    found = jsonschema.Draft4Validator(SCHEMA).iter_errors(dataset)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found]


@pytest.fixture
def datasets(app):
    """Return a function that fetches the datasets of data.json."""
    return lambda query="": json.loads(app.get(f"/data.json{query}").get_data())["dataset"]


class TestFeed:
    pytestmark = services

    def test_demonstration_district_is_valid(self, datasets):
        """No dataset of the demonstration district violates the JSON Schema; all of them are there."""
        names = demo_datasets()
        found = datasets()
        assert {each["landingPage"].rpartition("/")[2] for each in found} == set(names)
        assert {each["title"]: errors(each) for each in found} == {each["title"]: [] for each in found}

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
        own = {"indikator": indicator["id"], "data_prioritas": "true", "prioritas_tahun": "2025"}
        act("package_create", **dataset_dict(owner_org=office["id"], **own))
        [dataset] = datasets()
        assert set(READ) <= set(dataset)
        wanted = {
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
        assert {key: dataset[key] for key in wanted} == wanted

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
    known = {name for name in bare if name.startswith(("kegiatan.", "indikator."))}
    assert known == {"kegiatan.name", "kegiatan.owner_org", "indikator.name", "indikator.owner_org"} | {
        "indikator.kegiatan",
        "indikator.sdgs",
    }
