"""The plan: an object with a list of {awal, akhir} for each stage."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import date
from ckanext.satudata.metadata import codelists


def write(row: Row, values: list[Any]) -> Any:
    """Return each stage with its periods."""
    plan: dict[str, list[Any]] = {code.code: [] for code in codelists.load(row.options["codelist"])}
    for stage in values[0] or []:
        plan[stage["tahap"]].append({"awal": stage["awal"], "akhir": stage["akhir"]})
    return plan


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the stages into the form in the order of the list."""
    form[row.fields[0]] = [
        {"tahap": code.code, "awal": date(period.get("awal")), "akhir": date(period.get("akhir"))}
        for code in codelists.load(row.options["codelist"])
        for period in (value or {}).get(code.code) or []
    ]


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    period = {"type": "object", "required": ["awal", "akhir"], "properties": {"awal": {}, "akhir": {}}}
    stage = {"type": ["array", "null"], "items": period}
    codes = [code.code for code in codelists.load(row.options["codelist"])]
    return {"type": ["object", "null"], "properties": dict.fromkeys(codes, stage)}
