"""What a workbook holds of its cells beside their values: one module for each format, named by its ending.

A module has `look(path, sheet, put) -> Hidden`. It calls `put(row, column, what)`, both from 0, for each cell that
calamine leaves out or whose number format says more than its number: `what` is the text of an error or of a formula
without a value, or how the number is shown. Raises UnreadableTable where the file cannot be understood.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ckanext.satudata.tables.shown import Shown
from ckanext.satudata.tables.source import Hidden
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"look": Callable})
Put = Callable[[int, int, "str | Shown"], None]


def look(path: Path, ending: str, sheet: str, put: Put) -> Hidden:
    """Have the module of a format look at a sheet. Raises UnreadableTable."""
    hidden: Hidden = UNITS[ending].look(path, sheet, put) if ending in UNITS.names else Hidden()
    return hidden
