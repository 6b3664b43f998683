"""What a workbook says of its cells beside their values: one module for each format, named by its ending.

A module has `look(path, sheet, put) -> Hidden`. It calls `put(row, column, what)`, both from 0, for each cell that
calamine leaves out or whose number format says more than its number: `what` is the text of an error or of a formula
without a value, or how the number is shown. Raises UnreadableTable where the file cannot be understood.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from ckanext.satudata.tables.shown import Shown
from ckanext.satudata.tables.source import Hidden

Put = Callable[[int, int, "str | Shown"], None]


def look(path: Path, ending: str, sheet: str, put: Put) -> Hidden:
    """Ask the module of a format about a sheet. Raises UnreadableTable."""
    if ending not in {module.name for module in pkgutil.iter_modules(__path__)}:
        return Hidden()
    hidden: Hidden = importlib.import_module(f"{__name__}.{ending}").look(path, sheet, put)
    return hidden
