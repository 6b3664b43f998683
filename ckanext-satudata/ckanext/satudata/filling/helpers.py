"""What templates ask of this room."""

from __future__ import annotations

from ckanext.satudata import visitor
from ckanext.satudata.filling import model, rights


def satudata_filling_count() -> int:
    """Return how many parts whoever is logged in has still to fill."""
    return len(model.open_parts(rights.offices(visitor.name()))) if visitor.name() else 0


def satudata_fills() -> bool:
    """Return whether whoever is logged in takes part in any filling, or may open one."""
    return bool(visitor.name()) and bool(rights.offices(visitor.name()))
