"""Columns that several standards share: schemas/fields.yaml, taken over by `like`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources
from typing import Any

from ckanext.satudata import yamls
from ckanext.satudata.late import _

PACKAGE = "ckanext.satudata.schemas"


@functools.cache
def _shared() -> dict[str, dict[str, Any]]:
    text = (resources.files(PACKAGE) / "fields.yaml").read_text(encoding="utf-8")
    shared: dict[str, dict[str, Any]] = yamls.load(text)
    return shared


def _columns(content: Any) -> list[Any]:
    table = content.get("table") if isinstance(content, dict) else None
    fields = table.get("fields") if isinstance(table, dict) else None
    return fields if isinstance(fields, list) else []


def unknown_columns(content: Any) -> Iterator[str]:
    """Yield a fault for each column that is `like` none of the shared ones."""
    for number, field in enumerate(_columns(content)):
        like = field.get("like") if isinstance(field, dict) else None
        if like is not None and like not in _shared():
            shared = ", ".join(sorted(_shared()))
            yield f"table/fields/{number}: " + _('There is no shared column "{0}". There are: {1}.').format(
                like, shared
            )


def whole(content: Any) -> Any:
    """Return the content of a file with what its columns take from shared ones by `like`."""
    columns = _columns(content)
    if not columns:
        return content
    fields = [
        {
            **_shared().get(field.get("like", ""), {}),
            **{name: value for name, value in field.items() if name != "like"},
        }
        if isinstance(field, dict)
        else field
        for field in columns
    ]
    return {**content, "table": {**content["table"], "fields": fields}}
