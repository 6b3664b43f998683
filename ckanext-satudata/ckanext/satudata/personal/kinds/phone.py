"""Mobile telephone numbers: 08, +62 8 or 62 8 and the figures of an operator, 10 to 13 with the 0.

Prefixes: rencana dasar teknis penomoran telekomunikasi (Permenkominfo 14/2018). A bare 8…, from which Excel has taken
the 0, needs the header. A number for everybody is no person's: a header that says hotline, call center or service, and
a contact column in a directory of offices that names no person and does not say that it is a handset (hp, wa).
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory
from ckanext.satudata.personal.numbers import Number, digits

OPERATORS = re.compile(r"8(?:1[1-9]|2[1-3]|3[1-3568]|5[1-35-9]|7[78]|8[1-9]|9[5-9])")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
WORDS = f"{directory.HANDSET}|{directory.CONTACT}"


def is_mobile(text: str) -> bool:
    """Return whether the figures are a mobile number of an operator, with 0, 62 or neither before them."""
    number = re.sub(r"^(?:0062|62|0)?(?=8)", "", digits(text))
    return bool(OPERATORS.match(number)) and 9 <= len(number) <= 12 and len(set(number)) > 3


def is_written(text: str) -> bool:
    """Return whether a text is one by itself: with 0 or 62, and no amount with points between thousands."""
    return text.lstrip(" (+")[:1] in "06" and is_mobile(text) and not GROUPED.fullmatch(text.strip())


NUMBER = Number(
    label=N_("mobile phone number"),
    words=WORDS,
    value=r"[+]?[0-9](?:[ .()-]{0,2}[0-9]){8,14}",
    is_named=is_mobile,
    pattern=r"(?:[+]?[(]?62[)]?|0)[ .()-]{0,3}8[ .-]?[1235789](?:[ .()-]{0,3}[0-9]){7,10}",
    is_valid=is_written,
    alike=r"^[0-9]{11,15}$",
    others=(
        "nib|isbn|resi|faktur|invoice|rekening|nilai|harga|anggaran|realisasi|pagu|jumlah|rupiah|hotline"
        "|call center|nisn|bpjs"
    ),
    applies=directory.is_private,
)

EXAMPLES = {
    True: [
        {"isi": ["biasa", "081234567890"]},
        {"isi": ["+62 812-3456-7890"]},
        {"No HP": ["81234567890"]},
        {"keterangan": ["hubungi 0812.3456.7890 sore", "sudah"]},
        {"nama_sekolah": ["SDN 1 Sawan"], "hp": ["081234567890"]},
        {"usaha": ["Warung Contoh", "Toko Uji"], "kode pos": ["81113", "81153"], "telepon": ["081234567801"] * 2},
        {"kode_sekolah": ["A1", "B2"], "telepon": ["081234567801", "081234567802"]},
        {"dinas_tujuan": ["Dinas Sosial", "Dinas PU"], "telepon": ["081234567801", "081234567802"]},
        {"puskesmas": ["Puskesmas Sawan"] * 6, "telepon": [f"08123456780{number}" for number in range(6)]},
        {"puskesmas": ["Puskesmas Sawan I"], "telepon_pasien": ["081234567801"]},
        {"lokasi": ["-8.1631294915, 115.1546976398", "hubungi 081234567801"]},
    ],
    False: [
        {"nilai": ["85123456789", "12000000"]},
        {"nib": ["0812003451234"]},
        {"nama_puskesmas": ["Puskesmas Sawan I"], "telepon": ["081234567890"]},
        {"hotline": ["081234567890"]},
        {"telepon": ["(0362) 22113"]},
        {"posko": ["Posko Banjir Seririt", "Posko Sawan"], "telepon": ["081234567801", "081234567802"]},
        {"lintang": ["-0.8123456789", "-0.8523456789"], "bujur": ["119.8712345678", "119.8598765432"]},
        {"koordinat": ["-0.8123456789, 119.8712345678"]},
        {"lat": ["1.0812345678", "1.0852345678"], "lon": ["119.8712345678", "119.8598765432"]},
    ],
}
