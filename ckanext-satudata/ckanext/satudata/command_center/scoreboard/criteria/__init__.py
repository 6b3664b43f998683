"""Criteria of the scoreboard: one module each, named as in `formula.yaml`.

A module has `measure(question)`, which returns what was found of each office that has any case:
{office name: Measured}. It raises NotMeasured, with the reason, where the portal has no figures for it.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.units import Units

UNITS = Units(__name__, {"measure": Callable})
