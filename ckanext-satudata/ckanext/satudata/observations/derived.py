"""Columns that a standard derives from its dates when its table becomes observations: `derived` in its file."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.satudata import workdays
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Due, InTime, WorkingDays


def sql(standard: Standard, column: Mapping[str, str]) -> dict[str, str]:
    """Return the SQL (PostgreSQL) of each derived column as text, by name.

    `column` gives the SQL of each field of the standard that the table has. A derived column whose fields the table
    lacks is left out.
    """
    return {
        derived.name: _expression(standard, derived.computed, column)
        for derived in standard.derived
        if derived.computed.fields <= set(column)
    }


def _expression(standard: Standard, rule: WorkingDays | Due | InTime, column: Mapping[str, str]) -> str:
    """Return a derived column; working days and the verdict are empty while one of their dates is."""
    if isinstance(rule, WorkingDays):
        return f"{workdays.between_sql(column[rule.start], column[rule.end])}::text"
    deadline = _deadline(standard, rule, column)
    if isinstance(rule, Due):
        return f"({deadline})::text"
    end = column[rule.end]
    return f"CASE WHEN {end} IS NULL THEN NULL WHEN {end} <= {deadline} THEN 'ya' ELSE 'tidak' END"


def _deadline(standard: Standard, rule: Due | InTime, column: Mapping[str, str]) -> str:
    """Return the last day on which the promise is kept."""
    codes = codelists.load(standard.field(rule.kind).codelist)
    days = " ".join(f"WHEN '{code.code}' THEN {int(code.extra[rule.days])}" for code in codes)
    return workdays.after_sql(column[rule.start], f"CASE {column[rule.kind]} {days} END")
