"""Numbers of civil registrations, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("no akta", "nomor akta kelahiran", "akta kelahiran")
ANYWHERE = True
WORD = "akta"
WAYS: tuple[Make, ...] = (
    lambda c: "-".join(
        (c.figures(4), c.one("LT", "LU", "KM", "CR"), f"{c.day(1990, 2024):%d%m%Y}", f"{c.randint(1, 999):04}")
    ),
)
