"""Examples to copy, one module a language; a module in this folder is found by itself.

A module offers `TITLE` (of its tab), `ORDER`, and `code(table, address)`: a program that reads a table's rows, written
with the table's own columns, and runs as it stands. `address` is that of the portal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.api.tables import Table
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"TITLE": str, "ORDER": int, "code": Callable})


def written(table: Table) -> list[dict[str, Any]]:
    """Return the example of each language with a table's columns: {"name", "title", "code"}, in their order."""
    pairs = sorted(UNITS.items(), key=lambda pair: pair[1].ORDER)
    return [
        {"name": name, "title": module.TITLE, "code": module.code(table, config.site_url()).strip()}
        for name, module in pairs
    ]
