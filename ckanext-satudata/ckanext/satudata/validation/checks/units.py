"""The units in a column of units are known ones, so that figures of several tables can be compared."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.personal import headers
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import cells
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

# satuan kerja, satuan pendidikan and harga satuan are offices, schools and prices
UNIT = re.compile(r"satuan( (ukuran|ukur|nilai|jumlah|data|volume|indikator|target|produksi|luas))?")
NONE = "regexp_full_match(trim(cell), '(?i)[-–—.]*|tidak ada( satuan)?|tanpa satuan|n/?a')"
MOST = 20
GOOD = [
    Example(["nama,jumlah,satuan", "Penduduk,5,jiwa", "Panen,3,Hektare", "Pajak,9,Rp", "Indeks,1,Tidak Ada Satuan"]),
    Example(["satuan_kerja,unit", "xyz,zzz"]),
    Example(["nama,satuan", "Bayi,BAYI/BALITA", "Pajak,Rupiah (Rp)"]),
]
BAD = [
    Example(["nama,jumlah,Satuan", "Penduduk,5,jiwa", "Panen,3,hektarr", "Lain,3,hektarr"], ((3, "Satuan"),)),
    Example(["nama,satuan_ukur", "Panen,xyzzy", "Pajak,rupia"], ((2, "satuan_ukur"), (3, "satuan_ukur"))),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for each distinct unit that is in no list, at its first row, with the nearest ones."""
    units = codelists.load("satuan")
    near_text = N_('"{cell}" is no known unit. Perhaps you mean: {near}.')
    text = N_('"{cell}" is no known unit. Write one of the list of units, such as orang, ha or persen.')
    for name in _columns(table):
        column = table.column(name)
        distinct = f"SELECT {column} AS cell, min(n) AS row FROM cells WHERE {column} IS NOT NULL GROUP BY 1"
        written = table.stream(f"SELECT cell, row FROM ({distinct}) WHERE NOT {NONE} ORDER BY row")
        unknown = ((cell, row) for cell, row in written if not _is_unit(cell, units))
        for cell, row in itertools.islice(unknown, MOST):
            near = ", ".join(code.name for code in units.suggest(cell, 3))
            values = {"cell": cell[: cells.SHOWN], "near": near}
            yield Problem("unknown-unit", row, name, near_text if near else text, values, WARNING)


def _columns(table: Table) -> list[str]:
    coded = {field["name"] for field in table.schema["fields"] if field.get("codelist")}
    return [name for name in cells.of_text(table) if name not in coded and UNIT.fullmatch(headers.words(name))]


def _is_unit(text: str, units: codelists.CodeList) -> bool:
    """Return whether a unit is in the list, also with its sign in parentheses, or as one of two: Orang/Jiwa."""
    if units.lookup(text):
        return True
    parts = [part.strip(" .") for part in re.split(r"[/()]", text)]
    return all(units.lookup(part) for part in parts if part)
