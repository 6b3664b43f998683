"""E-mail addresses of persons: those of free mailboxes, and those made of a person's name at any domain.

An address is an office's when what stands before the @ names one (dinkes, desa.sawan, info, admin, puskesmas1; see
`offices`); that holds for free mailboxes, too, which small offices use.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import names, offices
from ckanext.satudata.personal.numbers import Number

FREE = re.compile(
    r"@(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|aol|proton|protonmail"
    r"|gmx|mail|zoho"
    r"|plasa|telkom|yandex|tutanota)[.]",
    re.IGNORECASE,
)
ADDRESS = r"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?(?:@|[(\[]at[)\]])\s?[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}"


def is_personal(text: str) -> bool:
    """Return whether an address is that of a person."""
    address = re.sub(r"\s?[(\[]at[)\]]\s?|\s?@\s?", "@", text, flags=re.IGNORECASE)
    local = address.partition("@")[0]
    if offices.is_office(local):
        return False
    if FREE.search(address):
        return True
    parts = [part for part in re.split(r"[._-]", re.sub(r"\d", "", local)) if part]
    return len(parts) > 1 and any(len(part) > 2 and names.is_person(part) for part in parts)


NUMBER = Number(
    label=N_("personal e-mail address"),
    words="email|e mail|surel|alamat surel|mail",
    value=ADDRESS,
    is_named=is_personal,
    pattern=ADDRESS,
    is_valid=is_personal,
)

EXAMPLES = {
    True: [
        {"email": ["putu.adi88@gmail.com"]},
        {"keterangan": ["kirim ke siti_aminah@yahoo.co.id ya"]},
        {"kontak": ["budi.santoso@bulelengkab.go.id"]},
        {
            "email": [
                "desak.putu@gmail.com",
                "kusma88@gmail.com",
                "manik.sari@yahoo.com",
                "tu.ayu@gmail.com",
                "sdewi@gmail.com",
            ]
        },
    ],
    False: [
        {"email": ["dinsos@bulelengkab.go.id", "info@hotelsari.com"]},
        {
            "kontak": [
                "puskesmas.seririt1@gmail.com",
                "sdn1seririt@gmail.com",
                "desasawan@gmail.com",
                "man1.buleleng@gmail.com",
            ]
        },
        {"akun": ["@pemkabbuleleng"]},
    ],
}
