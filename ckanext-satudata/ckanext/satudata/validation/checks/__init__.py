"""Checks of a whole table, one module each; a module in this folder is found by itself.

A module offers `find(table) -> Iterator[Problem]`, where `table` is a `tables.reader.Table`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from ckanext.satudata.tables.reader import Table
from ckanext.satudata.validation.report import Problem


def find(table: Table) -> Iterator[Problem]:
    """Yield the problems that each check finds, in the order of the modules' names."""
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        yield from importlib.import_module(f"{__name__}.{module}").find(table)
