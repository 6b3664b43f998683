"""Rows that list persons with their addresses (UU 27/2022, article 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import Problem

PERSON = re.compile(
    r"^nama(_|\s)?(lengkap|penerima|warga|pemohon|pasien|siswa|pegawai|pelapor|orang|ibu|anak|kepala_keluarga)?$",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(^|_|\s)(alamat|rt|rw|rt_?rw|jalan|tempat_tinggal|tanggal_lahir|tgl_lahir)($|_|\s)", re.IGNORECASE
)


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield one problem when a column of persons stands beside one of addresses or dates of birth."""
    persons = [name for name in table.columns if PERSON.match(name.strip())]
    addresses = [name for name in table.columns if ADDRESS.search(name.strip())]
    if not persons or not addresses:
        return
    text = N_(
        'Columns "{person}" and "{address}" list persons with their addresses. Personal data must not be published '
        "(UU 27/2022). Delete one of the two, or count the rows instead of listing persons."
    )
    yield Problem("personal-data", None, persons[0], text, {"person": persons[0], "address": addresses[0]})
