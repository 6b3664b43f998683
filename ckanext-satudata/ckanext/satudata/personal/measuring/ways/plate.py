"""Plate numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("nopol", "no polisi", "plat nomor", "nomor kendaraan")
ANYWHERE = False
WORD = "nopol"
WAYS: tuple[Make, ...] = (
    lambda c: f"{c.one('DK', 'P', 'L', 'AB', 'B', 'S')} {c.figures(c.one(2, 3, 4))} {c.one('AB', 'XY', 'UA', 'Z')}",
    lambda c: f"{c.one('DK', 'W', 'N')}{c.figures(4)}{c.one('AC', 'TR')}",
)
