"""Readers of files beside a table, one module a kind; a module in this folder is found by itself.

A module offers `ENDINGS` (lower case, with the dot) and `parts(path, place, folder, limits) -> Iterator[Part]`: `path`
is the file, `place` what people call it, `folder` an empty place for what is unpacked. What it cannot read it yields
as `Unread`; any ValueError or OSError that it lets through is told as a broken file.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from ckanext.satudata.exceptions import N_
from ckanext.satudata.validation.companions.part import Limits, Part, Unread, broken


@functools.cache
def modules() -> dict[str, ModuleType]:
    """Return the reader of each ending."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    loaded = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {ending: module for module in loaded for ending in module.ENDINGS}


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
