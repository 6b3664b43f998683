"""Bank accounts: 8 to 18 figures in a column that is named so, or after the word in a sentence.

Kode rekening, the accounts of a budget (Permendagri 90/2019), are none: they have points between their levels, or the
cells of the column are built as they are, without the points. A budget elsewhere in the table proves nothing.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits
from ckanext.satudata.personal.view import Column, View

LEVELS = re.compile(r"\d(?:[.]\d{1,2}){2,}(?:[.]\d{2,6})*")
# akun 4 to 7, kelompok, jenis, objek, rincian, sub rincian: 5 1 02 01 001 00001, or as far as a level goes
BUDGET = re.compile(r"[4-7][1-5]0\d(?:[0-9]{2}){0,2}(?:0\d\d)?(?:00\d{2,3})?")
MOSTLY = 0.8


def is_account(text: str) -> bool:
    """Return whether the figures can be a bank account and are not written as a kode rekening."""
    return 8 <= len(digits(text)) <= 18 and len(set(digits(text))) > 2 and not LEVELS.match(text)


def is_no_budget(view: View, column: Column) -> bool:
    """Return whether the cells are not built as accounts of a budget."""
    return view.share(column, _is_budget) < MOSTLY


def _is_budget(text: str) -> bool:
    return bool(LEVELS.match(text) or BUDGET.fullmatch(text.strip()))


NUMBER = Number(
    label=N_("bank account"),
    words="rekening|norek|no rek|nomor rek|rek bank|bank account|account number|nomor akun bank",
    value=r"[0-9](?:[ .-]{0,2}[0-9]){7,17}",
    is_named=is_account,
    not_words=(
        "kode|nama|uraian|jenis|jumlah|jml|saldo|tagihan|listrik|air|kas|rkud|rkd|donasi|virtual|va|retribusi"
        "|belanja|anggaran|pendapatan"
    ),
    applies=is_no_budget,
)

EXAMPLES = {
    True: [
        {"No Rekening": ["014001023456501"]},
        {"no_rekening": ["014001023456501", "014001023499502"], "pendapatan": ["1500000", "900000"]},
        {"catatan": ["transfer ke rekening BRI 0140-01-023456-50-1"]},
    ],
    False: [
        {"kode_rekening": ["5.1.02.01.001.00001"]},
        {"rekening": ["5.1.02.01.001.00001", "4.1.01.06.01.0001"]},
        {"no_rekening": ["51020100100001", "51020100100002"], "anggaran": ["12000000", "1"]},
        {"rekening": ["510201"], "uraian": ["Belanja ATK"]},
        {"no_rekening_virtual": ["8810812345678901"]},
    ],
}
