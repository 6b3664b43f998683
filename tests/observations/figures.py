"""Tables of figures, and questions to them."""

import csv
import io

from ckan import model
from ckanext.satudata.observations import load
from ckanext.satudata.publishing import datastore
from factories_satudata import act
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

PEOPLE_HEADER = ["kode_wilayah", "nama_kecamatan", "tahun", "laki_laki", "perempuan", "jumlah"]
PEOPLE = [
    PEOPLE_HEADER,
    ["51.08.01", "Gerokgak", 2024, 50, 40, 90],
    ["51.08.02", "Seririt", 2024, 30, 35, 65],
    ["51.08.01", "Gerokgak", 2025, 52, 42, 94],
    ["51.08.02", "Seririt", 2025, 31, 36, 67],
]
STUNTING = [
    ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "prevalensi"],
    ["51.08.01", "Gerokgak", 2025, 5, 200, 20, 10],
    ["51.08.02", "Seririt", 2025, 5, 100, 5, 5],
    ["51.08.01", "Gerokgak", 2025, 6, 200, 16, 8],
    ["51.08.02", "Seririt", 2025, 6, 300, 9, 3],
]
NAMES = ["Gerokgak", "Seririt", "Busungbiu", "Banjar", "Sukasada", "Buleleng"]
KECAMATAN = {f"51.08.0{number}": name for number, name in enumerate(NAMES, 1)}
COUNTS = ["kejadian", "meninggal", "luka_berat", "luka_ringan"]
ACCIDENTS_HEADER = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", *COUNTS]
ENDS = ["tanggal_tindak_lanjut", "tanggal_selesai", "laporan"]
COMPLAINTS = [
    ["nomor_laporan", "tanggal_masuk", "klasifikasi", "kategori", "kode_opd", "nama_opd", "status", *ENDS],
    # 2 June 2025 is a Monday, Friday the 6th and Monday the 9th are off (Iduladha); informasi is promised within 5
    # working days: Wednesday the 11th
    ["A1", "2025-06-02", "informasi", "Jalan", "1.03", "Dinas PU", "selesai", "2025-06-03", "2025-06-04", 1],
    ["A2", "2025-06-02", "informasi", "Jalan", "1.03", "Dinas PU", "selesai", "2025-06-03", "2025-06-12", 1],
    ["A3", "2025-06-13", "informasi", "Jalan", "1.02", "Dinas Kesehatan", "selesai", "2025-06-14", "2025-06-16", 1],
    ["A4", "2025-06-06", "pengaduan", "Sampah", "1.03", "Dinas PU", "proses", "", "", 1],
]


def ask(**question):
    """Return the rows of an answer as {group values: value}."""
    answer = act("satudata_observation_search", **question)
    groups = answer["group_by"]
    return {tuple(row[name] for name in groups): row["value"] for row in answer["rows"]}


def count():
    """Return how many observations and sets there are."""
    return tuple(
        model.Session.execute(text(f"SELECT count(*) FROM {table}")).scalar()
        for table in ("satudata_observation", "satudata_observation_set")
    )


def replace(resource, rows):
    """Replace the file of a resource, and take its rows in."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    upload = FileStorage(io.BytesIO(stream.getvalue().encode()), "baru.csv")
    act("resource_update", **{**act("resource_show", id=resource["id"]), "upload": upload, "url": "baru.csv"})
    datastore.load(resource["id"])
    load.load(resource["id"])
