"""Numbers of bank cards: 13 to 19 figures that pass Luhn's check (ISO/IEC 7812); only beside a word for them."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits


def passes_luhn(text: str) -> bool:
    """Return whether the last figure is the check figure of the others."""
    total = 0
    for index, figure in enumerate(reversed(digits(text))):
        doubled = int(figure) * (1 + index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


NUMBER = Number(
    label=N_("card number"),
    words="kartu kredit|kartu debit|kartu atm|atm|credit card|debit card|card number|no kartu|nomor kartu|kks|kartu",
    value=r"[0-9](?:[ .-]?[0-9]){12,18}",
    is_named=lambda text: 13 <= len(digits(text)) <= 19 and passes_luhn(text) and len(set(digits(text))) > 2,
    not_words="keluarga|jumlah|jml|jenis",
)

EXAMPLES = {
    True: [
        {"No Kartu Kredit": ["4111 1111 1111 1111".replace("1111 1111 1111", "1234 5678 9010"), "4539578763621486"]}
    ],
    False: [{"kode": ["4539578763621486"]}, {"kartu_kredit": ["4539578763621487"]}, {"jenis_kartu": ["KKS"]}],
}
