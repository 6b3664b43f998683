"""Kinds of personal data, one module each; a module in this folder is found by itself.

A module says in its docstring what the rule is and where it comes from, and offers `NUMBER`, a `numbers.Number` that
is found in single cells, or `find(view) -> Iterator[Finding]` for what only whole columns tell. Its `EXAMPLES` are
small tables, {True: [those in which it is found], False: [those in which nothing is]}, each {header: cells}.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.personal.numbers import Number
from ckanext.satudata.units import Units

UNITS = Units(
    __name__, {"EXAMPLES": dict}, {"NUMBER": (Number, None), "find": (Callable, None)}, either=("NUMBER", "find")
)
