"""Numbers that name a person: NIK, KK, NIP, NPWP, mobile phones. They must never be published (UU 27/2022)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import Problem

NAMED = re.compile(r"(^|_|\W)(nik|no_?kk|kk|nip|npwp|hp|telp|telepon|handphone|whatsapp|wa)($|_|\W)", re.IGNORECASE)
PHONE = re.compile(r"^(\+?62|0)8\d{7,11}$")
NPWP = re.compile(r"^\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}$")
# only cells with this many digits can be one; SQL finds them faster than Python
LONG_ENOUGH = "length(regexp_replace({0}, '[^0-9]', '', 'g')) BETWEEN 10 AND 20"
# in a column of figures a single lucky number proves nothing
SHARE_OF_FIGURES = 0.5


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield the first hit of each column that holds such numbers."""
    for name, kind in table.columns.items():
        column = table.column(name)
        candidates = table.stream(
            f"SELECT {column}, min(n), count(*) FROM cells WHERE {LONG_ENOUGH.format(column)} "
            f"GROUP BY {column} ORDER BY min(n)"
        )
        hits = [(row, count, *hit) for cell, row, count in candidates if (hit := _kind_of(cell))]
        if not hits:
            continue
        if kind in {"integer", "number"} and not NAMED.search(name):
            cells = table.ask(f"SELECT count({column}) FROM cells")[0][0]
            if sum(count for _at, count, *_hit in hits) < SHARE_OF_FIGURES * cells:
                continue
        row, _count, what, shown = hits[0]
        text = N_(
            "{shown} looks like a {what}. Personal data must not be published "
            "(UU 27/2022). Delete the column, or count the rows instead of listing persons."
        )
        yield Problem("personal-data", row, name, text, {"shown": shown, "what": what})


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
        what = "nomor telepon"
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
