"""Numbers that Excel has rounded, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("NIK", "no KK", "no ktp")
ANYWHERE = True
WAYS: tuple[Make, ...] = (
    lambda c: f"{float(c.nik()):.5E}",
    lambda c: f"{float(c.nik()):.5E}".replace(".", ","),
    lambda c: f"{float(c.nik()):.4E}",
)
