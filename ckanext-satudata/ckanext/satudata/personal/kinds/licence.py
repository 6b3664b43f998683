"""Numbers of driving licences (SIM): 12 to 16 figures (Perpol 5/2021); only beside a word that names them."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits

NUMBER = Number(
    label=N_("driving licence number (SIM)"),
    words="no sim|nomor sim|sim|nosim|driving licence|driver license|surat izin mengemudi",
    value=r"[0-9](?:[ .-]?[0-9]){11,15}",
    is_named=lambda text: 12 <= len(digits(text)) <= 16 and len(set(digits(text))) > 2,
    not_words="jumlah|jml|golongan|jenis|simbada|aset|biaya",
)

EXAMPLES = {
    True: [{"No SIM": ["1234-5678-901234"]}, {"uraian": ["menyita SIM 850112345678"]}],
    False: [{"jumlah_sim": ["123456789012"]}, {"golongan_sim": ["A", "C"]}],
}
