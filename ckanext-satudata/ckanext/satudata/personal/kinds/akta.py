"""Numbers of akta of Dukcapil: NNNN-LT-DDMMYYYY-NNNN, office, class, date, sequence (Permendagri 109/2019)."""

from __future__ import annotations

import datetime
import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number

FORM = re.compile(r"\d{4}\s?[-/]\s?[A-Z]{2}\s?[-/]\s?(\d{2})(\d{2})(\d{4})\s?[-/]\s?\d{3,4}", re.IGNORECASE)


def is_akta(text: str) -> bool:
    """Return whether the date is one."""
    match = FORM.search(text)
    try:
        return bool(match) and bool(datetime.date(int(match[3]), int(match[2]), int(match[1]))) if match else False
    except ValueError:
        return False


NUMBER = Number(
    label=N_("number of a civil registration"),
    words="no akta|nomor akta|akta|akte|kutipan akta|birth certificate",
    value=r"[0-9]{4}\s?[-/]\s?[A-Za-z]{2}\s?[-/]\s?[0-9]{8}\s?[-/]\s?[0-9]{3,4}",
    is_named=is_akta,
    pattern=r"[0-9]{4}\s?[-/]\s?(?:L[TUD]|K[MW]|C[RS]|PA|AS|GN|PN)\s?[-/]\s?[0-9]{8}\s?[-/]\s?[0-9]{3,4}",
    is_valid=is_akta,
)

EXAMPLES = {
    True: [{"no_akta": ["5108-LT-12032015-0021"]}, {"keterangan": ["akta 5108-KM-01022020-0003 diambil"]}],
    False: [{"nomor": ["5108-LT-99992015-0021"]}, {"nomor_surat": ["470/123/Dukcapil/2024"]}],
}
