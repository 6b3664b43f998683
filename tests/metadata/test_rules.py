"""Each metadata rule, with an input that breaks it, through CKAN's own action."""

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

BROKEN = [
    ({"satuan": "jiwaa"}, "satuan", "jiwaa"),
    ({"kode_wilayah": "51.99"}, "kode_wilayah", "51.99"),
    ({"urusan": "9.99"}, "urusan", "9.99"),
    ({"frekuensi": "kadang"}, "frekuensi", "kadang"),
    ({"dimensi_awal": "20x4"}, "dimensi_awal", "20x4"),
    ({"dimensi_awal": "1900"}, "dimensi_awal", "1900"),
    ({"dimensi_awal": "2024", "dimensi_akhir": "2020"}, "dimensi_akhir", "2020"),
    ({"jadwal_rilis": ""}, "jadwal_rilis", ""),
    ({"jadwal_rilis": "31/12/2026"}, "jadwal_rilis", "31/12/2026"),
    ({"id_sds": "123"}, "id_sds", "123"),
    ({"kontak_unit": "NIK 5108010101900001"}, "kontak_unit", "NIK"),
    ({"kontak_email": "bukan surel"}, "kontak_email", ""),
    ({"sifat_data": "terbatas"}, "dasar_hukum_pengecualian", ""),
    ({"sifat_data": "dikecualikan"}, "nomor_uji_konsekuensi", ""),
    ({"sifat_data": "terbatas", "dasar_hukum_pengecualian": "UU 14/2008"}, "sifat_data", ""),
    ({"data_prioritas": "true"}, "prioritas_tahun", ""),
    *[({field: ""}, field, "") for field in ("konsep", "definisi", "klasifikasi", "ukuran", "satuan", "notes")],
]


def test_broken_metadata_is_refused_at_its_field():
    """The error stands at the field and names the value."""
    organization = factories.Organization()
    for change, field, named in BROKEN:
        with pytest.raises(tk.ValidationError) as raised:
            act("package_create", **dataset_dict(owner_org=organization["id"], **change))
        assert named in raised.value.error_dict[field][0], change


def test_names_and_synonyms_become_codes():
    """An officer may write a name where a code is meant."""
    organization = factories.Organization()
    change = {"satuan": "orang", "kode_wilayah": "Kabupaten Buleleng"}
    dataset = act("package_create", **dataset_dict(owner_org=organization["id"], **change))
    assert (dataset["satuan"], dataset["kode_wilayah"]) == ("jiwa", "51.08")


def test_duplicate_name_is_refused():
    """Two datasets cannot have one address."""
    organization = factories.Organization()
    act("package_create", **dataset_dict(owner_org=organization["id"]))
    with pytest.raises(tk.ValidationError) as raised:
        act("package_create", **dataset_dict(owner_org=organization["id"]))
    assert raised.value.error_dict["name"]
