"""Numbers of civil servants, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, grouped

HEADERS = ("NIP", "nip baru", "NIP pegawai", "nomor induk pegawai")
ANYWHERE = True
WORD = "NIP"
WAYS: tuple[Make, ...] = (lambda c: c.nip(), lambda c: grouped(c.nip(), (8, 6, 1), " "), lambda c: f"'{c.nip()}")
