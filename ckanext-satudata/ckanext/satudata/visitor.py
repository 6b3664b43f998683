"""Who looks at the page."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import organizations
from ckanext.satudata.tasks import Person


def name() -> str:
    """Return the name of whoever is logged in, "" of nobody."""
    return tk.current_user.name if tk.current_user.is_authenticated else ""


def is_walidata() -> bool:
    """Return whether whoever is logged in works for the walidata."""
    return bool(name()) and organizations.is_walidata(name())


def editable_offices() -> dict[str, str]:
    """Return the organizations for which whoever is logged in may edit datasets: {id: name}."""
    return organizations.editable_by(name())


def person() -> Person:
    """Return whoever is logged in, as rooms are asked for his tasks."""
    return Person(name(), editable_offices(), is_walidata())
