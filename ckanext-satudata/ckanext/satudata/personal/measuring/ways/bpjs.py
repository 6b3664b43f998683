"""BPJS numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("no BPJS", "nomor bpjs kesehatan", "no. kartu JKN", "no peserta bpjs")
ANYWHERE = False
WORD = "No BPJS"
WAYS: tuple[Make, ...] = (lambda c: "000" + c.figures(10), lambda c: c.figures(11))
