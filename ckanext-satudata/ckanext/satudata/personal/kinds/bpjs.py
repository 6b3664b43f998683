"""Numbers of BPJS Kesehatan (13 figures) and BPJS Ketenagakerjaan (11); only beside a word that names them."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits

NUMBER = Number(
    label=N_("BPJS number"),
    words="bpjs|jkn|kis|kpj|no bpjs|nomor bpjs|kartu indonesia sehat|peserta jkn",
    value=r"[0-9](?:[ .-]?[0-9]){10,12}",
    is_named=lambda text: len(digits(text)) in {11, 13} and len(set(digits(text))) > 2,
    not_words="jumlah|jml|iuran|kode|faskes|virtual",
)

EXAMPLES = {
    True: [{"No. BPJS": ["0001234567890"]}, {"catatan": ["BPJS no 0001234567890 tidak aktif"]}],
    False: [{"jumlah_bpjs": ["12345678901"]}, {"kode": ["0001234567890"]}],
}
