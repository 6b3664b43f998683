"""Pupil numbers, as people write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make

HEADERS = ("NISN", "nisn siswa", "no induk siswa")
ANYWHERE = False
WORD = "NISN"
WAYS: tuple[Make, ...] = (lambda c: f"00{c.figures(8)}", lambda c: c.figures(10))
