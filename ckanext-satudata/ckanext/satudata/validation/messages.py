"""What an officer reads of frictionless's errors: what is wrong, where, what was expected, how to mend it."""

from __future__ import annotations

import re
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.validation.report import Problem

CONSTRAINT = re.compile(r'^constraint "(\w+)" is "(.*)"$', re.DOTALL)
EARLIER = re.compile(r"position (\d+)")
SHOWN = 60


def problem(error: Any, schema: dict[str, Any]) -> Problem:
    """Return frictionless's error as our record."""
    row = getattr(error, "row_number", None)
    # a second column of one name gets another name from frictionless; the officer knows only the label
    field = getattr(error, "label", None) or getattr(error, "field_name", None)
    cell = str(getattr(error, "cell", None) or "")[:SHOWN]
    constraint, earlier = CONSTRAINT.match(error.note or ""), EARLIER.search(error.note or "")
    text = _text(error, schema, field).format(
        row=row,
        field=field,
        cell=cell,
        note=error.note,
        key=", ".join(schema.get("primaryKey", [])),
        limit=constraint[2] if constraint else "",
        earlier=earlier[1] if earlier else "",
    )
    return Problem(error.type, row, field, text)


def _text(error: Any, schema: dict[str, Any], field: str | None) -> str:
    if error.type == "type-error":
        return _type_text(next((each for each in schema["fields"] if each["name"] == field), {}))
    if error.type == "constraint-error":
        found = CONSTRAINT.match(error.note)
        return _constraint_text(found[1] if found else "")
    if error.type == "primary-key":
        return _key_text(error.note)
    texts = {
        "blank-header": _("A column has no name. Write a name in every cell of the header row."),
        "duplicate-label": _('The column name "{field}" is used twice. Give each column a name of its own.'),
        "blank-label": _("A column has no name. Write a name in every cell of the header row."),
        "extra-cell": _("Row {row} has more cells than the header. Delete the extra cells or name their column."),
        "missing-cell": _('Row {row} has fewer cells than the header: column "{field}" is missing.'),
        "unique-error": _(
            'Row {row}, column "{field}": "{cell}" stands in row {earlier}, too. Each value may stand once.'
        ),
    }
    return texts.get(error.type, _("The table has an error: {note}"))


def _key_text(note: str) -> str:
    if EARLIER.search(note):
        return _("Row {row} repeats row {earlier}: the same {key}. Delete one of them, or mend these columns.")
    return _("Row {row} has none of {key}, by which rows are told apart. Fill them in.")


def _type_text(field: dict[str, Any]) -> str:
    if "field" not in field:
        return _('Row {row}, column "{field}": the value "{cell}" does not fit the other values of the column.')
    texts = {
        "integer": _('Row {row}, column "{field}": "{cell}" is no whole number. Write digits only, such as 1250.'),
        "number": _('Row {row}, column "{field}": "{cell}" is no number. Write it with a point, such as 1250.75.'),
        "year": _('Row {row}, column "{field}": "{cell}" is no year. Write four digits, such as 2025.'),
        "date": _('Row {row}, column "{field}": "{cell}" is no date. Write it as 2025-06-30.'),
    }
    return texts.get(field["type"], _('Row {row}, column "{field}": "{cell}" is not of the right kind.'))


def _constraint_text(name: str) -> str:
    texts = {
        "required": _('Row {row}, column "{field}" is empty, but every row must have a value. Fill it in.'),
        "minimum": _('Row {row}, column "{field}": {cell} is too small; the least is {limit}.'),
        "maximum": _('Row {row}, column "{field}": {cell} is too large; the most is {limit}.'),
        "enum": _('Row {row}, column "{field}": "{cell}" is not one of {limit}.'),
        "pattern": _('Row {row}, column "{field}": "{cell}" does not have the form that this column asks for.'),
        "minLength": _('Row {row}, column "{field}": "{cell}" is too short; at least {limit} characters.'),
        "maxLength": _('Row {row}, column "{field}": the text is too long; at most {limit} characters.'),
    }
    return texts.get(name, _('Row {row}, column "{field}": {note}.'))
