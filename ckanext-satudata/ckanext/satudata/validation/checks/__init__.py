"""Checks of a whole table, one module each; a module in this folder is found by itself.

A module offers `find(table, standard) -> Iterator[Problem]`: `table` is a `tables.table.Table`, `standard` the Standar
Data that it follows, or None. Its `GOOD` and `BAD` are examples, see `validation.examples`: a test holds each module
to its own.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.report import Problem


@functools.cache
def modules() -> dict[str, Any]:
    """Return each check by its name, in the order of the names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def find(table: Table, standard: Standard | None = None) -> Iterator[Problem]:
    """Yield the problems that each check finds, in the order of the modules' names."""
    for module in modules().values():
        yield from module.find(table, standard)
