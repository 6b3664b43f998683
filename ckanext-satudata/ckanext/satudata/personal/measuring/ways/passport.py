"""Passport numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("no paspor", "nomor paspor", "passport", "passport number")
ANYWHERE = False
WORD = "paspor"
WAYS: tuple[Make, ...] = (lambda c: f"{c.one(*'ABCEX')}{c.figures(7)}",)
