"""Family card numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("no KK", "nomor KK", "no kartu keluarga", "nomor kartu keluarga", "KK")
ANYWHERE = False
WORD = "No KK"
ALSO = {"nik"}
WAYS: tuple[Make, ...] = (
    lambda c: c.kk(),
    lambda c: "'" + c.kk(),
    lambda c: grouped(c.kk(), (6, 6), "."),
    lambda c: grouped(c.kk(), (4, 4, 4), "-"),
    lambda c: grouped(c.kk(), (4, 4, 4), " "),
)
