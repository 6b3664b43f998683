"""A code of the field's list, or null; `as` renames codes, `ending` is what some write behind them."""

from __future__ import annotations

from ckanext.satudata.exchange import coded

names = coded.renamed
_CODES = coded.Codes(names)
write, read, shape = _CODES.write, _CODES.read, _CODES.shape
