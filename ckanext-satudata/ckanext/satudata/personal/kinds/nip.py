"""NIP, the number of a civil servant: date of birth (8), month of appointment (6), sex 1 or 2, sequence (3).

18 figures (Peraturan BKN 22/2007); an appointment comes at 16 at the earliest. The old NIP of 9 figures, NRP of 8 and
NUPTK of 16 need the header.
"""

from __future__ import annotations

import datetime

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.numbers import Number, digits, spaced

OLD = {8, 9, 16}


def is_nip(text: str) -> bool:
    """Return whether 18 figures are built as a NIP."""
    number = digits(text)
    if len(number) != 18 or number[14] not in "12":
        return False
    year, month, appointed = int(number[:4]), int(number[12:14]), int(number[8:12])
    try:
        datetime.date(year, int(number[4:6]), int(number[6:8]))
    except ValueError:
        return False
    # employees with a contract have 21 and more in the place of the month
    return 1930 <= year <= 2012 and 1950 <= appointed <= 2045 and 1 <= month <= 99 and appointed - year >= 16


NUMBER = Number(
    label=N_("employee number (NIP)"),
    words="nip|nip baru|nip lama|nipppk|nrp|nuptk|nomor induk pegawai|induk pegawai|employee id",
    value=r"[0-9](?:[ .-]{0,2}[0-9]){7,17}",
    is_named=lambda text: is_nip(text) or (len(digits(text)) in OLD and len(set(digits(text))) > 2),
    pattern=spaced(
        r"[12] [09] [0-9] [0-9] [01] [0-9] [0-3] [0-9] [12] [09] [0-9] [0-9] [0-9] [0-9] [12] [0-9] [0-9] [0-9]"
    ),
    is_valid=is_nip,
    alike=r"(?:^|[^0-9A-Za-z])[0-9]{18}(?:$|[^0-9])",
)

EXAMPLES = {
    True: [
        {"isi": ["198001012005011001"]},
        {"isi": ["19800101 200501 1 001"]},
        {"NIP": ["130123456"]},
        {"catatan": ["Ditandatangani NIP. 19800101 200501 2 001"]},
    ],
    False: [{"isi": ["123456789012345678"]}, {"isi": ["198013012005011001"]}, {"jumlah_nip": ["12"]}],
}
