"""What templates ask of standards."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import model, template, words


def satudata_standard_choices(_field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the shipped standards as ckanext-scheming's select wants them, by title."""
    choices = [{"value": standard.name, "label": standard.title} for standard in model.every()]
    return sorted(choices, key=lambda choice: choice["label"])


def satudata_example(standard: model.Standard, field: model.Field) -> Any:
    """Return the example of a column, with a region of this district."""
    return template.example(standard, field)


def satudata_standard(name: str) -> model.Standard | None:
    """Return a standard, None where none of that name exists."""
    try:
        return model.load(name)
    except UnknownStandard:
        return None


def satudata_followed_standard(data: dict[str, Any]) -> model.Standard | None:
    """Return the standard that the dataset of a form follows, whether its files are sent with it or stored."""
    resources = data.get("resources")
    if not isinstance(resources, list):
        package = ckan_model.Package.get(data.get("id") or data.get("pkg_name") or "")
        resources = [row.as_dict() for row in package.resources] if package else []
    return words.find_standard(row for row in resources if isinstance(row, dict))


def satudata_standard_word(standard: model.Standard, field: str) -> str:
    """Return what a standard says in a field of a dataset; a code where the field holds codes."""
    return words.of(standard)[field]
