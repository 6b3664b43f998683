"""Bank accounts: 8 to 18 figures in a column that is named so, or after the word in a sentence.

Kode rekening, the accounts of a budget (Permendagri 90/2019), are none: they have points between their levels, or
stand in a table whose headers speak of a budget.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.validation.personal import headers
from ckanext.satudata.validation.personal.numbers import Number, digits
from ckanext.satudata.validation.personal.view import Column, View

LEVELS = re.compile(r"\d(?:[.]\d{1,2}){2,}(?:[.]\d{2,6})*")
BUDGET = "anggaran|realisasi|pagu|belanja|pendapatan|apbd|uraian rekening|nama rekening"


def is_account(text: str) -> bool:
    """Tell whether the figures can be a bank account and are not written as a kode rekening."""
    return 8 <= len(digits(text)) <= 18 and len(set(digits(text))) > 2 and not LEVELS.match(text)


def is_no_budget(view: View, _column: Column) -> bool:
    """Tell whether no header speaks of a budget."""
    return not any(headers.says(column.label, BUDGET) for column in view.columns)


NUMBER = Number(
    label=N_("bank account"),
    words="rekening|norek|no rek|nomor rek|rek bank|bank account|account number|nomor akun bank",
    value=r"[0-9](?:[ .-]{0,2}[0-9]){7,17}",
    is_named=is_account,
    not_words="kode|nama|uraian|jenis|jumlah|jml|saldo|tagihan|listrik|air",
    applies=is_no_budget,
)

EXAMPLES = {
    True: [{"No Rekening": ["014001023456501"]}, {"catatan": ["transfer ke rekening BRI 0140-01-023456-50-1"]}],
    False: [
        {"kode_rekening": ["5.1.02.01.001.00001"]},
        {"rekening": ["5.1.02.01.001.00001", "4.1.01.06.01.0001"]},
        {"no_rekening": ["510201001000"], "anggaran": ["12000000"]},
    ],
}
