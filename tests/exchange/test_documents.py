"""MS-Keg, MS-Var and MS-Ind out of the portal and back: nothing is lost, nothing is half written."""

import copy
import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.exchange import documents, intake, merge, rows, shapes
from ckanext.satudata.exchange.cli import export_command
from click.testing import CliRunner
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict

services = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

SURVEY = {
    "cara_pengumpulan_data": "SURVEI",
    "kegiatan_ini_dilakukan": "BERULANG",
    "frekuensi_penyelenggaraan": "TAHUNAN",
    "rencana_jadwal_kegiatan": [{"tahap": "desain", "awal": "2025-01-06", "akhir": "2025-01-31"}],
    "variabel_yang_dikumpulkan": [
        {"nama": "Nilai", "konsep": "Kepuasan", "definisi": "Penilaian.", "referensi_waktu": "Saat survei"},
        {"nama": "Umur", "konsep": "Umur", "definisi": "Ulang tahun terakhir.", "referensi_waktu": "Saat survei"},
    ],
    "sarana_pengumpulan_data": ["capi", "lainnya"],
    "sarana_pengumpulan_lainnya": "Kartu",
    "apakah_melakukan_uji_coba": "true",
    "metode_pemeriksaan_kualitas": ["supervisi"],
    "petugas_pengumpulan_data": ["STAF_INSTANSI_PENYELENGGARA", "MITRA_ATAU_TENAGA_KONTRAK"],
    "persyaratan_pendidikan": "SARJANA",
    "jumlah_petugas_supervisor": "3",
    "jenis_rancangan_sampel": "SINGLE_STAGE_ATAU_PHASE",
    "metode_pemilihan_sampel": "SAMPEL_NONPROBABILITAS",
    "metode_sampel_nonprobabilitas": "PURPOSIVE",
    "kerangka_sampel": "LIST_FRAME",
    "fraksi_sampel": "0,05",
    "unit_sampel": "Pemohon",
    "unit_observasi": "Pemohon",
    "tingkat_penyajian_hasil": ["provinsi", "kecamatan", "lainnya"],
    "tingkat_penyajian_hasil_lainnya": "Dusun",
    "produk_tersedia": ["digital", "tercetak"],
    "rilis_tercetak": "2026-02-28",
}


def show(identifier):
    return tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": identifier})


def exported(kind, identifier, *, whole=True):
    """Return the first document of a record."""
    return documents.export(kind, show(identifier), whole=whole)[0]


def take_in(kind, document, **chosen):
    """Take a document in as somebody who may."""
    listed = document if isinstance(document, list) else [document]
    return intake.take_in({"user": factories.Sysadmin()["name"]}, kind, listed, **chosen)


