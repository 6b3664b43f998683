"""What breaks a JSON Schema, described for people: the place in the file, and what should stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.late import _

if TYPE_CHECKING:
    from jsonschema import ValidationError

TYPES = {
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
    "array": N_("a list"),
    "object": N_("keys and values"),
    "null": N_("nothing"),
}
# of a rule whose words need no more than what the schema wants and what was found
TEXTS = {
    "enum": N_("{found!r} is not one of: {wanted}."),
    "const": N_("{found!r} should be {wanted}."),
    "pattern": N_("{found!r} is not written as {wanted}."),
    "format": N_("{found!r} is no {wanted}."),
    "minimum": N_("{found} is less than {wanted}."),
    "exclusiveMinimum": N_("{found} must be more than {wanted}."),
    "maximum": N_("{found} is more than {wanted}."),
    "minItems": N_("At least {wanted} entries are needed."),
    "maxItems": N_("At most {wanted} entries are allowed."),
    "minLength": N_("The text must have at least {wanted} characters."),
    "maxLength": N_("The text may have {wanted} characters at most."),
    "minProperties": N_("At least {wanted} keys are needed."),
    "uniqueItems": N_("The same entry stands twice."),
    "oneOf": N_("{found!r} fits none, or more than one, of the allowed forms."),
    "anyOf": N_("{found!r} fits none of the allowed forms."),
}


def faults(value: Any, schema: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Yield `place: text` for each fault of a value, in the order of its places; keys of a place are joined by `/`."""
    # a check of one file with nothing to hold against a schema need not wait for it
    from jsonschema import Draft202012Validator

    for error in sorted(Draft202012Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.path))):
        place = prefix + "/".join(str(part) for part in error.absolute_path)
        yield f"{place}: {text(error)}" if place else text(error)


def text(error: ValidationError) -> str:
    """Return what a fault is, in the reader's language; jsonschema's own English for a rule that we do not know."""
    if error.validator in SPECIAL:
        return SPECIAL[error.validator](error)
    if error.validator not in TEXTS:
        return error.message
    expected = error.validator_value
    expected_text = ", ".join(map(str, expected)) if isinstance(expected, list) else expected
    return _(TEXTS[error.validator]).format(found=error.instance, wanted=expected_text)


def _type(error: ValidationError) -> str:
    type_names = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    expected_text = _(" or ").join(_(TYPES[type_name]) for type_name in type_names)
    return _("{0!r} should be {1}.").format(error.instance, expected_text)


def _required(error: ValidationError) -> str:
    lacking = [name for name in error.validator_value if name not in error.instance]
    # jsonschema raises one error for each of them
    named = next((name for name in lacking if repr(name) in error.message), lacking[0])
    return _('The key "{0}" is missing.').format(named)


def _additional(error: ValidationError) -> str:
    properties = error.schema.get("properties", {})
    unknown = ", ".join(sorted(str(name) for name in error.instance if name not in properties))
    if not properties:
        return _('There must be no key "{0}".').format(unknown)
    return _('There is no key "{0}". There are: {1}.').format(unknown, ", ".join(sorted(properties)))


SPECIAL: dict[Any, Callable[[ValidationError], str]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _additional,
}
