"""Columns that a standard derives from its dates when its table becomes observations: `derived` in its file."""

from __future__ import annotations

from typing import Any

from ckanext.satudata import workdays
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.model import Standard


def sql(standard: Standard, column: dict[str, str]) -> dict[str, str]:
    """Return the SQL (PostgreSQL) of each derived column as text, by name.

    `column` gives the SQL of each field of the standard that the table has. A derived column whose fields the table
    lacks is left out.
    """
    found = {}
    for each in standard.derived or []:
        kind, rule = next((key, value) for key, value in each.items() if key in KINDS)
        if {value for key, value in rule.items() if key in FIELDS} <= set(column):
            found[each["name"]] = KINDS[kind](standard, rule, column)
    return found


def _working_days(_standard: Standard, rule: dict[str, str], column: dict[str, str]) -> str:
    """Working days after the first date up to and with the second; empty while one of them is."""
    return f"{workdays.between_sql(column[rule['from']], column[rule['to']])}::text"


def _due(standard: Standard, rule: dict[str, str], column: dict[str, str]) -> str:
    """The last day on which the promise is kept."""
    return f"({_deadline(standard, rule, column)})::text"


def _in_time(standard: Standard, rule: dict[str, str], column: dict[str, str]) -> str:
    """`ya` or `tidak`; empty while the second date is."""
    end = column[rule["to"]]
    deadline = _deadline(standard, rule, column)
    return f"CASE WHEN {end} IS NULL THEN NULL WHEN {end} <= {deadline} THEN 'ya' ELSE 'tidak' END"


def _deadline(standard: Standard, rule: dict[str, str], column: dict[str, str]) -> str:
    kind = column[rule["kind"]]
    codes = codelists.load(standard.field(rule["kind"]).codelist)
    days = " ".join(f"WHEN '{code.code}' THEN {int(code.extra[rule['days']])}" for code in codes)
    return workdays.after_sql(column[rule["from"]], f"CASE {kind} {days} END")


FIELDS = {"from", "to", "kind"}
KINDS: dict[str, Any] = {"working_days": _working_days, "due": _due, "in_time": _in_time}