class TestActivity:
    pytestmark = services

    @pytest.mark.parametrize("changes", [{}, SURVEY], ids=["compilation", "survey"])
    def test_export_import_export(self, changes):
        """A document is valid, and the same after it has been taken in; the form keeps every field."""
        made = act("package_create", **kegiatan_dict(owner_org=Organization(title="Dinas Uji")["id"], **changes))
        before, form = exported("ms-keg", made["id"]), show(made["id"])
        assert list(shapes.faults("ms-keg", before)) == []
        problems, [outcome] = take_in("ms-keg", before)
        assert (problems, outcome["outcome"]) == ([], "updated")
        assert json.dumps(exported("ms-keg", made["id"])) == json.dumps(before)
        names = set(rows.form("kegiatan"))
        after = show(made["id"])
        assert {name: after.get(name) or "" for name in names} == {name: form.get(name) or "" for name in names}

    def test_new_record_with_keys_that_nobody_knows(self):
        """A foreign document makes a record; unknown keys, several dates and a person's name come out as they came."""
        office = Organization(title="Dinas Asing")["id"]
        made = act("package_create", **kegiatan_dict(owner_org=office, **SURVEY))
        foreign = copy.deepcopy(exported("ms-keg", made["id"]))
        act("package_delete", id=made["id"])
        foreign |= {"id": "7712", "status": "APPROVED", "kunci_baru": {"a": [1, None]}, "submitter": {"name": "Orang"}}
        foreign["data"]["judul_kegiatan"] = "Survei Asing 2025"
        foreign["data"]["blok_ii"]["penanggung_jawab_teknis"] |= {"nama": "Ni Luh Sari", "telepon": "081234567890"}
        foreign["data"]["blok_v"]["metode_yang_digunakan"] = "PURPOSIVE_SAMPLING"
        foreign["data"]["blok_viii"]["rencana_jadwal_rilis_produk_digital"] = ["2026-01-31", "2026-07-31"]
        foreign["data"]["blok_iii"]["variabel_yang_dikumpulkan"][0]["kode"] = "X1"
        problems, [outcome] = take_in("ms-keg", foreign)
        assert (problems, outcome["outcome"]) == ([], "added")
        assert json.dumps(exported("ms-keg", outcome["id"])) == json.dumps(foreign)
        stored = show(outcome["id"])
        assert (stored["id_mskeg"], stored["owner_org"]) == ("7712", office)
        assert stored["metode_sampel_nonprobabilitas"] == "PURPOSIVE"
        assert "Ni Luh Sari" not in json.dumps(stored)
        public = json.dumps(exported("ms-keg", outcome["id"], whole=False))
        assert "Ni Luh Sari" not in public
        assert "081234567890" not in public
        assert "kunci_baru" not in public

    def test_what_is_changed_here_since_is_exported(self):
        """A changed field wins over the document that came, and only there."""
        made = act("package_create", **kegiatan_dict(owner_org=Organization()["id"], **SURVEY))
        came = exported("ms-keg", made["id"])
        came["data"]["blok_iii"]["variabel_yang_dikumpulkan"][0]["kode"] = "X1"
        came["data"]["blok_i"]["alamat_instansi_penyelenggara"]["faksimile"] = "0362-1"
        assert take_in("ms-keg", came)[0] == []
        variables = [{**SURVEY["variabel_yang_dikumpulkan"][0], "definisi": "Baru."}]
        act("package_patch", id=made["id"], tujuan_kegiatan="Lain.", variabel_yang_dikumpulkan=variables)
        data = exported("ms-keg", made["id"])["data"]
        assert data["blok_iii"]["tujuan_kegiatan"] == "Lain."
        [variable] = data["blok_iii"]["variabel_yang_dikumpulkan"]
        assert (variable["definisi"], variable["kode"]) == ("Baru.", "X1")
        assert data["blok_i"]["alamat_instansi_penyelenggara"]["faksimile"] == "0362-1"

    def test_faults_are_named_and_nothing_is_written(self):
        """Each fault comes with its place; a file with one bad record changes nothing, nor does a trial."""
        office = Organization(title="Dinas Uji")["id"]
        good = exported("ms-keg", act("package_create", **kegiatan_dict(owner_org=office))["id"])
        good["data"]["judul_kegiatan"] = "Kompilasi Lain 2025"
        bad = copy.deepcopy(good)
        bad["data"] |= {"judul_kegiatan": "Kompilasi Buruk 2025", "tahun": 1200}
        bad["data"]["blok_i"]["alamat_instansi_penyelenggara"]["email"] = "bukan surel"
        bad["data"]["blok_iv"]["sebagian_cakupan_wilayah_pengumpulan_data"][0] = {"kode_provinsi": "00"}
        counted = model.Session.query(model.Package).count()
        problems, records = take_in("ms-keg", [good, bad])
        assert records == []
        assert {problem.place for problem in problems} == {
            "[2] data.blok_iv.sebagian_cakupan_wilayah_pengumpulan_data",
        }
        bad["data"]["blok_iv"] = good["data"]["blok_iv"]
        problems, records = take_in("ms-keg", [good, bad])
        assert {problem.place for problem in problems} == {
            "[2] data.tahun",
            "[2] data.blok_i.alamat_instansi_penyelenggara.email",
        }
        bad["data"]["sektor_kegiatan"] = "APA_SAJA"
        bad["data"]["blok_v"] = {"unit_sampel": "Orang"}
        bad["data"]["blok_iv"] = {**good["data"]["blok_iv"], "frekuensi_penyelanggara": "TAHUNAN"}
        problems, _records = take_in("ms-keg", [good, bad])
        assert {problem.place for problem in problems} >= {
            "[2] data.sektor_kegiatan",
            "[2] data.blok_v",
            "[2] data.blok_iv.frekuensi_penyelanggara",
        }
        assert take_in("ms-keg", good, dry=True)[0] == []
        assert [problem.place for problem in take_in("ms-keg", [good, good])[0]] == ["[2]"]
        assert model.Session.query(model.Package).count() == counted

    def test_who_may_not_edit_may_not_import(self):
        """An officer of another OPD changes nothing."""
        made = act("package_create", **kegiatan_dict(owner_org=Organization()["id"]))
        stranger = factories.User()
        with pytest.raises(tk.NotAuthorized):
            intake.take_in({"user": stranger["name"]}, "ms-keg", [exported("ms-keg", made["id"])])


