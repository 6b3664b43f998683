"""What an officer reads of frictionless's errors: what is wrong, where, what was expected, how to mend it."""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import faults
from ckanext.satudata.validation.report import Problem

CONSTRAINT = re.compile(r'^constraint "(\w+)" is "(.*)"$', re.DOTALL)
EARLIER = re.compile(r"position (\d+)")
SHOWN = 60


def problem(error: Any, schema: dict[str, Any]) -> Problem:
    """Return frictionless's error as our record."""
    row = getattr(error, "row_number", None)
    # a second column of one name gets another name from frictionless; the officer knows only the label
    field = getattr(error, "label", None) or getattr(error, "field_name", None)
    constraint, earlier = CONSTRAINT.match(error.note or ""), EARLIER.search(error.note or "")
    values: dict[str, Any] = {
        "cell": str(getattr(error, "cell", None) or "")[:SHOWN],
        "note": error.note,
        "key": ", ".join(getattr(error, "field_names", None) or schema.get("primaryKey", [])),
        "limit": constraint[2] if constraint else "",
        "earlier": int(earlier[1]) if earlier else None,
    }
    if error.type == "type-error" and (fault := faults.describe(str(error.cell))):
        return Problem(error.type, row, field, fault, {**faults.values(str(error.cell)), "note": error.note})
    if error.type == "blank-label":
        # frictionless calls it field4; people know its letter
        return Problem(
            error.type, 1, None, _text(error, schema, None), {"note": error.note, "extra": error.field_number - 1}
        )
    if error.type == "extra-cell":
        values["extra"] = error.field_number - 1
    if error.type == "foreign-key":
        values["cell"] = ", ".join(error.field_cells)[:SHOWN]
        values["reference"] = ", ".join(error.reference_field_names)
    return Problem(error.type, row, field, _text(error, schema, field), {k: v for k, v in values.items() if v})


def _text(error: Any, schema: dict[str, Any], field: str | None) -> str:
    if error.type == "type-error":
        return _type_text(next((descriptor for descriptor in schema["fields"] if descriptor["name"] == field), {}))
    if error.type == "constraint-error":
        match = CONSTRAINT.match(error.note)
        return _constraint_text(match[1] if match else "")
    if error.type == "primary-key":
        return _key_text(error.note)
    texts = {
        "blank-header": N_("A column has no name. Write a name in every cell of the header row."),
        "duplicate-label": N_("this name is used twice. Give each column a name of its own."),
        "blank-label": N_("A column has no name. Write a name in every cell of the header row."),
        "extra-cell": N_(
            "this row has more cells than the header. Put a cell that has a comma in it in quotation marks, delete "
            "the extra cells, or name their column."
        ),
        "missing-cell": N_("this row has fewer cells than the header. Add the missing ones, empty if need be."),
        "foreign-key": N_('"{cell}" in {key} stands in no row of {reference}. Mend it, or add the row it refers to.'),
        "unique-error": N_('"{cell}" stands in row {earlier}, too. Each value may stand once.'),
    }
    return texts.get(error.type, N_("The table has an error: {note}"))


def _key_text(note: str) -> str:
    if EARLIER.search(note):
        return N_("this row repeats row {earlier}: the same {key}. Delete one of them, or mend these columns.")
    return N_("this row has none of {key}, by which rows are told apart. Fill them in.")


def _type_text(field: dict[str, Any]) -> str:
    texts = {
        "integer": N_('"{cell}" is no whole number. Write digits only, such as 1250.'),
        "number": N_('"{cell}" is no number. Write it with a point, such as 1250.75.'),
        "year": N_('"{cell}" is no year. Write four digits, such as 2025.'),
        "date": N_('"{cell}" is no date. Write it as 2025-06-30.'),
    }
    return texts.get(field["type"], N_('"{cell}" is not of the right kind.'))


def _constraint_text(name: str) -> str:
    texts = {
        "required": N_("this cell is empty, but every row must have a value. Fill it in."),
        "minimum": N_("{cell} is too small; the least is {limit}."),
        "maximum": N_("{cell} is too large; the most is {limit}."),
        "enum": N_('"{cell}" is not one of {limit}.'),
        "pattern": N_('"{cell}" does not have the form that this column asks for.'),
        "minLength": N_('"{cell}" is too short; at least {limit} characters.'),
        "maxLength": N_("the text is too long; at most {limit} characters."),
    }
    return texts.get(name, N_("{note}."))
