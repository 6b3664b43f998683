"""What went wrong with one record, for people: never a statement of the database, never a secret."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import HarvestError
from ckanext.satudata.harvest.agency import dataset_fields


def describe_failure(error: BaseException) -> str:
    """Return what went wrong; of what we did not foresee only the kind, since its text is for programmers."""
    if isinstance(error, HarvestError):
        return str(error)
    if isinstance(error, tk.ValidationError):
        return describe_refusal(error.error_dict)
    text = _("The portal cannot take this record in ({0}). The portal's log has the details at this moment.")
    return text.format(type(error).__name__)


def describe_refusal(errors: dict[str, Any]) -> str:
    """Return what CKAN refuses, as one text for people: the label of each field and what is wrong with it."""
    parts = []
    for name, messages in errors.items():
        if name == "validation_report":
            # the number of the draft
            continue
        label = dataset_fields().get(name, {}).get("label", name)
        texts = _texts(messages)
        parts.append(f"{label}: {' '.join(texts)}" if texts else str(label))
    return "\n".join(parts)


def _texts(messages: Any) -> list[str]:
    """Return the texts in a nested answer of CKAN's rules, each once."""
    if isinstance(messages, dict):
        messages = [f"{name}: {text}" for name, message in messages.items() for text in _texts(message)]
    if isinstance(messages, list | tuple):
        return list(dict.fromkeys(text for message in messages for text in _texts(message)))
    return [str(messages)] if messages else []
