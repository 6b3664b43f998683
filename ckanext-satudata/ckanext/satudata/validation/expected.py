"""What a file is held against: a standard's Table Schema in the file's own words, or one inferred from the file."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from ckanext.satudata.exceptions import N_, UnusableSchema
from ckanext.satudata.standards import fit, model
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import inferred, symbols
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation.report import Problem
from frictionless import FrictionlessException, Schema


def standard_of(resource: dict[str, Any]) -> Standard | None:
    """Return the standard that a resource says it follows, or None."""
    name = resource.get("standar")
    return model.load(name) if name else None


def missing_columns(file: CsvFile, standard: Standard) -> list[Problem]:
    """Return a problem for each required column of the standard that the file lacks."""
    comparison = fit.compare(file.header(), standard)
    text = N_('this column ({title}) is missing, which "{standard}" asks for. Add it; the file has: {here}.')
    here = ", ".join(file.header())
    return [
        Problem(
            "missing-label",
            1,
            name,
            text,
            {"title": standard.field(name).title, "standard": standard.title, "here": here},
        )
        for name in comparison.missing
    ]


def schema(file: CsvFile, standard: Standard | None, custom_schema: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the Table Schema of the file's columns in their order, with the file's headers as names.

    A field of the standard has its name there as `field`. Columns that the standard does not know keep what their
    cells suggest. `custom_schema` is a Table Schema that the officer gave instead of a standard: it is taken as it
    is, with the column of marks where reading has made one.
    """
    if custom_schema is not None:
        declared = [field.get("name") for field in custom_schema["fields"]]
        is_made = symbols.COLUMN in file.header() and symbols.COLUMN not in declared
        return {**custom_schema, "fields": [*custom_schema["fields"], symbols.FIELD]} if is_made else custom_schema
    missing = list(standard.table.missing_values) if standard else [""]
    suggested = inferred.schema(file, missing)
    columns = [symbols.FIELD if field["name"] == symbols.COLUMN else field for field in suggested["fields"]]
    suggested = {**suggested, "fields": columns}
    if standard is None:
        return suggested
    names = fit.compare(file.header(), standard).columns
    labels = {name: label for label, name in names.items()}
    measured = {measure.field for measure in standard.measures} if symbols.COLUMN in file.header() else set()
    fields = [
        {**_descriptor(standard, names[field["name"]], measured), "name": field["name"], "field": names[field["name"]]}
        if field["name"] in names
        else field
        for field in suggested["fields"]
    ]
    descriptor = {"fields": fields, "missingValues": missing}
    key = standard.table.primary_key
    return {**descriptor, "primaryKey": [labels[name] for name in key]} if set(key) <= set(labels) else descriptor


def _descriptor(standard: Standard, name: str, marked: Collection[str]) -> dict[str, Any]:
    """Return the descriptor of a field; that a figure is there, or a mark in its place, the check `unmarked` sees."""
    descriptor = standard.field(name).descriptor
    if name not in marked:
        return descriptor
    limits = {key: value for key, value in descriptor.get("constraints", {}).items() if key != "required"}
    return {**descriptor, "constraints": limits}


def titled(schema: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """Return the schema with the titles of the columns that have none, by their names."""
    fields = [
        {**field, "title": titles[field["name"]]} if field["name"] in titles and not field.get("title") else field
        for field in schema["fields"]
    ]
    return {**schema, "fields": fields}


def parse_schema(content: bytes) -> dict[str, Any]:
    """Return the Table Schema (JSON) that somebody gives instead of a standard. Raises UnusableSchema."""
    try:
        descriptor = json.loads(content)
    except ValueError as error:
        raise UnusableSchema(N_("The schema is no JSON: {error}."), error=str(error)) from error
    if not isinstance(descriptor, dict) or not descriptor.get("fields"):
        raise UnusableSchema(N_('The schema is no Table Schema: it names no "fields".'))
    try:
        Schema.from_descriptor(descriptor)
    except FrictionlessException as error:
        notes = "; ".join(reason.note for reason in error.reasons or [error.error])
        raise UnusableSchema(N_("The schema is no valid Table Schema: {error}."), error=notes) from error
    return descriptor
