"""Each metadata rule, with an input that breaks it and the Indonesian message that it gives."""

import pytest
from ckan.lib import i18n
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict, layanan_dict

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]

REQUIRED = "Isian ini wajib diisi."
SURVEY = "Kosongkan isian ini: hanya berlaku bila Cara pengumpulan data = SURVEI."

BROKEN = [
    # codes
    (
        dataset_dict,
        {"satuan": "jiwaa"},
        "satuan",
        '"jiwaa" tidak ada dalam daftar Satuan. Mungkin maksud Anda: Jiwa (jiwa)',
    ),
    (dataset_dict, {"kode_wilayah": "51.99"}, "kode_wilayah", '"51.99" tidak ada dalam daftar Kode wilayah.'),
    (dataset_dict, {"urusan": "9.99"}, "urusan", '"9.99" tidak ada dalam daftar Urusan.'),
    (dataset_dict, {"frekuensi": "kadang"}, "frekuensi", '"kadang" tidak ada dalam daftar Frekuensi.'),
    (
        dataset_dict,
        {"tingkat_penyajian": "planet"},
        "tingkat_penyajian",
        '"planet" tidak ada dalam daftar Tingkat penyajian.',
    ),
    (dataset_dict, {"sdgs": ["18"]}, "sdgs", "18"),
    # years, dates, numbers
    (
        dataset_dict,
        {"dimensi_awal": "20x4"},
        "dimensi_awal",
        '"20x4" bukan tahun. Tulis empat angka, dari 1945 sampai',
    ),
    (dataset_dict, {"dimensi_awal": "1900"}, "dimensi_awal", '"1900" bukan tahun.'),
    (dataset_dict, {"dimensi_akhir": "2019"}, "dimensi_akhir", "Akhir (2019) lebih awal daripada mulai (2020)."),
    (dataset_dict, {"jadwal_rilis": ""}, "jadwal_rilis", REQUIRED),
    (dataset_dict, {"jadwal_rilis": "besok"}, "jadwal_rilis", '"besok" bukan tanggal. Tulis seperti 31/12/2026.'),
    (
        dataset_dict,
        {"frekuensi": "sekali"},
        "jadwal_rilis",
        "Kosongkan isian ini: hanya berlaku bila Frekuensi = harian",
    ),
    (kegiatan_dict, {"jumlah_petugas_supervisor": "dua"}, "jumlah_petugas_supervisor", '"dua" bukan bilangan bulat.'),
    # identifiers
    (dataset_dict, {"id_sds": "123"}, "id_sds", '"123" bukan kode SDS. Tulis seperti SD00123.00.01.'),
    (kegiatan_dict, {"identitas_rekomendasi": "5108"}, "identitas_rekomendasi", '"5108" bukan nomor rekomendasi.'),
    # contact of the office, not of a person
    (dataset_dict, {"kontak_unit": "5108010101900001"}, "kontak_unit", "nomor perorangan (NIK atau NIP)"),
    (dataset_dict, {"kontak_telepon": "19900101 201501 1 001"}, "kontak_telepon", "nomor perorangan (NIK atau NIP)"),
    (dataset_dict, {"kontak_email": "bukan surel"}, "kontak_email", '"bukan surel" bukan alamat surel.'),
    # access (UU 14/2008)
    (dataset_dict, {"sifat_data": "terbatas"}, "dasar_hukum_pengecualian", REQUIRED),
    (dataset_dict, {"sifat_data": "dikecualikan"}, "nomor_uji_konsekuensi", REQUIRED),
    (dataset_dict, {"sifat_data": "terbatas", "dasar_hukum_pengecualian": "UU 14/2008"}, "sifat_data", "harus privat"),
    (dataset_dict, {"dasar_hukum_pengecualian": "UU 1"}, "dasar_hukum_pengecualian", "Kosongkan isian ini"),
    # priority data
    (dataset_dict, {"data_prioritas": "true"}, "prioritas_tahun", REQUIRED),
    (dataset_dict, {"data_prioritas": "mungkin"}, "data_prioritas", '"mungkin" bukan ya atau tidak.'),
    # the five components of a Standar Data, and what else must be there
    *[
        (dataset_dict, {field: ""}, field, REQUIRED)
        for field in ("konsep", "definisi", "klasifikasi", "ukuran", "satuan", "notes", "pengukuran", "cakupan")
    ],
    (dataset_dict, {"title": "", "pengukuran": ""}, "title", "Tulis judul, atau isi Pengukuran"),
    # links
    (
        dataset_dict,
        {"kegiatan": "tidak-ada"},
        "kegiatan",
        'Tidak ada Kegiatan statistik (MS-Keg) "tidak-ada" di portal ini.',
    ),
    (dataset_dict, {"indikator": "tidak-ada"}, "indikator", 'Tidak ada Indikator (MS-Ind) "tidak-ada" di portal ini.'),
    (
        layanan_dict,
        {"dataset_dilayani": "x"},
        "dataset_dilayani",
        'Tidak ada Dataset yang dilayani "x" di portal ini.',
    ),
    # MS-Keg: block V only for surveys, frequency only when repeated, "lainnya" with its text, a product with its date
    (kegiatan_dict, {"cara_pengumpulan_data": "SURVEI"}, "jenis_rancangan_sampel", REQUIRED),
    (kegiatan_dict, {"unit_sampel": "Rumah tangga"}, "unit_sampel", SURVEY),
    (kegiatan_dict, {"kegiatan_ini_dilakukan": "BERULANG"}, "frekuensi_penyelenggaraan", REQUIRED),
    (kegiatan_dict, {"frekuensi_penyelenggaraan": "TAHUNAN"}, "frekuensi_penyelenggaraan", "Kosongkan isian ini"),
    (kegiatan_dict, {"kode_wilayah": ""}, "kode_wilayah", REQUIRED),
    (kegiatan_dict, {"metode_pengumpulan_data": ["lainnya"]}, "metode_pengumpulan_lainnya", REQUIRED),
    (kegiatan_dict, {"sarana_pengumpulan_data": ["lainnya"]}, "sarana_pengumpulan_lainnya", REQUIRED),
    (kegiatan_dict, {"unit_pengumpulan_data": ["lainnya"]}, "unit_pengumpulan_data_lainnya", REQUIRED),
    (kegiatan_dict, {"tingkat_penyajian_hasil": ["lainnya"]}, "tingkat_penyajian_hasil_lainnya", REQUIRED),
    (kegiatan_dict, {"metode_pemeriksaan_kualitas": ["lainnya"]}, "metode_pemeriksaan_kualitas_lainnya", REQUIRED),
    (kegiatan_dict, {"produk_tersedia": ["digital", "mikrodata"]}, "rilis_mikrodata", REQUIRED),
    (kegiatan_dict, {"rilis_tercetak": "2026-01-31"}, "rilis_tercetak", "Kosongkan isian ini"),
    (kegiatan_dict, {"metode_pengumpulan_data": []}, "metode_pengumpulan_data", REQUIRED),
    # MS-Ind: composite or not decides what it is built of
    (indikator_dict, {"apakah_indikator_komposit": "true"}, "indikator_pembangun", REQUIRED),
    (indikator_dict, {"variabel_pembangun": ""}, "variabel_pembangun", REQUIRED),
    # applications
    (layanan_dict, {"alamat_layanan": "aplikasi"}, "alamat_layanan", '"aplikasi" bukan alamat web.'),
    (layanan_dict, {"alamat_layanan": ""}, "alamat_layanan", REQUIRED),
    (layanan_dict, {"platform": ["layanan_api"]}, "alamat_dokumentasi", REQUIRED),
]


