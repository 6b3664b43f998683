"""Kinds of personal data, one module each; a module in this folder is found by itself.

A module says in its docstring what the rule is and where it comes from, and offers `NUMBER`, a `numbers.Number` that
is found in single cells, or `find(view) -> Iterator[Finding]` for what only whole columns tell. Its `EXAMPLES` are
small tables, {True: [those in which it is found], False: [those in which nothing is]}, each {header: cells}.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType


@functools.cache
def modules() -> dict[str, ModuleType]:
    """Return each module of the folder by its name, in the order of the names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
