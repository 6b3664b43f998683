"""Our records as frictionless writes errors, so that every program that reads its reports reads ours.

An error of one of our own checks has the type of frictionless that says as much of its place, and the name of the
check in `check`. `level`, `place` (in the officer's own file) and `check` are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckanext.satudata.validation.report import Problem

CELL, ROW, LABEL, HEADER, REFERENCE = "cell-error", "row-error", "label-error", "header-error", "foreign-key"
TABLE = "table-error"
# frictionless's types, and that whose members each has
TYPES = {
    **dict.fromkeys(("extra-cell", "missing-cell", "type-error", "constraint-error", "unique-error"), CELL),
    **dict.fromkeys(("blank-row", "primary-key", "duplicate-row", "row-constraint"), ROW),
    **dict.fromkeys(("blank-label", "duplicate-label", "missing-label", "extra-label", "incorrect-label"), LABEL),
    "blank-header": HEADER,
    REFERENCE: REFERENCE,
    **dict.fromkeys(("source-error", "file-error", "encoding-error", "schema-error", "resource-error"), TABLE),
}


def described(problem: Problem, labels: list[str], cells: list[str]) -> dict[str, Any]:
    """Return a record as an error of frictionless 5; `cells` are those of its row, as far as they are kept."""
    kind = TYPES.get(problem.type) or _kind(problem)
    native = problem.type in TYPES
    name = problem.field or ""
    number = problem.values["extra"] + 1 if "extra" in problem.values else _number(name, labels)
    row = {"cells": cells, "rowNumber": problem.row or 0}
    header = {"labels": labels, "rowNumbers": [1]}
    members: dict[str, dict[str, Any]] = {
        CELL: {**row, "cell": str(problem.values.get("cell", "")), "fieldName": name, "fieldNumber": number},
        ROW: row,
        LABEL: {**header, "label": name, "fieldName": name, "fieldNumber": number},
        HEADER: header,
        REFERENCE: {
            **row,
            "fieldNames": str(problem.values.get("key", "")).split(", "),
            "fieldCells": str(problem.values.get("cell", "")).split(", "),
            "referenceName": "",
            "referenceFieldNames": str(problem.values.get("reference", "")).split(", "),
        },
        TABLE: {},
    }
    return {
        "type": problem.type if native else kind,
        "title": problem.type.replace("-", " ").capitalize(),
        "description": problem.sentence,
        "message": problem.message,
        "tags": [f"#{problem.level}"],
        "note": str(problem.values.get("note") or problem.sentence),
        **members[kind],
        "check": problem.type,
        "level": problem.level,
        "place": problem.cell,
    }


def _number(name: str, labels: list[str]) -> int:
    """Return the number of a column from 1; a column that is missing would be the next."""
    if name in labels:
        return labels.index(name) + 1
    # so frictionless calls a column without a name
    unnamed = re.fullmatch(r"field(\d+)", name)
    return int(unnamed[1]) if unnamed else len(labels) + 1


def _kind(problem: Problem) -> str:
    if problem.row and problem.row > 1:
        return CELL if problem.field else ROW
    return LABEL if problem.field else TABLE