class TestIndicator:
    pytestmark = services

    @pytest.mark.parametrize(
        "changes",
        [
            {"variabel_disaggregasi": "Kecamatan, jenis kelamin", "variabel_pembangun": "a, kegiatan a\nb"},
            {
                "apakah_indikator_komposit": "true",
                "indikator_pembangun": "Umur harapan hidup, IPM",
                "variabel_pembangun": "",
            },
        ],
        ids=["plain", "composite"],
    )
    def test_export_import_export(self, changes):
        """A document is valid, and the same after it has been taken in."""
        made = act("package_create", **indikator_dict(owner_org=Organization()["id"], **changes))
        before = exported("ms-ind", made["id"])
        assert list(shapes.faults("ms-ind", before)) == []
        assert take_in("ms-ind", before)[0] == []
        assert json.dumps(exported("ms-ind", made["id"])) == json.dumps(before)
        after = show(made["id"])
        assert {name: after.get(name, "") for name in changes} == changes

    def test_unit_that_is_not_known(self):
        """The fault names near units."""
        document = exported("ms-ind", act("package_create", **indikator_dict(owner_org=Organization()["id"]))["id"])
        document["data"]["satuan"] = "persenan"
        [problem] = take_in("ms-ind", document)[0]
        assert problem.place == "[1] data.satuan"
        assert "persen" in problem.text.lower()


