"""Checks of a whole table, one module each; a module in this folder is found by itself.

A module offers `find(table, standard) -> Iterator[Problem]`: `table` is a `tables.table.Table`, `standard` the Standar
Data that it follows, or None.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import Problem


def find(table: Table, standard: Standard | None = None) -> Iterator[Problem]:
    """Yield the problems that each check finds, in the order of the modules' names."""
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        yield from importlib.import_module(f"{__name__}.{module}").find(table, standard)
