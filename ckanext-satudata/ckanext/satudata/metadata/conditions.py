"""Fields that the form requires, or has only where another field holds a certain value (`show_if`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.scheming.validation import scheming_validator

TRUE = {"true", "ya", "yes", "1"}
FALSE = {"false", "tidak", "no", "0", ""}


@scheming_validator
def satudata_required(field: dict[str, Any], schema: dict[str, Any]) -> Callable[..., None]:
    """Require a field that says `required`; one with `show_if` only where its condition holds, and nowhere else."""
    condition: dict[str, list[str]] = field.get("show_if", {})

    def validate(key: Any, data: Any, errors: Any, context: Any) -> None:
        shown = all(_values(schema, key, data, name) & set(values) for name, values in condition.items())
        if not is_empty(data.get(key)):
            if not shown:
                errors[key].append(_not_applicable(condition, schema))
                raise tk.StopOnError
            return
        if field.get("required") and shown:
            errors[key].append(_("Fill in this field."))
        elif data.get(key) is tk.missing:
            data.pop(key)
        raise tk.StopOnError

    return validate


def is_empty(value: Any) -> bool:
    """Return whether a field holds nothing: missing, blank, or an empty list."""
    return (
        value is None or value is tk.missing or value in ([], "[]") or (isinstance(value, str) and not value.strip())
    )


def _values(schema: dict[str, Any], key: Any, data: Any, name: str) -> set[str]:
    """Return the values of the field `name` beside `key`, as codes; an empty field has the value ""."""
    value = data.get((*key[:-1], name))
    if is_empty(value):
        return {""}
    declared = next((field for field in _fields(schema) if field["field_name"] == name), {})
    texts = value if isinstance(value, list) else tk.aslist(value.strip("[]").replace('"', ""), ",")
    if "codelist" not in declared:
        return {truth_of(str(text)) for text in texts}
    codes = codelists.load(declared["codelist"])
    matches = [codes.lookup(str(text).strip()) for text in texts]
    return {code.code for code in matches if code}


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = schema["dataset_fields"] if "dataset_fields" in schema else schema["fields"]
    return fields


def truth_of(text: str) -> str:
    """Return a yes as "true" and a no as ""; other texts as they are."""
    if text.lower() in TRUE:
        return "true"
    return "" if text.lower() in FALSE else text


def _not_applicable(condition: dict[str, list[str]], schema: dict[str, Any]) -> str:
    labels = {field["field_name"]: field["label"] for field in _fields(schema)}
    either = _(" or ")
    parts = [f"{labels[name]} = {either.join(filter(None, values))}" for name, values in condition.items()]
    return _("Leave this empty: it applies only when {0}.").format(_(" and ").join(parts))
