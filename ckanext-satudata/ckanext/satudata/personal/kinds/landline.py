"""Landline numbers are personal where the table lists persons; those of offices everybody may call."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory
from ckanext.satudata.personal.kinds import phone
from ckanext.satudata.personal.numbers import Number, digits
from ckanext.satudata.personal.view import Column, View


def is_landline(text: str) -> bool:
    """Return whether the figures are a number with the code of a town, or without it."""
    number = digits(text)
    if number.startswith("62"):
        number = "0" + number[2:]
    if number.startswith("0"):
        return 9 <= len(number) <= 12 and number[1] in "2345679"
    return 6 <= len(number) <= 8 and len(set(number)) > 2


def lists_persons(view: View, _column: Column) -> bool:
    """Return whether the rows are persons, not offices with their heads."""
    return directory.lists_persons(view)


NUMBER = Number(
    label=N_("phone number of a person"),
    words=phone.WORDS,
    value=r"[+(]?[0-9](?:[ .()-]{0,2}[0-9]){5,12}",
    is_named=is_landline,
    applies=lists_persons,
    in_text=False,
)

EXAMPLES = {
    True: [{"nama_pasien": ["Budi Santoso", "Siti Aminah"], "telp": ["(0362) 22113", "0362-41234"]}],
    False: [{"nama_opd": ["Dinas Sosial"], "telepon": ["(0362) 22113"]}, {"telepon": ["0361234567"]}],
}
