"""Ways to write each kind of personal data, one module a kind; a module in this folder is found by itself.

A module offers `HEADERS`, `ANYWHERE` (whether it is told below any other header), `WAYS` (functions of a `Chance` that
return a cell), and where they fit `WORD`, what people write before it in a sentence, `ALSO`, other kinds by whose name
it may be called, `BESIDE`, functions that return cells of columns which stand beside it and must change nothing.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from types import ModuleType


@functools.cache
def kinds() -> dict[str, ModuleType]:
    """Return each module by the kind that it writes."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
