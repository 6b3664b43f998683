"""A name beside a code is the name of that code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

KIND = re.compile(r"^(provinsi|kabupaten|kab\.?|kota|kecamatan|kec\.?|desa|kelurahan|kel\.?)\s+")
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example([HEADER, "51.08.01,Kec. GEROKGAK,2024,1,2,3"], standard="penduduk_jenis_kelamin"),
]
BAD = [
    Example([HEADER, "51.08.01,Seririt,2024,1,2,3"], ((2, "nama_kecamatan"),), standard="penduduk_jenis_kelamin"),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each pair of code and name that do not belong together, at its first row."""
    fields = {field["field"]: field for field in table.schema["fields"] if "field" in field}
    for field in fields.values():
        coded = fields.get(field.get("name_of", ""))
        if coded is None:
            continue
        name, code = table.column(field["name"]), table.column(coded["name"])
        pairs = f"SELECT {code}, {name}, min(n) FROM cells WHERE {code} IS NOT NULL AND {name} IS NOT NULL"
        for value, written, row in table.ask(f"{pairs} GROUP BY 1, 2 ORDER BY 3"):
            entry = codelists.load(coded["codelist"]).codes.get(value)
            if entry is None or _bare(entry.name) == _bare(written):
                continue
            text = N_('{code} is {right}, not "{cell}". Mend the code or the name.')
            values = {"code": value, "right": entry.name, "cell": written}
            yield Problem("name-of-another-code", row, field["name"], text, values)


def _bare(name: str) -> str:
    return re.sub(r"\W", "", KIND.sub("", name.casefold().strip()))
