"""Criteria of the scoreboard: one module each, named as in `formula.yaml`.

A module has `measure(question)`, which returns what was found of each office that has any case:
{office name: Measured}. It raises NotMeasured, which says why, where the portal cannot tell it of anybody.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType


@functools.cache
def modules() -> dict[str, ModuleType]:
    """Return the module of each criterion by its name."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in found}
