"""Checks of a whole table, one module each; a module in this folder is found by itself.

A module offers `find(table, standard) -> Iterator[Problem]`: `table` is a `tables.table.Table`, `standard` the Standar
Data that it follows, or None. Its `GOOD` and `BAD` are examples, see `validation.examples`: a test holds each module
to its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.units import Units
from ckanext.satudata.validation.report import Problem

UNITS = Units(__name__, {"find": Callable, "GOOD": list, "BAD": list})


def find(table: Table, standard: Standard | None = None) -> Iterator[Problem]:
    """Yield the problems that each check finds, in the order of the modules' names."""
    for module in UNITS.values():
        yield from module.find(table, standard)
