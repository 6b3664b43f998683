"""The kinds of values in an INDAH document: how each is written from our fields, read back, and described.

A kind is a module with `write(row, values)`, which returns the JSON for the values of the row's sources;
`read(row, value, form)`, which puts the fields back into the form and raises UnfitDocument for what it cannot be; and
`shape(row)`, its JSON Schema. `names(row)` are INDAH's names by our codes, where the values are codes. A kind without
`read` is never read back. Reading gives what the form can hold: what it cannot, `merge` keeps.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.units import Units

UNITS = Units(__name__, {"write": Callable, "shape": Callable}, {"read": (Callable, None), "names": (Callable, None)})
