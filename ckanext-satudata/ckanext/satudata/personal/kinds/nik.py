"""NIK, the number of a person: 16 figures, kode wilayah (6), date of birth (6), sequence (4).

Women's day of birth is 40 more; the sequence begins at 0001 (Permendagri 72/2022). The kabupaten keeps the code of the
day of issue, so a kecamatan may be gone since; provinsi and kabupaten must be known. Numbers made of kode desa and a
sequence have the same length: their "days" are only 10 and 20, where kelurahan and desa begin.
"""

from __future__ import annotations

import datetime

from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.personal.numbers import Number, digits, spaced

FEW = 8


def parts(text: str) -> tuple[str, int, int, int, str]:
    """Return kode kabupaten, day, month, year in two figures and sequence."""
    number = digits(text)
    day = int(number[6:8])
    return (
        f"{number[:2]}.{number[2:4]}",
        day - 40 if day > 40 else day,
        int(number[8:10]),
        int(number[10:12]),
        number[12:],
    )


def has_date(day: int, month: int, year: int) -> bool:
    """Return whether there is such a day, in this century or the last."""
    for century in (1900, 2000):
        try:
            return datetime.date(century + year, month, day) <= clock.today() or century == 1900
        except ValueError:
            continue
    return False


def is_nik(text: str) -> bool:
    """Return whether a text of 16 figures is built as a NIK of a known kabupaten."""
    if len(digits(text)) != 16:
        return False
    place, day, month, year, sequence = parts(text)
    has_region = codelists.load("wilayah").is_valid(place) and digits(text)[4:6] != "00"
    return has_region and sequence != "0000" and has_date(day, month, year)


def is_named(text: str) -> bool:
    """Return whether it is one where the header says so: the kabupaten may be one that is gone."""
    if len(digits(text)) != 16:
        return False
    place, day, month, year, sequence = parts(text)
    return "11" <= place[:2] <= "96" and has_date(day, month, year) and sequence != "0000"


def varies(values: list[str]) -> bool:
    """Return whether the days are those of births, not the 10 and 20 with which kelurahan and desa are numbered."""
    days = [digits(value)[6:8] for value in values]
    return len(days) < FEW or sum(day in {"10", "20", "30"} for day in days) < 0.7 * len(days)


NUMBER = Number(
    label=N_("NIK"),
    words=(
        "nik|no nik|nomor induk kependudukan|induk kependudukan|ktp|nomor identitas|no identitas|national id"
        "|identity number"
    ),
    value=spaced(r"[0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9]"),
    is_named=is_named,
    keep="area",
    pattern=spaced(r"[1-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-7] [0-9] [01] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9] [0-9]"),
    is_valid=is_nik,
    alike=r"(?:^|[^0-9A-Za-z])[0-9]{16}(?:$|[^0-9])",
    is_column=varies,
)

EXAMPLES = {
    True: [
        {"nik": ["5108014102900001"]},
        {"keterangan": ["sudah lapor", "KTP 5108 0112 0290 0001 dipinjam"]},
        {"N I K": ["'3523011708850003", "3523015708850004"]},
        {"kolom1": ["51.08.01.120290.0001", "5,108,014,102,900,001", "5108\u00a00141\u00a00290\u00a00002"]},
    ],
    False: [
        {"kode": ["5108019912900001"]},  # no such day
        {"kode": ["9908010101900001"]},  # no such provinsi
        {"kode": ["5108010102900000"]},  # no such sequence
        {"id": [f"5108012001{number:06}" for number in range(1, 12)]},  # kode desa and a sequence
        {"nomor": [f"{number:016}" for number in range(1, 5)]},
        {"nik": ["510801**********"]},
        {"koordinat": ["-6.9512345678, 111.4156789012", "-8.163129491512, 115.154697639812"]},
        {"rasio": ["0.5108014102900001", "-"], "catatan": ["x", "y"]},
    ],
}
