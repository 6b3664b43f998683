"""Dates as people write them become ISO 8601: 31/12/2025, 31 Desember 2025, Februari 2026, Excel's day numbers."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.metadata.months import MONTHS
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal
from ckanext.satudata.tables.words import MONTH

ORDER, STAGE = 130, CELLS
DAYS = "senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu"
FORMS = {
    "day/month/year": r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})",
    "month/day/year": r"(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})",
    "day month year": rf"(?:(?:{DAYS}),?\s+)?(\d{{1,2}})[ -]({MONTH})\.?[ -](\d{{4}})",
    "month year": rf"({MONTH})\.?[ -](\d{{4}})",
    "year month day": r"(\d{4})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{1,2})",
    "day number": r"(\d{5})",
}
SCHEMA = options({"columns": COLUMNS, "form": {"enum": list(FORMS)}})
EXAMPLE = Example(["nama,tanggal", "Sawan,31/12/2025", "Seririt,1/2/2026"])
# a day and a month that only figures distinguish; here people write the day first
NUMERIC = {"day/month/year", "month/day/year"}
PATTERNS = {form: re.compile(pattern, re.IGNORECASE) for form, pattern in FORMS.items()}
# Excel counts days from 1899-12-30; these are 1950 and 2100
FIRST_DAY, LAST_DAY = 18264, 73050
DATED = re.compile(r"\b(?:tanggal|tgl|date)\b", re.IGNORECASE)
# of a column's cells that must be dates of one form; the others are left for the check to name
SHARE = 0.9


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    columns = ", ".join(step.options["columns"])
    if "example" not in step.details:
        return Sentence(N_("Dates in column {columns} written as 2025-12-31"), {"columns": columns})
    before, after = step.details["example"]
    if step.options["form"] == "month/day/year":
        text = N_("Dates with the month first, such as {before}, read as {after} in column {columns}")
        return Sentence(text, {"before": before, "after": after, "columns": columns})
    return Sentence(
        N_("Dates such as {before} read as {after} in column {columns}"),
        {"before": before, "after": after, "columns": columns},
    )


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column is such a date."""
    forms = [
        pattern for form, pattern in PATTERNS.items() if form != "day number" or DATED.search(name.replace("_", " "))
    ]
    return any(pattern.fullmatch(value.strip()) for value in values for pattern in forms)


def _match(sql: str, form: str) -> str:
    return f"regexp_full_match(trim({sql}), {literal(FORMS[form])}, 'i')"


def _part(sql: str, form: str, group: int) -> str:
    return f"regexp_extract(trim({sql}), {literal(FORMS[form])}, {group}, 'i')"


def _month(sql: str) -> str:
    names = "{" + ", ".join(f"{literal(name)}: {number}" for name, number in MONTHS.items()) + "}"
    return f"map_extract(MAP {names}, lower({sql}))[1]"


def _written(sql: str, form: str) -> str:
    """Return the SQL of a cell in ISO 8601; NULL where it is no date."""
    if form == "day number":
        days = f"TRY_CAST(trim({sql}) AS INTEGER)"
        good = f"{days} BETWEEN {FIRST_DAY} AND {LAST_DAY}"
        return f"CASE WHEN {_match(sql, form)} AND {good} THEN CAST(DATE '1899-12-30' + {days} AS VARCHAR) END"
    if form == "month year":
        month = f"lpad(CAST({_month(_part(sql, form, 1))} AS VARCHAR), 2, '0')"
        return f"CASE WHEN {_match(sql, form)} THEN {_part(sql, form, 2)} || '-' || {month} END"
    day, month, year = (_part(sql, form, group) for group in (1, 2, 3))
    if form == "year month day":
        day, year = year, day
    if form == "month/day/year":
        day, month = month, day
    elif form == "day month year":
        month = f"CAST({_month(month)} AS VARCHAR)"
    iso = f"{year} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0')"
    return f"CASE WHEN {_match(sql, form)} THEN CAST(TRY_CAST({iso} AS DATE) AS VARCHAR) END"


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose for each form the columns of which nearly all cells are dates of it or in ISO 8601 already."""
    proposals: list[Step | Warn] = []
    for form in FORMS:
        columns = [column.name for column in cells.named(names) if _fits(cells, column, form)]
        if columns:
            proposals.append(Step("dates", {"columns": columns, "form": form}))
    return proposals


def _fits(cells: Cells, column: Column, form: str) -> bool:
    if form == "day number" and not DATED.search(column.name.replace("_", " ")):
        return False
    if form in NUMERIC and not _is_certain(cells, column, form):
        return False
    sql = column.sql
    iso = rf"regexp_full_match(trim({sql}), '\d{{4}}-\d\d(-\d\d.*)?')"
    good, filled, done = cells.ask(
        f"count({_written(sql, form)}), count(*) FILTER ({sql} <> ''), count(*) FILTER ({iso})"
    )[0]
    return bool(good > 0 and good + done >= SHARE * filled)


def _is_certain(cells: Cells, column: Column, form: str) -> bool:
    """Return whether cells that can be read one way round only speak for a form; months first must be shown by one."""
    ours, other = (_written(column.sql, order) for order in (form, *(NUMERIC - {form})))
    only_ours, only_other = cells.ask(
        f"count(*) FILTER ({ours} IS NOT NULL AND {other} IS NULL), "
        f"count(*) FILTER ({other} IS NOT NULL AND {ours} IS NULL)"
    )[0]
    return only_ours >= only_other if form == "day/month/year" else only_ours > 0 and not only_other


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Rewrite the cells that are dates of the form."""
    columns, form = cells.named(options["columns"]), options["form"]
    example = cells.ask(
        f"{columns[0].sql}, {_written(columns[0].sql, form)}",
        f"{_written(columns[0].sql, form)} IS NOT NULL ORDER BY n LIMIT 1",
    )
    if example:
        details["example"] = list(example[0])
    return cells.rewritten({column.sql: f"coalesce({_written(column.sql, form)}, {column.sql})" for column in columns})
