"""NIK, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("NIK", "no NIK", "N I K", "NIK KTP", "no. ktp", "nomor induk kependudukan", "NIK Penerima", "no identitas")
ANYWHERE = True
WORD = "NIK"
WAYS: tuple[Make, ...] = (
    lambda c: c.nik(),
    lambda c: "'" + c.nik(),
    lambda c: grouped(c.nik(), (4, 4, 4), " "),
    lambda c: grouped(c.nik(), (6, 6), "."),
    lambda c: grouped(c.nik(), (2, 2, 2, 6), "."),
    lambda c: grouped(c.nik(), (4, 4, 4), "-"),
    lambda c: f"NIK {c.nik()}",
    lambda c: grouped(c.nik(), (6, 6), "-"),
    lambda c: grouped(c.nik(), (4, 4, 4), "\u00a0"),
    lambda c: f"{c.nik()} ({c.one('L', 'P')})",
    lambda c: f"{c.person().split(',')[0]} / {c.nik()}",
)
