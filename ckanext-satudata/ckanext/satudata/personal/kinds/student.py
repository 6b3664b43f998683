"""NISN (10 figures, Kemendikbudristek) and NIS of pupils; only beside a word for them. NPSN is of a school, public."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits

NUMBER = Number(
    label=N_("pupil number (NISN)"),
    words="nisn|nis|nipd|nomor induk siswa|induk siswa|nim|nomor induk mahasiswa|student id",
    value=r"[0-9](?:[ .-]?[0-9]){5,13}",
    is_named=lambda text: 7 <= len(digits(text)) <= 14 and len(set(digits(text))) > 2,
    not_words="npsn|jumlah|jml",
)

EXAMPLES = {
    True: [{"NISN": ["0051234567", "0067654321"]}, {"catatan": ["siswa NISN 0051234567 pindah"]}],
    False: [{"npsn": ["50100123"]}, {"kode": ["0051234567"]}],
}