class TestVariables:
    pytestmark = services

    def test_columns_become_variables(self):
        """Each column of the standard is a variable, with codes, rules and types; what comes back is kept."""
        resource = {"url": "https://berkas.example/a.csv", "format": "CSV", "standar": "stunting"}
        made = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[resource]))
        exported_documents = documents.export("ms-var", show(made["id"]), whole=True)
        by_alias = {document["data"]["alias"]: document["data"] for document in exported_documents}
        assert list(by_alias)[:2] == ["kode_wilayah", "nama_kecamatan"]
        region, stunting = by_alias["kode_wilayah"], by_alias["balita_stunting"]
        assert {"kode": "51.08.01", "nilai": "Gerokgak"} in region["value_domain"]
        assert (stunting["tipe_data"], stunting["satuan"], stunting["ukuran"]) == ("INTEGER", "Balita", "Jumlah")
        assert "HARUS TERISI" in region["aturan_validasi"]
        # a key and a name are about their code list, not about what is counted by them
        listed = ["Kode wilayah administrasi pemerintahan"]
        assert region["konsep"] == by_alias["nama_kecamatan"]["konsep"] == listed
        assert (by_alias["tahun"]["konsep"], stunting["konsep"]) == (["Tahun"], ["Stunting"])
        assert [fault for document in exported_documents for fault in shapes.faults("ms-var", document)] == []

        exported_documents[4] |= {"id": "991", "baru": True}
        exported_documents[4]["data"]["kalimat_pertanyaan"] = "Berapa balita yang diukur?"
        strange = copy.deepcopy(exported_documents[0])
        strange["data"] |= {"nama": "Berat badan", "alias": "berat"}
        assert take_in("ms-var", [*exported_documents, strange], dataset=made["id"])[0] == []
        again = documents.export("ms-var", show(made["id"]), whole=True)
        assert json.dumps(again) == json.dumps([*exported_documents, strange])

    def test_what_says_nothing_is_left_out_and_named(self):
        """Without a standard: only columns with definition, type and unit (where they count) are variables."""
        resource = {"url": "https://berkas.example/a.csv", "format": "CSV"}
        made = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[resource]))
        fields = [
            {"id": "tahun", "type": "int4"},
            {"id": "pasar", "type": "text", "info": {"label": "Pasar", "notes": "Nama pasar."}},
            {"id": "los", "type": "int8", "info": {"label": "Los", "notes": "Banyaknya los.", "unit": "unit"}},
            {"id": "luas", "type": "numeric", "info": {"label": "Luas", "notes": "Luas lantai."}},
        ]
        identifier = made["resources"][0]["id"]
        act("datastore_create", resource_id=identifier, fields=fields, force=True)
        exported_documents = documents.export("ms-var", show(made["id"]), whole=True)
        data = {document["data"]["alias"]: document["data"] for document in exported_documents}
        assert {name: (variable["tipe_data"], variable["konsep"]) for name, variable in data.items()} == {
            "pasar": ("CHARACTER", ["Pasar"]),
            "los": ("INTEGER", ["Penduduk terdaftar"]),
        }
        gaps = tk.get_action("satudata_indah_gap_list")({"user": "", "ignore_auth": False}, {"id": made["id"]})
        assert {gap["name"]: gap["lacks"] for gap in gaps} == {"tahun": ["definition", "unit"], "luas": ["unit"]}
        result = CliRunner().invoke(export_command, ["ms-var", made["name"]])
        assert (result.exit_code, len(json.loads(result.stdout))) == (0, 2)
        assert "Luas: lacks unit" in result.stderr
        # a document of INDAH about a column that we leave out still finds its column, and comes out again
        theirs = copy.deepcopy(exported_documents[0])
        theirs["data"] |= {"nama": "Luas lantai", "alias": "luas", "satuan": "Meter persegi"}
        assert take_in("ms-var", theirs, dataset=made["id"])[0] == []
        aliases = [document["data"]["alias"] for document in documents.export("ms-var", show(made["id"]), whole=True)]
        assert sorted(aliases) == ["los", "luas", "pasar"]

    def test_same_variable_twice(self):
        """Nothing is overwritten silently."""
        resource = {"url": "https://berkas.example/a.csv", "format": "CSV", "standar": "stunting"}
        made = act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[resource]))
        first = exported("ms-var", made["id"])
        [problem] = take_in("ms-var", [first, first], dataset=made["id"])[0]
        assert problem.place == "[2]"


@pytest.mark.parametrize("kind", rows.KINDS)
def test_schemas_are_what_the_mappings_say(kind):
    """The shipped schemas cannot drift: `ckan satudata exchange schema` writes them."""
    assert shapes.shipped(kind) == shapes.build(kind)


@pytest.mark.parametrize("kind", ["ms-keg", "ms-ind"])
def test_every_field_of_the_form_is_mapped(kind):
    """No field of the form is forgotten, save what the portal has for itself and links within it."""
    mapped = rows.load(kind)
    mapped_fields = {name for row in mapped.rows for name in row.fields}
    assert set(rows.form(mapped.record)) - mapped_fields == {"name", "owner_org"} | (
        {"kegiatan", "sdgs"} if kind == "ms-ind" else set()
    )


@pytest.mark.parametrize(
    ("theirs", "then", "now", "expected"),
    [
        ({"a": 1, "x": 2}, {"a": 9}, {"a": 9}, {"a": 1, "x": 2}),
        ({"a": 1, "x": 2}, {"a": 9}, {"a": 8, "b": 3}, {"a": 8, "x": 2, "b": 3}),
        (
            [{"nama": "p", "x": 1}],
            [{"nama": "p"}],
            [{"nama": "q"}, {"nama": "p"}],
            [{"nama": "q"}, {"nama": "p", "x": 1}],
        ),
        ([1, 2], [1], [3], [3]),
        ({"a": None}, {"a": None}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_merge(theirs, then, now, expected):
    """What has not changed here stays theirs, what has is ours."""
    assert merge.merged(theirs, then, now) == expected