@pytest.fixture(autouse=True)
def indonesian(with_request_context):
    """Messages come in the portal's language."""
    i18n.set_lang("id")


def refused(action, **data):
    """Return the errors by field with which an action refuses the data."""
    with pytest.raises(tk.ValidationError) as raised:
        act(action, **data)
    return raised.value.error_dict


def test_broken_metadata_is_refused_at_its_field():
    """The error stands at its field, names the value and the cure, in Indonesian."""
    organization = Organization()["id"]
    for make, change, field, message in BROKEN:
        errors = refused("package_create", **make(owner_org=organization, **change))
        assert message in " ".join(errors.get(field, [])), (change, errors)


@pytest.mark.parametrize("make", [dataset_dict, kegiatan_dict, indikator_dict, layanan_dict])
def test_the_unbroken_record_is_accepted(make):
    """What the other tests break is valid, and comes back as it was given."""
    record = make(owner_org=Organization()["id"])
    stored = act("package_create", **record)
    assert {key: stored.get(key, "") for key in record} == record


def test_repeated_parts_keep_their_rules():
    """A stage of an activity ends after it begins; a variable has a concept; a right list is stored."""
    organization = Organization()["id"]
    stage = {"tahap": "desain", "awal": "2025-02-01", "akhir": "2025-01-01"}
    errors = refused("package_create", **kegiatan_dict(owner_org=organization, rencana_jadwal_kegiatan=[stage]))
    assert "lebih awal daripada mulai" in errors["rencana_jadwal_kegiatan"][0]["akhir"][0]
    variable = {"nama": "Umur", "konsep": "", "definisi": "Tahun", "referensi_waktu": "Kini"}
    errors = refused("package_create", **kegiatan_dict(owner_org=organization, variabel_yang_dikumpulkan=[variable]))
    assert errors["variabel_yang_dikumpulkan"][0]["konsep"] == [REQUIRED]
    good = {**stage, "akhir": "2025-03-01"}
    stored = act("package_create", **kegiatan_dict(owner_org=organization, rencana_jadwal_kegiatan=[good]))
    assert stored["rencana_jadwal_kegiatan"] == [good]


