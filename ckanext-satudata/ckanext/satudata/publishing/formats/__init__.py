"""File formats of downloads, one module each; a module in this folder is found by itself.

A module offers `MIMETYPE`, `LABEL` (the word on its button) and the generator `chunks(table, options)`, which yields
the file of a `publishing.loaded.LoadedTable` in pieces; `options` are the query string's. What a format cannot hold
it refuses with UnfitTable before the first piece.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.units import Units

UNITS = Units(__name__, {"MIMETYPE": str, "LABEL": str, "chunks": Callable})
