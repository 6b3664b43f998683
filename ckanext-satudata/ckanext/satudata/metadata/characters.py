"""Characters that no database can hold, refused where they come in: NUL, and halves of surrogate pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import Kind, Write
from flask import Blueprint, request
from werkzeug.datastructures import FileStorage

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# addresses that a page runs, or that name files of the reader's own machine
UNSAFE_SCHEMES = {"javascript", "vbscript", "data", "file", "blob"}
blueprint = Blueprint("satudata_characters", __name__)


@blueprint.before_app_request
def refuse_in_address() -> None:
    """Answer 404 to a path, and 400 to a query, that no record can have."""
    if UNSTORABLE.search(request.path):
        tk.abort(404, tk._("There is no such page."))
    for name, values in request.args.lists():
        if any(UNSTORABLE.search(text) for text in (name, *values)):
            tk.abort(400, tk._("The address holds a character that cannot be stored. Write it anew."))


def refuse_in_data(write: Write) -> None:
    """Step: raise ValidationError naming the fields that hold what cannot be stored, or be an address."""
    text = tk._("This holds a character that cannot be stored. Delete it.")
    # CKAN's own error takes those of tags apart
    errors: dict[str, Any] = {name: [{"name": [text]} if name == "tags" else text] for name in _bad(write.data)}
    wrong = [
        tk._("Resource {0}: the address {1} is none. Write it like https://contoh.go.id/data.csv.").format(
            number, str(resource["url"])[:80]
        )
        for number, resource in enumerate(write.resources, 1)
        if not is_address(resource.get("url"))
    ]
    if write.kind is Kind.PACKAGE and not is_address(write.data.get("url")):
        errors["url"] = tk._("This is no address. Write it like https://contoh.go.id/data.")
    if wrong:
        errors["resources"] = [*errors.get("resources", []), *wrong]
    if errors:
        raise tk.ValidationError(errors)


def is_address(text: object) -> bool:
    """Return whether a page may lead to an address: it can be taken apart, and runs nothing."""
    try:
        return urlsplit(text if isinstance(text, str) else "").scheme not in UNSAFE_SCHEMES
    except ValueError:
        return False


def _bad(data_dict: dict[str, Any]) -> Iterator[str]:
    for name, value in data_dict.items():
        if any(UNSTORABLE.search(text) for text in _texts(value)):
            yield str(name).encode("utf-8", "replace").decode().replace("\0", "")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, FileStorage):
        yield value.filename or ""
    elif isinstance(value, dict):
        for key, member in value.items():
            yield str(key)
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
