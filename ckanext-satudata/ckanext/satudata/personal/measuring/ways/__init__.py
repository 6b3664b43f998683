"""Ways to write each kind of personal data, one module a kind; a module in this folder is found by itself.

A module offers `HEADERS`, `ANYWHERE` (whether it is told below any other header), `WAYS` (functions of a `Chance` that
return a cell), and where they fit `WORD`, what people write before it in a sentence, `ALSO`, other kinds by whose name
it may be called, `BESIDE`, functions that return cells of columns which stand beside it and must change nothing.
"""

from __future__ import annotations

from ckanext.satudata.units import Units

UNITS = Units(
    __name__,
    {"HEADERS": tuple, "ANYWHERE": bool, "WAYS": tuple},
    {"WORD": (str, ""), "ALSO": (set, frozenset()), "BESIDE": (dict, {})},
)
