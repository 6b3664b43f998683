"""What the cells of columns of text look like: SQL conditions on `cell`, and how many of each column meet them."""

from __future__ import annotations

import functools
import re

from ckanext.satudata.metadata import codelists
from ckanext.satudata.personal import headers
from ckanext.satudata.tables.numerals import SUFFIX
from ckanext.satudata.tables.steps import numbers
from ckanext.satudata.tables.table import Table, literal
from ckanext.satudata.validation import cells

# a figure as programs write it; codes and numbers of houses begin with zeros
PLAIN = r"regexp_full_match(trim(cell), '-?(0|[1-9][0-9]*)(\.[0-9]+)?')"
ZEROS = r"regexp_matches(cell, '^[^0-9]*0[0-9]')"
# columns whose figures identify things, or stand among words, by the words of their headers
NO_FIGURES = (
    "kode|kd|id|no|nomor|nik|nip|npsn|telepon|telp|hp|fax|akun|rekening|rt|rw|kelas|ruang|ruangan|blok|lantai|jam|waktu"
    "|pukul|versi|pasal|bab|umur|usia|kelompok|rentang|alamat|keterangan|catatan|uraian|ukuran|kemasan|satuan|nama"
)
# cells by which a column is recognized as no column of figures; only the others are read whole
SAMPLE = 2000
HALF = 0.5


@functools.cache
def dressed() -> str:
    """Return the condition that a cell is a figure as people write it: 1.234,5 · Rp 1.000 · 12,5 % · 12 orang."""
    units = {name for code in codelists.load("satuan") for name in (code.name, *code.extra["synonyms"].split("|"))}
    words = "|".join(sorted((re.escape(unit) for unit in units if unit), key=len, reverse=True))
    figure = f"{numbers.GRAMMAR[',']}|{numbers.GRAMMAR['.']}"
    whole = rf"\(?\s*-?\s*((rp|idr)\.?)?\s*-?({figure})(,-)?\s*({SUFFIX}|{words})?\.?\s*\)?"
    return f"(regexp_full_match(trim(cell), {literal(whole)}, 'i') AND NOT {PLAIN} AND NOT {ZEROS})"


def free_columns(table: Table) -> list[str]:
    """Return the columns of text that no standard describes and that may be meant for figures."""
    described = {field["name"] for field in table.schema["fields"] if "field" in field or field.get("codelist")}
    return [name for name in cells.of_text(table) if name not in described and not headers.matches(name, NO_FIGURES)]


def figures(table: Table) -> dict[str, tuple[int, int, int]]:
    """Return of each free column that is mostly figures how many cells it has, and how many are plain and dressed."""
    step = table.count() // SAMPLE + 1
    some = _counts(table, free_columns(table), f"n % {step} = 0")
    columns = [
        name for name, (filled, plain, dressed_) in some.items() if filled and plain + dressed_ >= HALF * filled
    ]
    return _counts(table, columns) if step > 1 else {name: some[name] for name in columns}


def _counts(table: Table, names: list[str], where: str = "true") -> dict[str, tuple[int, int, int]]:
    by_column = dict.fromkeys(names, (0, 0, 0))
    counts = f"count(*), count(*) FILTER ({PLAIN}), count(*) FILTER ({dressed()})"
    for _group, relation in cells.together(table, names):
        rows = table.ask(f"SELECT place, {counts} FROM {relation} WHERE {where} GROUP BY 1")
        by_column.update({names[place]: (filled, plain, others) for place, filled, plain, others in rows})
    return by_column
