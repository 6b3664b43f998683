"""Bank accounts, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("no rekening", "nomor rekening", "norek", "no rek bank", "rekening bank")
ANYWHERE = False
WORD = "rekening"
# a budget or an income beside it proves nothing
BESIDE = {
    ("pendapatan", "anggaran", "realisasi"): lambda c: c.figures(7),
    ("belanja per bulan",): lambda c: c.figures(6),
}
WAYS: tuple[Make, ...] = (
    lambda c: c.figures(10),
    lambda c: c.figures(15),
    lambda c: f"{c.one('BRI', 'BPD', 'BNI')} {c.figures(10)}",
    lambda c: grouped(c.figures(15), (4, 2, 6, 2), "-"),
)
