"""Names of persons alone: lists of recipients, patients, pupils, applicants (UU 27/2022, article 4: a full name).

Lists of names are personal unless the persons hold a public office that the table names; `directory` has the rules.
Names beside addresses or dates of birth are `person_details`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory
from ckanext.satudata.personal.finding import Finding, cures, masked
from ckanext.satudata.personal.kinds import person_details
from ckanext.satudata.personal.numbers import countable
from ckanext.satudata.personal.view import View

LABEL = N_("names of persons")


def find(view: View) -> Iterator[Finding]:
    """Yield a finding for each column of names that no other kind has taken."""
    if directory.are_officials(view):
        return
    taken = {label for finding in person_details.find(view) for label in finding.columns}
    for column in directory.persons(view):
        if column.label not in taken:
            sample = view.sample(column)
            steps = cures((column.label,), countable(view, column), keep=None)
            example = masked(sample[0])
            yield Finding("person_names", LABEL, (column.label,), None, column.filled, 1.0, example, steps)


EXAMPLES = {
    True: [
        {"nama_penerima": ["Ni Luh Sari", "Ketut Arta"], "bantuan": ["BPNT", "PKH"]},
        {"nama": ["Ni Luh Sari", "Ketut Arta"], "posisi": ["Kepala Keluarga", "Kepala keluarga"]},
        {"nama": ["Ni Luh Sari", "Ketut Arta"], "dapil": ["Buleleng 1", "Buleleng 2"], "tps": ["1", "2"]},
        {"nama_anggota_kelompok": ["Ni Luh Sari", "Ketut Arta"], "iuran": ["1", "2"]},
        {"keterangan": ["Siti Aminah", "Budi Santoso", "lunas"], "jumlah": ["1", "2", "3"]},
        {"Nama Siswa": ["Andreas Situmorang"], "kelas": ["4"]},
    ],
    False: [
        {"nama": ["Dr. Budi Santoso, M.Si"], "jabatan": ["Kepala Dinas Kesehatan"]},
        {"kepala_desa": ["Made Sukarta"], "desa": ["Sawan"]},
        {"nama_kecamatan": ["Seririt", "Sawan"], "jumlah": ["1", "2"]},
        {"nama_penerima": ["Kelompok Tani Maju", "Desa Adat Kubutambahan"], "hibah": ["1", "2"]},
        {"nama_cctv": ["Simpang Sudirman"], "alamat": ["Jl. Sudirman"]},
        {"jumlah_penerima": ["12"]},
        {"tokoh": ["Raden Ajeng Kartini"], "tahun": ["1904"]},
        {"nama": ["Ni Luh Sari", "Ketut Arta"], "dapil": ["Buleleng 1", "Buleleng 2"], "partai": ["A", "B"]},
        {"nama_anggota_kelompok": ["Poktan Maju", "Subak Sari"], "iuran": ["1", "2"]},
    ],
}
