"""E-mail addresses, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make
from ckanext.satudata.personal.measuring.ways.handle import name as account

HEADERS = ("email", "e-mail", "alamat email", "surel", "kontak")
ANYWHERE = True
WORD = "email"
WAYS: tuple[Make, ...] = (
    lambda c: f"{account(c)}@{c.one('gmail.com', 'yahoo.com', 'outlook.com', 'icloud.com')}",
    lambda c: f"{c.one('sari', 'andre', 'yuni', 'wibi', 'ekop')}{c.figures(2)}@gmail.com",
    lambda c: f"{c.one('rini', 'made', 'togar')}_{c.one('k', 'lestari', 'ss')}@yahoo.co.id",
    lambda c: f"{c.one('Budi', 'Siti', 'Agus')}.{c.one('Santoso', 'Rahayu')}@bulelengkab.go.id",
)
