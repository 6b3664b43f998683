"""Figures that a standard says to be computed of two measures, row by row: free beds of each hospital."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.parts import Computed

DIFFERENCE = "selisih"


def compute_rows(computed: Computed, question: Question, whole: Answer, part: Answer) -> Answer:
    """Return the rows of both measures as rows of the computed one; a group that lacks one of them has no value."""
    parts = {_key(question, row): row for row in part.rows}
    rows = []
    for row in whole.rows:
        other = parts.get(_key(question, row))
        value = compute(computed, row["value"], other["value"]) if other else None
        if value is not None:
            rows.append({**row, "value": value})
    keys = {_key(question, row) for row in whole.suppressed}
    hidden = [*whole.suppressed, *(row for row in part.suppressed if _key(question, row) not in keys)]
    unit = whole.unit if computed.cara == DIFFERENCE else "persen"
    return replace(whole, rows=rows, suppressed=hidden, unit=unit)


def compute(computed: Computed, whole: Any, part: Any) -> Decimal | None:
    """Return the difference of two figures, or the part in percent of the whole; None where one is missing or 0."""
    if whole is None or part is None or not whole:
        return None
    if computed.cara == DIFFERENCE:
        return Decimal(whole) - Decimal(part)
    return Decimal(part) / Decimal(whole) * 100


def _key(question: Question, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in question.group_by)
