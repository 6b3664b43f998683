"""Taxpayer numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("NPWP", "no npwp", "NPWP wajib pajak", "nomor pokok wajib pajak")
ANYWHERE = False
WORD = "NPWP"
ALSO = {"nik"}
WAYS: tuple[Make, ...] = (
    lambda c: c.figures(15),
    lambda c: "0" + c.figures(15),
    lambda c: c.nik(),
    lambda c: grouped("0" + c.figures(15), (4, 4, 4), " "),
    lambda c: f"{c.figures(2)}.{c.figures(3)}.{c.figures(3)}.{c.figures(1)}-{c.figures(3)}.{c.figures(3)}",
    lambda c: f"0{c.figures(1)}.{c.figures(3)}.{c.figures(3)}.{c.figures(1)}-{c.figures(3)}.000",
)
