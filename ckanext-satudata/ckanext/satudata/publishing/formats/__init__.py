"""File formats of downloads, one module each; a module in this folder is found by itself.

A module offers `MIMETYPE`, `LABEL` (the word on its button) and the generator `chunks(table, options)`, which yields
the file of a `publishing.loaded.LoadedTable` in pieces; `options` are the query string's. What a format cannot hold
it refuses with UnfitTable before the first piece.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Generator, Mapping
from typing import Protocol, cast

from ckanext.satudata.publishing.loaded import LoadedTable


class Format(Protocol):
    """What a module of this folder offers."""

    MIMETYPE: str
    LABEL: str

    def chunks(self, table: LoadedTable, options: Mapping[str, str]) -> Generator[bytes, None, None]:
        """Yield the file."""
        ...


@functools.cache
def every() -> dict[str, Format]:
    """Return the formats by the ending of their files, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Format, importlib.import_module(f"{__name__}.{name}")) for name in names}
