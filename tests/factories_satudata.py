"""Valid metadata of each record type to start from, and somebody to act as."""

from ckan import model
from ckan.tests import factories, helpers


class Organization(factories.Organization):
    """An OPD."""

    jenis_organisasi = "opd"
    peran = "produsen"


SYSADMIN = "pengelola-uji"


def sysadmin():
    """Return the name of a sysadmin who exists, the same one until the database is emptied."""
    return SYSADMIN if model.User.get(SYSADMIN) else factories.Sysadmin(name=SYSADMIN)["name"]


def act(action, **data):
    """Call an action as a sysadmin; the activity stream wants a user who exists."""
    return helpers.call_action(action, context={"user": sysadmin()}, **data)


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


def kegiatan_dict(**overrides):
    """Return a complete, valid statistical activity (MS-Keg) that compiles administrative records."""
    return {
        "type": "kegiatan",
        "name": "kompilasi-uji",
        "title": "Kompilasi Uji 2025",
        "tahun": "2025",
        "jenis_statistik": "STATISTIK_SEKTORAL",
        "cara_pengumpulan_data": "KOMPILASI_PRODUK_ADMINISTRASI",
        "sektor_kegiatan": "DEMOGRAFI_DAN_KEPENDUDUKAN",
        "alamat": "Jalan Kantor 1",
        "kontak_email": "data@satudata.example",
        "eselon2": "Kepala Dinas",
        "penanggung_jawab_teknis": "Kepala Bidang",
        "notes": "Latar belakang.",
        "tujuan_kegiatan": "Tujuan.",
        "kegiatan_ini_dilakukan": "HANYA_SEKALI",
        "tipe_pengumpulan_data": "CROSS_SECTIONAL",
        "cakupan_wilayah_pengumpulan_data": "SEBAGIAN_WILAYAH_INDONESIA",
        "kode_wilayah": "51.08",
        "metode_pengumpulan_data": ["pengumpulan_data_sekunder"],
        "sarana_pengumpulan_data": ["papi"],
        "unit_pengumpulan_data": ["individu"],
        "tahapan_pengolahan_data": ["editing"],
        "metode_analisis": "DESKRIPTIF",
        "tingkat_penyajian_hasil": ["kecamatan"],
        "produk_tersedia": ["digital"],
        "rilis_digital": "2026-01-31",
        **overrides,
    }


def indikator_dict(**overrides):
    """Return a complete, valid indicator (MS-Ind) that is not composite."""
    return {
        "type": "indikator",
        "name": "persentase-uji",
        "title": "Persentase Uji",
        "konsep": "Konsep",
        "definisi": "Definisi",
        "notes": "Makin tinggi makin baik.",
        "metode_perhitungan": "Pembilang dibagi penyebut.",
        "rumus": "a / b x 100",
        "ukuran": "Persentase",
        "satuan": "persen",
        "variabel_disaggregasi": "Kecamatan",
        "level_estimasi": "kecamatan",
        "apakah_indikator_komposit": "",
        "variabel_pembangun": "a, kegiatan a",
        **overrides,
    }


def layanan_dict(**overrides):
    """Return a complete, valid application."""
    return {
        "type": "layanan",
        "name": "aplikasi-uji",
        "title": "Aplikasi Uji",
        "notes": "Untuk diuji.",
        "jenis_aplikasi": "khusus",
        "platform": ["web"],
        "status_aplikasi": "aktif",
        "urusan": "2.16",
        "alamat_layanan": "https://aplikasi.satudata.example",
        "kontak_unit": "Bidang Aplikasi",
        "kontak_email": "data@satudata.example",
        **overrides,
    }
