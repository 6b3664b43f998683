"""Numbers that name a person: NIK, KK, NIP, NPWP, mobile phones. They must never be published (UU 27/2022)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ckan.plugins.toolkit import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.tables.reader import Table
from ckanext.satudata.validation.report import Problem

NAMED = re.compile(r"(^|_|\W)(nik|no_?kk|kk|nip|npwp|hp|telp|telepon|handphone|whatsapp|wa)($|_|\W)", re.IGNORECASE)
PHONE = re.compile(r"^(\+?62|0)8\d{7,11}$")
NPWP = re.compile(r"^\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}$")
# in a column of figures a single lucky number proves nothing
SHARE_OF_FIGURES = 0.5


def find(table: Table) -> Iterator[Problem]:
    """Yield the first hit of each column that holds such numbers."""
    for index, (name, kind) in enumerate(table.columns.items()):
        cells = [(number, row[index]) for number, row in enumerate(table.rows, 2) if row[index] is not None]
        hits = [(number, *hit) for number, cell in cells if (hit := _kind_of(cell))]
        if not hits:
            continue
        if kind in {"integer", "number"} and not NAMED.search(name) and len(hits) < SHARE_OF_FIGURES * len(cells):
            continue
        row, what, shown = hits[0]
        text = _(
            'Column "{field}", row {row}: {shown} looks like a {what}. Personal data must not be published '
            "(UU 27/2022). Delete the column, or count the rows instead of listing persons."
        )
        yield Problem("personal-data", row, name, text.format(field=name, row=row, shown=shown, what=what))


def _kind_of(cell: object) -> tuple[str, str] | None:
    """Return what the number is and a masked form of it, or None."""
    text = str(cell).strip()
    digits = re.sub(r"[\s.-]", "", text)
    what = ""
    if NPWP.match(text):
        what = "NPWP"
    elif re.fullmatch(r"\d{16}", digits) and _is_nik(digits):
        what = "NIK/KK"
    elif re.fullmatch(r"\d{18}", digits) and _is_nip(digits):
        what = "NIP"
    elif PHONE.match(digits):
        what = _("phone number")
    return (what, f"{digits[:4]}…{digits[-2:]}") if what else None


def _is_nik(digits: str) -> bool:
    """Kode wilayah of a kecamatan, date of birth (women: day + 40) or of issue, sequence (Permendagri 72/2022)."""
    day = int(digits[6:8])
    day = day - 40 if day > 40 else day
    place = f"{digits[:2]}.{digits[2:4]}"
    return 1 <= day <= 31 and 1 <= int(digits[8:10]) <= 12 and codelists.load("wilayah").is_valid(place)


def _is_nip(digits: str) -> bool:
    """Date of birth, month of appointment, sex 1 or 2, sequence (Peraturan BKN 22/2007)."""
    try:
        datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1940 <= int(digits[:4]) <= 2015 and digits[14] in "12" and 1 <= int(digits[12:14]) <= 12
