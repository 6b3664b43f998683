"""Figures and periods as JSON holds them, and codes as people call them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.standards.model import Standard


def number(value: Decimal | float | None) -> int | float | None:
    """Return a figure as JSON can hold it: whole ones stay whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def label(standard: Standard, labels: Mapping[str, Mapping[str, str]], name: str, code: Any) -> str:
    """Return what people call a code of a dimension; the code itself where it has no name.

    `labels` are the names that tables give, {dimension: {code: name}}.
    """
    if code is None:
        return ""
    column = name.partition(":")[0]
    listed = "wilayah" if column == REGION else _codelist(standard, column)
    if listed:
        codes = codelists.load(listed)
        return codes.codes[code].name if codes.is_valid(code) else code
    return labels.get(column, {}).get(str(code), str(code))


def _codelist(standard: Standard, column: str) -> str:
    return next((field.codelist for field in standard.fields if field.name == column), "")
