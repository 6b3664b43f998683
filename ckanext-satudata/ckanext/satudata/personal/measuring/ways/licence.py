"""Driving licences, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("no SIM", "nomor sim")
ANYWHERE = False
WORD = "SIM"
WAYS: tuple[Make, ...] = (lambda c: grouped(c.figures(14), (4, 4), "-"), lambda c: c.figures(12))
