"""Counts from 1 to 4 of a sensitive topic can point at a person (UU 27/2022; BPS suppresses counts below 3 to 5)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import headers
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

SENSITIVE = (
    "hiv|aids|odha|tbc|tb|tuberkulosis|kusta|sifilis|ims|penyakit|diagnosis|diagnosa|odgj|gangguan jiwa"
    "|bunuh diri|aborsi|narkoba|napza|kekerasan|perkosaan"
    "|pelecehan|korban|pelaku|tersangka|kdrt|stunting|gizi buruk|gizi kurang|bblr|disabilitas|penyandang"
    "|difabel|kematian|meninggal|hamil remaja"
    "|pernikahan dini|perkawinan anak|anak terlantar|putus sekolah|bansos|pengungsi|agama|penghayat"
)
COUNT = (
    "jumlah|jml|kasus|korban|penderita|laki|laki laki|perempuan|total|banyaknya|penderita|orang|jiwa|anak"
    "|balita|bayi|meninggal"
)
NO_COUNT = "kode|id|no|nomor|tahun|bulan|hari|minggu|persen|persentase|rata|angka|umur|usia|rt|rw|hari|kelas|bobot"
LEAST, MOST = 1, 4
HEADER = "kode_wilayah,nama_kecamatan,tahun,bulan,balita_diukur,balita_stunting,prevalensi"
GOOD = [
    Example(["desa,penyakit,jumlah_kasus", "Sawan,HIV,0", "Bungkulan,HIV,9"]),
    Example(["desa,komoditas,jumlah", "Sawan,mangga,2"]),
    Example([HEADER, "51.08.01,Gerokgak,2024,6,100,5,5"], standard="stunting"),
]
BAD = [
    Example(["desa,penyakit,jumlah_kasus", "Bungkulan,HIV,9", "Sawan,HIV,2"], ((3, "jumlah_kasus"),)),
    Example([HEADER, "51.08.01,Gerokgak,2024,6,100,3,3"], ((2, "balita_stunting"),), "stunting"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for the first such cell of each column of counts, with the number of these cells."""
    text = N_(
        "{count} cells are counts from 1 to 4 of a sensitive topic, which can point at persons. "
        "Sum up regions or classes, or leave these cells empty."
    )
    if standard and standard.threshold:
        text = N_(
            "{count} cells are counts from 1 to {most} of a sensitive topic, which can point at persons. They are not "
            "published, nor what they could be computed from; your OPD and the walidata keep the file as it is."
        )
    most = standard.threshold - 1 if standard and standard.threshold else MOST
    for name in _counts(table, standard):
        value = table.value(name)
        [(count, row)] = table.ask(f"SELECT count(*), min(n) FROM cells WHERE {value} BETWEEN {LEAST} AND {most}")
        if count:
            yield Problem("small-cells", row, name, text, {"count": count, "most": most}, WARNING)


def _counts(table: Table, standard: Standard | None) -> list[str]:
    """Return the columns of counts whose small figures point at persons."""
    whole = [name for name, kind in table.columns.items() if kind == "integer" and not headers.matches(name, NO_COUNT)]
    if standard:
        labels = {table.label(measure.field) for measure in standard.protected}
        return [name for name in whole if name in labels]
    named = [name for name in whole if headers.matches(name, SENSITIVE)]
    if any(headers.matches(name, SENSITIVE) for name in table.columns):
        named += [name for name in whole if name not in named and headers.matches(name, COUNT)]
    return named
