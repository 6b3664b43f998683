"""Valid metadata to start from, and an officer to act as."""

from ckan.tests import factories, helpers


def act(action, **data):
    """Call an action as a sysadmin; the activity stream wants a user who exists."""
    return helpers.call_action(action, context={"user": factories.Sysadmin()["name"]}, **data)


def dataset_dict(**overrides):
    """Return a complete, valid dataset; `owner_org` is the caller's."""
    return {
        "name": "jumlah-penduduk-uji",
        "title": "Jumlah Penduduk Menurut Kecamatan di Kabupaten Uji",
        "notes": "Penduduk tiap kecamatan.",
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
        "frekuensi": "tahunan",
        "dimensi_awal": "2020",
        "dimensi_akhir": "2024",
        "jadwal_rilis": "2027-01-31",
        "kontak_unit": "Bidang Data",
        "kontak_email": "data@satudata.example",
        "license_id": "CC-BY-4.0",
        "sifat_data": "terbuka",
        **overrides,
    }
