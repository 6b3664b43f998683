"""Mobile telephone numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("no hp", "HP", "no. handphone", "nomor whatsapp", "no wa", "telepon", "no telp", "kontak", "mobile phone")
ANYWHERE = True
WORD = "HP"
# what stands beside telephones of persons and shops, and makes none of them an office's
BESIDE = {
    ("kode pos",): lambda c: c.figures(5),
    ("dinas tujuan", "asal sekolah", "puskesmas terdekat"): lambda c: c.thing("opd"),
    ("usaha", "nama usaha", "toko"): lambda c: c.thing("usaha"),
    ("kode sekolah", "jumlah puskesmas"): lambda c: c.figures(4),
    ("koordinat",): lambda c: f"-8.{c.figures(10)}, 115.{c.figures(10)}",
}
WAYS: tuple[Make, ...] = (
    lambda c: "0" + c.mobile(),
    lambda c: "+62" + c.mobile(),
    lambda c: "+62 " + grouped(c.mobile(), (3, 4), "-"),
    lambda c: "0" + grouped(c.mobile(), (3, 4), "-"),
    lambda c: "0" + grouped(c.mobile(), (3, 4), " "),
    lambda c: "0" + grouped(c.mobile(), (3, 4), "."),
    lambda c: "(+62) " + c.mobile(),
    lambda c: "62" + c.mobile(),
    lambda c: "0" + grouped(c.mobile(), (2, 4), "-"),
    lambda c: f"https://wa.me/62{c.mobile()}",
    lambda c: f"0{c.mobile()} (WA)",
    lambda c: f"0{c.mobile()} / 0{c.mobile()}",
)
