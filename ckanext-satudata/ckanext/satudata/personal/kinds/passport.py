"""Passport numbers: one or two letters and 6 or 7 figures (Ditjen Imigrasi); only beside a word for them."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits

NUMBER = Number(
    label=N_("passport number"),
    words="paspor|passport|nomor paspor|no paspor|kitas|kitap",
    value=r"[A-Za-z]{1,2}[ -]?[0-9]{6,7}",
    is_named=lambda text: len(set(digits(text))) > 1,
)

EXAMPLES = {
    True: [{"No. Paspor": ["B1234567"]}, {"catatan": ["paspor C 7654321 hilang"]}],
    False: [{"kode": ["B1234567"]}, {"jumlah_paspor": ["120"]}],
}
