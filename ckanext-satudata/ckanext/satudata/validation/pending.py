"""Keeps an officer's file while another field of the form is being mended, so that it need not be chosen again."""

from __future__ import annotations

import io
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from ckan.lib.munge import munge_filename
from ckan.plugins import toolkit as tk
from ckanext.satudata.validation import store
from werkzeug.datastructures import FileStorage

STORAGE = "pending"
FIELD = "satudata_pending"
TOKEN = re.compile(r"^(\d+)\.[0-9a-f]{32}\.([\w.-]+)$")
KEPT_SECONDS = 24 * 60 * 60


def keep_upload(original: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Run `resource_create` or `resource_update` with the file of this request, or the one kept from the last.

    When the action refuses something else than the file, the file is kept for a day, for the same user only, and
    `data_dict` gets the token that brings it back in the field `satudata_pending`.
    """
    token = str(data_dict.pop(FIELD, "") or "")
    file = data_dict.get("upload")
    if not isinstance(file, FileStorage) or not file.filename:
        file = restore(context, token)
        if file:
            data_dict["upload"] = file
    try:
        result = original(context, data_dict)
    except tk.ValidationError as error:
        if file and "upload" not in error.error_dict:
            data_dict[FIELD] = keep(context, file)
        raise
    if token:
        remove(context, token)
    return result


def name_of(token: str) -> str:
    """Return the file name in a token, for the form; "" for anything that is no token."""
    match = TOKEN.match(token or "")
    return match[2] if match else ""


def sweep() -> None:
    """Remove the files that nobody came back for."""
    for name in store.names(STORAGE):
        match = TOKEN.match(name.partition(".")[2])
        if match and int(match[1]) < time.time() - KEPT_SECONDS:
            store.remove(name, STORAGE)


def _name(context: Any, token: str) -> str:
    # a token is worth nothing to another user
    return f"{context.get('user') or 'anonymous'}.{token}"


def keep(context: Any, file: FileStorage) -> str:
    """Keep a file for a day, for the user of the context alone; return the token that brings it back."""
    token = f"{int(time.time())}.{secrets.token_hex(16)}.{munge_filename(file.filename or 'berkas')}"
    file.stream.seek(0)
    store.keep(_name(context, token), file.stream, STORAGE)
    return token


def restore(context: Any, token: str) -> FileStorage | None:
    """Return a file that was kept, None where there is none."""
    content = store.content(_name(context, token), STORAGE) if TOKEN.match(token) else None
    return FileStorage(io.BytesIO(content), name_of(token)) if content is not None else None


def remove(context: Any, token: str) -> None:
    """Forget a file that was kept."""
    if TOKEN.match(token):
        store.remove(_name(context, token), STORAGE)
