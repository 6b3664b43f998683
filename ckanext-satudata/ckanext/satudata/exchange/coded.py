"""Codes of our lists in INDAH documents, which may write them otherwise (`as`) or with something behind (`ending`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import BLANK, plain


@dataclass(frozen=True)
class Codes:
    """A kind of one code of the field's list, or null: `names` returns how INDAH writes our codes, by our codes."""

    names: Callable[[Row], Mapping[str, str]]

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the code as INDAH writes it."""
        code = plain(values[0])
        return self.names(row).get(code, code) or None

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Put the code into the form, whether it comes as code or as name."""
        form[row.fields[0]] = code_of(row, value, self.names(row))

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return schema(row, self.names(row))


def renamed(row: Row) -> Mapping[str, str]:
    """Return INDAH's names of the codes that it writes otherwise."""
    return row.options.get("as", {})


def code_of(row: Row, value: Any, names: Mapping[str, str], number: int = 0) -> str:
    """Return our code for a value that comes as code or as name, "" for none.

    `names` are INDAH's names by our codes, `number` is the place of the field among those of the row. Raises
    UnfitDocument for what is not in the list.
    """
    text = plain(value)
    if not text:
        return ""
    ours = {theirs: code for code, theirs in names.items()}
    bare = text.removesuffix(row.options.get("ending", ""))
    code = row.codes(number).lookup(ours.get(text, bare))
    if code is None:
        raise not_listed(text, [names.get(code.code, code.code) for code in row.codes(number)])
    return code.code


def not_listed(text: str, names: list[str]) -> UnfitDocument:
    """Return the error of a value that is not in a list."""
    return UnfitDocument(
        N_('"{value}" is not in the list. Write one of: {known}.'), value=text, known=", ".join(names)
    )


def schema(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON Schema of a code: the names that INDAH uses."""
    written = [names.get(code.code, code.code) for code in row.codes()]
    ending = row.options.get("ending")
    return {"enum": [*written, *([name + ending for name in written] if ending else []), *BLANK]}