def test_names_and_synonyms_become_codes():
    """An officer may write a name where a code is meant, and a date as Indonesians do."""
    change = {"satuan": "orang", "kode_wilayah": "Kabupaten Buleleng", "jadwal_rilis": "31/01/2027"}
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], **change))
    assert (dataset["satuan"], dataset["kode_wilayah"], dataset["jadwal_rilis"]) == ("jiwa", "51.08", "2027-01-31")


def test_title_and_address_are_proposed():
    """Without a title it is "[Pengukuran] Menurut [tingkat penyajian] di [cakupan]", and the address follows it."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], title="", name=""))
    assert dataset["title"] == "Jumlah Penduduk Menurut Kecamatan di Kabupaten Buleleng"
    assert dataset["name"] == "jumlah-penduduk-menurut-kecamatan-di-kabupaten-buleleng"


def test_duplicate_address_is_refused_but_not_on_update():
    """Two datasets cannot have one address; the message names the other one. Saving one again is no duplicate."""
    organization = Organization()["id"]
    first = act("package_create", **dataset_dict(owner_org=organization))
    errors = refused("package_create", **dataset_dict(owner_org=organization))
    assert errors["name"] == [
        f'Alamat "{first["name"]}" sudah dipakai oleh "{first["title"]}". Pilih alamat lain, atau ubah halaman itu.'
    ]
    assert act("package_patch", id=first["id"], notes="Lain.")["notes"] == "Lain."


def test_links_between_records():
    """A dataset names its activity and indicator; the name becomes the id, which survives a change of address."""
    organization = Organization()["id"]
    kegiatan = act("package_create", **kegiatan_dict(owner_org=organization))
    indikator = act("package_create", **indikator_dict(owner_org=organization))
    dataset = act(
        "package_create",
        **dataset_dict(owner_org=organization, kegiatan=kegiatan["name"], indikator=indikator["name"]),
    )
    assert (dataset["kegiatan"], dataset["indikator"]) == (kegiatan["id"], indikator["id"])
    errors = refused("package_create", **dataset_dict(owner_org=organization, name="lain", kegiatan=indikator["name"]))
    assert "kegiatan" in errors


def test_refused_metadata_leaves_nothing_behind():
    """Nothing is half-saved."""
    refused("package_create", **dataset_dict(owner_org=Organization()["id"], satuan="?"))
    assert act("package_search", q="*:*", include_drafts=True)["count"] == 0


class TestOrganizations:
    """The tree: kabupaten > OPD > UPTD, vertical agencies beside."""

    def test_uptd_needs_a_parent(self):
        """A UPTD belongs to an OPD."""
        errors = refused("organization_create", name="uptd", title="UPTD", jenis_organisasi="uptd", peran="produsen")
        assert errors["induk"] == ["UPTD berada di bawah OPD. Pilih OPD induknya."]

    def test_vertical_agency_has_none(self):
        """A vertical agency stands beside the tree."""
        opd = Organization()["name"]
        data = {"name": "bps", "title": "BPS", "jenis_organisasi": "instansi_vertikal", "peran": "pembina"}
        assert "tidak berinduk" in refused("organization_create", **data, induk=opd)["induk"][0]

    def test_unknown_parent(self):
        """The parent exists."""
        data = {"name": "opd", "title": "OPD", "jenis_organisasi": "opd", "peran": "produsen", "induk": "tidak-ada"}
        assert refused("organization_create", **data)["induk"] == [
            'Tidak ada organisasi "tidak-ada". Pilih dari daftar.'
        ]

    def test_no_circle(self):
        """An organization is not below itself."""
        top = Organization()
        below = Organization(induk=top["name"])
        errors = refused("organization_patch", id=top["id"], induk=below["id"])
        assert "organisasi ini sendiri atau berada di bawahnya" in errors["induk"][0]

    @pytest.mark.parametrize(
        ("change", "field", "message"),
        [
            ({"kode_opd": "1.02"}, "kode_opd", '"1.02" bukan kode OPD.'),
            ({"peran": ""}, "peran", REQUIRED),
            ({"jenis_organisasi": "klub"}, "jenis_organisasi", '"klub" tidak ada dalam daftar Jenis.'),
            ({"surel": "x"}, "surel", '"x" bukan alamat surel.'),
        ],
    )
    def test_fields(self, change, field, message):
        """Code, role and kind are checked."""
        data = {"name": "opd", "title": "OPD", "jenis_organisasi": "opd", "peran": "produsen", **change}
        assert message in refused("organization_create", **data)[field][0]

    def test_tree_and_inherited_roles(self):
        """The action gives the tree with counts; an admin of the top may edit below."""
        top = Organization(title="Pemerintah", jenis_organisasi="kabupaten")
        opd = Organization(title="Dinas", induk=top["name"])
        Organization(title="UPTD", induk=opd["name"], jenis_organisasi="uptd")
        act("package_create", **dataset_dict(owner_org=opd["id"]))
        [root] = act("satudata_organization_tree")
        assert [node["title"] for node in root["children"]] == ["Dinas"]
        assert root["children"][0]["package_count"] == 1
        assert [node["title"] for node in root["children"][0]["children"]] == ["UPTD"]
        user = factories.User()
        act("organization_member_create", id=top["id"], username=user["name"], role="admin")
        context = {"user": user["name"], "ignore_auth": False}
        assert tk.check_access("package_create", context, {"owner_org": opd["id"]})

    def test_parent_survives_a_patch(self):
        """Changing something else keeps the place in the tree."""
        top = Organization()
        below = Organization(induk=top["name"])
        act("organization_patch", id=below["id"], description="Lain.")
        [root] = act("satudata_organization_tree")
        assert [node["id"] for node in root["children"]] == [below["id"]]


def test_code_suggestions(app):
    """The picker's action completes codes and names, forgives a typo, and is open to all."""
    labels = [code["label"] for code in act("satudata_code_suggest", codelist="wilayah", q="seririt", within="51.08")]
    assert labels[0] == "Kecamatan Seririt, Kabupaten Buleleng"
    assert act("satudata_code_suggest", codelist="satuan", q="hektar")[0]["code"] == "ha"
    assert act("satudata_code_suggest", codelist="wilayah", q="51.08")[0]["code"] == "51.08"
    assert app.get("/api/3/action/satudata_code_suggest?codelist=satuan&q=jiwa").json["success"]
    assert "codelist" in refused("satudata_code_suggest", codelist="tidak_ada")
