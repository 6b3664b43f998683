"""Numbers of persons that Excel has rounded to 15 figures: 3.52301E+15, or 16 and 18 figures that end in zeros.

Excel keeps 15 figures, so that a NIK shows as 3.52301E+15 and ends in 0, a NIP as 1.98001E+17 and ends in 000. They
are recognized by the first figures, a known kabupaten or a year of birth; amounts by their header.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.personal.kinds import nik
from ckanext.satudata.personal.numbers import Number, digits, spaced

SHORT = re.compile(r"([1-9])[.,](\d+)[eE][+]?(\d\d)")
FEW = 3
LONG = spaced(r"[1-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-7] [0-9] [01] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] 0")


def is_rounded(text: str) -> bool:
    """Return whether the figures that are left are the first ones of a NIK or a NIP."""
    match = SHORT.fullmatch(text)
    if not match:
        return _ends_in_zeros(digits(text))
    first = match[1] + match[2].ljust(4, "0")
    if match[3] == "15":
        return codelists.load("wilayah").is_valid(f"{first[:2]}.{first[2:4]}") and len(match[2]) > 2
    return match[3] == "17" and 1930 <= int(first[:4]) <= 2012 and len(match[2]) > 2


def _ends_in_zeros(number: str) -> bool:
    if len(number) == 16 and number.endswith("0000"):
        return nik.is_nik(number[:12] + "0001")
    return False


def are_several(values: list[str]) -> bool:
    """Return whether it is no chance: one number may end in zeros by itself."""
    return len(values) >= FEW or all(SHORT.fullmatch(value) for value in values)


NUMBER = Number(
    label=N_("number of a person that Excel has rounded"),
    words="nik|ktp|kk|nokk|kartu keluarga|nip|npwp|bpjs|induk kependudukan|hp|telepon|rekening|nisn",
    value=r"[1-9][.,][0-9]+[eE][+]?[0-9]{2}|[1-9][0-9]{11}0{4}|[1-9][0-9]{14}000",
    is_named=lambda text: len(digits(text)) > 4,
    pattern=rf"[1-9][.,][0-9]{{3,}}[eE][+]?1[57]|{LONG}",
    is_valid=is_rounded,
    alike=r"^[0-9][.,][0-9]+[eE][+]?[0-9]{2}$|^[0-9]{16}$",
    others="nilai|harga|anggaran|realisasi|pagu|rupiah|pdrb|pendapatan|belanja|total|jumlah|produksi",
    not_words="kode|jumlah|jml|nilai",
    is_column=are_several,
    in_text=False,
    keep=None,
)

EXAMPLES = {
    True: [
        {"nik": ["3.52301E+15", "3,52301E+15"]},
        {"kolom": ["5.10801E+15", "5.10802E+15"]},
        {"NIK": ["5108014102900000"]},
        {"nip": ["1.98001E+17"]},
    ],
    False: [{"pdrb": ["3.52301E+15"]}, {"nilai": ["1.2E+9"]}, {"kolom": ["9.9E+15"]}],
}
