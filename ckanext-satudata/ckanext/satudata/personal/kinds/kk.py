"""Nomor kartu keluarga: 16 figures built as a NIK, with the date of issue (Permendagri 72/2022).

By itself it looks like the NIK of a man, so only a header or the words before it tell that it is one.
"""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.kinds import nik
from ckanext.satudata.personal.numbers import Number

NUMBER = Number(
    label=N_("family card number (KK)"),
    words="no kk|nokk|nomor kk|kk|kartu keluarga|family card",
    value=nik.NUMBER.value,
    keep="area",
    is_named=nik.is_named,
    not_words="jumlah|jml|banyaknya|total",
)

EXAMPLES = {
    True: [{"No. KK": ["5108011202150001"]}, {"catatan": ["No KK 5108011202150001", "-"]}],
    False: [{"jumlah_kk": ["1250"]}, {"kk": ["1250", "900"]}],
}
