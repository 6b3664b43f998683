"""Kinds of check, one module each: `share(subject, **options)` with the options of the criterion's file.

It returns the share of the criterion that a dataset fulfils, from 0 to 1, or None where the criterion has nothing to
judge (no file, no promise, not looked at yet): such a criterion does not count at all.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.units import Units

UNITS = Units(__name__, {"share": Callable})
