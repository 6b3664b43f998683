"""NPWP, the number of a taxpayer: 15 figures, written 01.234.567.8-901.000, or 16 since PMK 112/2022.

Of the 16, that of a resident is the NIK; others are 0 before the 15. Written with its points the form is enough, bare
figures need the header or the word before them. NITKU adds 6 figures for a branch.
"""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.kinds import nik
from ckanext.satudata.personal.numbers import Number, digits

FORM = r"[0-9]{2}[.,\s][0-9]{3}[.,\s][0-9]{3}[.,\s][0-9][-.\s]\s?[0-9]{3}[.,\s][0-9]{3}"


def is_named(text: str) -> bool:
    """Return whether the figures can be an NPWP."""
    number = digits(text)
    if len(set(number)) < 2:
        return False
    return len(number) == 15 or (len(number) in {16, 22} and (number[0] == "0" or nik.is_named(number[:16])))


NUMBER = Number(
    label=N_("taxpayer number (NPWP)"),
    words="npwp|npwpd|nitku|nomor pokok wajib pajak|tax id|taxpayer number",
    value=r"[0-9](?:[ .-]{0,2}[0-9]){14,21}",
    is_named=is_named,
    pattern=FORM,
    is_valid=lambda text: len(set(digits(text))) > 1,
)

EXAMPLES = {
    True: [
        {"isi": ["01.234.567.8-901.000", "biasa"]},
        {"NPWP": ["012345678901000"]},
        {"npwp16": ["0012345678901000"]},
        {"uraian": ["NPWP: 012345678901000 atas usaha"]},
    ],
    False: [{"kode_rekening": ["5.1.02.01.001.00001"]}, {"nilai": ["123456789012345"]}, {"npwp": ["-", "ada"]}],
}
