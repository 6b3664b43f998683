"""Headers can be the names of columns in the DataStore, and no two are one name written twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import stored
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

GOOD = [
    Example(["kode_wilayah,Jumlah (jiwa),luas km²", "51.08.01,1,2"]),
    Example(["umur <5,umur >5,laju +,laju -", "1,2,3,4"]),
    Example([f"{'²' * 31},n", "1,2"]),
    Example(["id,user,table,order", "1,2,3,4"]),
]
BAD = [
    Example(["_nama,n", "a,1"], ((1, "_nama"),)),
    Example(['"a ""b""",n', "a,1"], ((1, 'a "b"'),)),
    Example(['"jumlah\n(jiwa)",n', "1,1"], ((1, "jumlah\n(jiwa)"),)),
    Example([f"{'x' * 64},n", "a,1"], ((1, "x" * 64),)),
    Example([f"{'²' * 32},n", "a,1"], ((1, "²" * 32),)),
    Example(["kecamatan,ctid", "Seririt,1"], ((1, "ctid"),)),
    Example(["_id,n", "1,1"], ((1, "_id"),)),
    Example(["Jumlah Siswa,jumlah_siswa", "1,2"], ((1, "jumlah_siswa"),)),
]


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each header that the DataStore refuses, a warning for each that repeats another."""
    first_names: dict[str, str] = {}
    for name in table.columns:
        text = _refused(name)
        if text:
            yield Problem("header-name", 1, name, text, {"most": stored.LONGEST_NAME})
        first = first_names.setdefault(_bare(name), name)
        if first != name:
            text = N_('this header is "{other}" but for capitals or spaces. Give each column a name of its own.')
            yield Problem("similar-header", 1, name, text, {"other": first}, WARNING)


def _bare(name: str) -> str:
    # signs may be all that tells two headers apart: <5 and >5
    return re.sub(r"[\s_]+", " ", name.casefold()).strip()


def _refused(name: str) -> str:
    """Return why the DataStore does not take a name, "" when it does.

    The rules are those of `is_valid_field_name` and `create_table` of ckanext.datastore.
    """
    if any(unicodedata.category(character).startswith("C") for character in name):
        return N_("this header has a line break or another sign that is not seen. Write it in one line.")
    if name != name.strip():
        return N_("this header has spaces before or after it. Delete them.")
    return _clashing(name)


def _clashing(name: str) -> str:
    """Return what of a name in one line means something to the database, "" when nothing does."""
    if name.startswith("_"):
        return N_("this header begins with an underscore. Begin it with a letter.")
    if '"' in name:
        return N_("this header has quotation marks. Delete them.")
    if len(name.encode()) > stored.LONGEST_NAME:
        return N_("this header is longer than {most} characters. Shorten it, and explain it in the description.")
    if name in stored.RESERVED:
        return N_("the database keeps this name for itself. Give the column another one, such as {field}_data.")
    return ""
