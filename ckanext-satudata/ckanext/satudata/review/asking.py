"""What several actions of the review ask of their callers, and how they answer what they cannot take."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists

SHORTEST_REASON = 10
# the reason that is none of the list
OTHER = "lain"
REQUIRED, OPTIONAL = ["not_empty", "unicode_safe"], ["ignore_missing", "unicode_safe"]


def find_package(name: str) -> ckan_model.Package:
    """Return a dataset by its id or name. Raises ObjectNotFound."""
    package = ckan_model.Package.get(name)
    if package is None:
        raise tk.ObjectNotFound(tk._("There is no such dataset."))
    return package


def parse_reason(data: dict[str, Any]) -> tuple[str, str]:
    """Return why public figures are replaced: a code of the list, and words."""
    reason, note = data["reason"], (data.get("note") or "").strip()
    if reason not in codelists.load("alasan_revisi").codes:
        raise tk.ValidationError({"reason": [tk._("Choose a reason of the list.")]})
    if reason == OTHER:
        check_length("note", note)
    return reason, note


def check_length(name: str, text: str) -> str:
    """Return a text that is long enough to tell something. Raises ValidationError at the field `name`."""
    text = text.strip()
    if len(text) < SHORTEST_REASON:
        message = tk._("Say it in at least {0} characters.").format(SHORTEST_REASON)
        raise tk.ValidationError({name: [message]})
    return text


def describe_error(error: Exception) -> str:
    """Return in words why an action refused what it was asked."""
    if isinstance(error, tk.ValidationError):
        texts = [text for texts in error.error_dict.values() if isinstance(texts, list) for text in texts]
        return " ".join(str(text) for text in texts)
    return str(error)
