"""Plate numbers of vehicles: 1 or 2 letters of a region, 1 to 4 figures, up to 3 letters (Perpol 7/2021).

Without a header the whole form is asked for: a known region, 3 or 4 figures that are no year, 2 or 3 letters. Vehicles
of offices and public transport are no person's; an office beside the plates of people whom it served is no such thing.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory, headers
from ckanext.satudata.personal.numbers import Number
from ckanext.satudata.personal.view import Column, View

REGIONS = re.compile(
    "[ABD-HK-NPRSTWZ]|A[ABDEG]|B[ABDEGHKLMNP]|D[A-EGHK-NPR-TW]|E[ABD]|K[BHTU]|P[ABEGPSTY]",
    re.IGNORECASE,
)
FORM = re.compile(r"([A-Z]{1,2})[ .-]{0,2}(\d{1,4})(?:[ .-]{0,2}([A-Z]{1,3}))?", re.IGNORECASE)
OFFICIAL = (
    "dinas|opd|skpd|perangkat|operasional|ambulans|ambulance|armada|bus|trayek|angkutan umum|kode barang"
    "|kib|aset|unit kerja|pengguna barang"
)
# whose vehicle it is where an office stands beside it only because it dealt with it
PEOPLE = (
    f"{directory.PEOPLE}|{directory.PERSON}|pelanggaran|pelanggar|tilang|denda|kecelakaan|laka|pengemudi|sopir|parkir"
    "|samsat|pkb|pajak|uji|kir|barang bukti|pengendara"
)


def is_plate(text: str) -> bool:
    """Return whether a text is a plate of a known region."""
    match = FORM.fullmatch(text.strip())
    return match is not None and bool(REGIONS.fullmatch(match[1])) and match[2][0] != "0"


def is_certain(text: str) -> bool:
    """Return whether it is one without a header that says so."""
    match = FORM.fullmatch(text.strip())
    if not match or not is_plate(text) or not match[3]:
        return False
    return len(match[2]) >= 3 and len(match[3]) >= 2 and not re.fullmatch(r"(?:19|20)\d\d", match[2])


def is_private(view: View, column: Column) -> bool:
    """Return whether no header says that the vehicles are those of an office or of public transport."""
    if headers.matches(column.label, OFFICIAL):
        return False
    if any(headers.matches(column.label, PEOPLE) for column in view.columns) or directory.persons(view):
        return True
    return not any(headers.matches(column.label, OFFICIAL) for column in view.columns)


NUMBER = Number(
    label=N_("plate number"),
    words="nopol|no pol|nomor polisi|no polisi|plat|pelat|nomor kendaraan|no kendaraan|nomor plat|tnkb|license plate",
    value=r"[A-Za-z]{1,2}[ .-]{0,2}[0-9]{1,4}[ .-]{0,2}[A-Za-z]{0,3}",
    is_named=is_plate,
    pattern=r"[A-Z]{1,2}[ .-]?[1-9][0-9]{2,3}[ .-]?[A-Z]{2,3}",
    is_valid=is_certain,
    alike=r"^[A-Z]{1,3}[ .-]?[0-9]{1,5}[ .-]?[A-Z]{1,4}$",
    applies=is_private,
)

EXAMPLES = {
    True: [
        {"Nopol": ["DK 1234 AB", "DK 12 C"]},
        {"kronologi": ["Motor DK 4321 UB menabrak pagar"]},
        {"nopol": ["DK 1234 AB", "DK 4421 UX"], "jenis_pelanggaran": ["helm", "SIM"], "dinas": ["Dishub", "Dishub"]},
        {"isi": ["DK 1345 UA", "P 3412 XY"]},
    ],
    False: [
        {"ruang": ["A 12 B", "B 7 C"]},
        {"nopol": ["DK 1234 AB"], "opd": ["Dinas Sosial"]},
        {"kode": ["SK 2024 AB", "XX 1234 YY"]},
    ],
}
