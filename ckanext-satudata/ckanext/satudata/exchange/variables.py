"""What a column of a table is as a variable (MS-Var): of which concept, and what it lacks to be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import words
from ckanext.satudata.standards.model import NUMERIC

if TYPE_CHECKING:
    from ckanext.satudata.exchange.sources import Source

DEFINITION, UNIT, TYPE = N_("definition"), N_("unit"), N_("type")
TYPES = {"string", "integer", "number", "year", "date", "datetime", "boolean"}


def concept(source: Source) -> str:
    """Return what a column is about: its list where it holds codes or names, the standard's where it is measured.

    Any other column (a year, a name that no list explains) is about what its title says.
    """
    listed = _code_list(source)
    if listed:
        return codelists.title(listed)
    if not _is_measured(source):
        return str(source.column.get("title") or source.column["name"])
    return words.of_table(source.record, source.standard).get("konsep") or ""


def lacks(source: Source) -> list[str]:
    """Return what a column lacks to be a variable, as marked texts; nothing where it is one."""
    column = source.column
    present = {
        DEFINITION: bool((column.get("description") or "").strip()),
        UNIT: not _is_counted(source) or codelists.load("satuan").is_valid(column.get("satuan") or ""),
        TYPE: column.get("type") in TYPES,
    }
    return [part for part, is_there in present.items() if not is_there]


def _code_list(source: Source) -> str:
    column = source.column
    if column.get("codelist"):
        return column["codelist"]
    if source.standard and column.get("name_of"):
        return source.standard.field(column["name_of"]).codelist
    return ""


def _is_measured(source: Source) -> bool:
    if source.standard is None:
        return _is_counted(source)
    return source.standard.find_measure(source.column["name"]) is not None


def _is_counted(source: Source) -> bool:
    """Return whether a column holds figures: no codes, and no key such as year or month."""
    keys = source.standard.dimensions if source.standard else ()
    return source.column.get("type") in NUMERIC and not _code_list(source) and source.column["name"] not in keys
