"""What the pages of this room send, and what their forms offer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.exceptions import N_, BadFilling
from ckanext.satudata.filling.model import Row
from ckanext.satudata.standards.model import Standard
from werkzeug.datastructures import FileStorage

# the name of a cell in the form: the place of its row, the name of its column
CELL = re.compile(r"sel-(\d{1,5})-(\w+)")


def context() -> dict[str, Any]:
    """Return the context of an action for whoever is logged in."""
    return {"user": visitor.name()}


def values() -> dict[str, Any]:
    """Return the fields of a form, without CKAN's own."""
    return {name: value.strip() for name, value in tk.request.form.items() if not name.startswith("_")}


def grid(standard: Standard, sent: Mapping[str, str]) -> list[Row]:
    """Return the rows of a grid, in their order."""
    names = {field.name for field in standard.fields}
    rows: dict[int, Row] = {}
    for name, value in sent.items():
        match = CELL.fullmatch(name)
        if match and match[2] in names:
            rows.setdefault(int(match[1]), {})[match[2]] = value.strip()
    return [rows[place] for place in sorted(rows)]


def file() -> FileStorage:
    """Return the file of a form. Raises BadFilling where none was chosen."""
    sent = tk.request.files.get("berkas")
    if sent is None or not sent.filename:
        raise BadFilling(N_("Choose a file first."))
    return sent


def titles(offices: Mapping[str, str]) -> list[dict[str, str]]:
    """Return name and title of offices ({id: name}), by title."""
    query = model.Session.query(model.Group).filter(model.Group.id.in_(offices))
    return [{"name": group.name, "title": group.title or group.name} for group in query.order_by(model.Group.title)]


def tables(offices: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the tables of offices that follow a standard: {"id", "standard", "title" (dataset and table)}."""
    query = model.Session.query(model.Resource, model.Package.title)
    query = query.join(model.Package, model.Package.id == model.Resource.package_id)
    query = query.filter(model.Package.owner_org.in_(offices), model.Package.state == model.State.ACTIVE)
    query = query.filter(model.Resource.state == model.State.ACTIVE).order_by(model.Package.title)
    rows = ((resource, (resource.extras or {}).get("standar"), title) for resource, title in query)
    return [
        {"id": resource.id, "standard": standard, "title": f"{title}: {resource.name}"}
        for resource, standard, title in rows
        if standard
    ]


@contextmanager
def refused_as_page() -> Iterator[None]:
    """Answer what is not there, and what somebody may not see, with the page that says so."""
    try:
        yield
    except tk.ObjectNotFound as error:
        tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        tk.abort(403, str(error))
