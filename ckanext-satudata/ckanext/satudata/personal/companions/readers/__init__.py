"""Readers of files beside a table, one module a kind; a module in this folder is found by itself.

A module offers `ENDINGS` (lower case, with the dot) and `parts(path, place, folder, limits) -> Iterator[Part]`: `path`
is the file, `place` what people call it, `folder` an empty place for what is unpacked. What it cannot read it yields
as `Unread`; any ValueError or OSError that it lets through is told as a broken file.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.companions.part import Limits, Part, Unread, broken
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"ENDINGS": tuple, "parts": Callable})


@functools.cache
def modules() -> dict[str, Any]:
    """Return the reader of each ending."""
    return {ending: module for module in UNITS.values() for ending in module.ENDINGS}


def parts(path: Path, place: str, folder: Path, limits: Limits) -> Iterator[Part]:
    """Yield the parts of a file by the reader of its ending."""
    reader = modules().get(Path(place).suffix.lower())
    if reader is None:
        text = N_("{place} is of a kind that nobody's program looks into, so it may hold personal data unseen.")
        yield Unread(text, {"place": place})
        return
    try:
        yield from reader.parts(path, place, Path(tempfile.mkdtemp(dir=folder)), limits)
    except (ValueError, OSError, RecursionError):
        yield broken(place)
