"""The access methods, one module each; a module in this folder is found by itself.

A module offers `TITLE`, what people call it; `OPTIONS`, the JSON Schema of what an agency's `access` may say besides
the common things; `READ`, that of what a table's `read` says; `RECORD`, {path: what stands there} in a record of a
method that lists datasets; and a class `Reader`. Form and guide are made from them: an option has a `title`, a
`description` and `examples`; `needed` says when it cannot be left out (ALWAYS, or only where the source LISTED its
datasets itself); `secret` marks a password. Texts for people are marked (N_).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import N_, BrokenAgency, BrokenAnswer
from ckanext.satudata.harvest.places import portal_addresses
from ckanext.satudata.units import Units
from ckanext.satudata.web.http import Client

UNITS = Units(__name__, {"TITLE": str, "OPTIONS": dict, "READ": dict, "Reader": Callable}, {"RECORD": (dict, None)})
ALWAYS, LISTED = "always", "listed"


@dataclass(frozen=True)
class Item:
    """One record in a source's list: `version` tells whether it changed without asking for it, `raw` is the record.

    `fault` is why a broken one cannot be taken in; the others of its list can.
    """

    identifier: str
    version: str | None = None
    raw: dict[str, Any] | None = field(default=None, hash=False)
    fault: str = ""


class BaseReader:
    """One way to read a source; an agency's own `.py` derives from the `Reader` of its method.

    A catalogue overrides `items` and, where the list does not hold the whole record, `fetch`. A source of tables
    overrides `rows`, or `file` when it has whole files. All raise SourceUnavailable, BrokenAnswer, RefusedAddress.
    """

    # of a source that the operator wrote as a file; one of the web form reaches only what the operator allows
    trusted = True
    # what is asked where the access names no address
    default_address = ""

    def __init__(self, access: Mapping[str, Any], client: Client) -> None:
        self.access = access
        self.client = client
        # remarks of the reader on the list as a whole, e.g. what of it is no dataset
        self.remarks: list[str] = []
        # of a table that is one file, or a list that is one answer: what the last one said of its version, and what
        # this one says
        self.previous_version: str | None = None
        self.version: str | None = None

    def items(self) -> Iterator[Item]:
        """Yield each record of the source. Raises NotModified when the list is known and stands as it was."""
        raise BrokenAgency(N_("This access method has no list of datasets. Declare them under datasets."))

    def fetch(self, item: Item) -> dict[str, Any]:
        """Return the whole record of an item, as data that JSON can hold."""
        return item.raw or {}

    @property
    def base(self) -> str:
        """The address below which the relative addresses of its records are meant."""
        return without_login(str(self.access.get("url", "")))

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of one table, by column."""
        raise BrokenAgency(N_("This access method has no tables. Take out the table."))

    def file(self, read: Mapping[str, Any], folder: Path) -> Path | None:
        """Write a table that comes as a file into the folder and return it; None where `rows` is to be used."""
        return None

    def close(self) -> None:
        """Let go of what was opened."""


def listed(reader: BaseReader) -> Iterator[Item]:
    """Yield the records of a source. Raises what `items` does, and BrokenAnswer for a list of an unforeseen form."""
    try:
        yield from reader.items()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        text = N_("{0} answers in a form that is not read ({1}). Check the address and the access method.")
        raise BrokenAnswer(text, reader.base, type(error).__name__) from error


def driver(name: str, extra: str) -> ModuleType:
    """Return the module of a driver that an installation may have left out; `extra` is the part that brings it.

    Raises BrokenAgency, which says how it is installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise BrokenAgency(NO_DRIVER, name, f"ckanext-satudata[{extra}]") from error


NO_DRIVER = N_(
    "This kind of source needs the part {0}, which this portal does not have. Ask the operator to install it: "
    "pip install '{1}'. Then restart the portal."
)


def without_login(address: str) -> str:
    """Return an address without the account and password in front of its host: what is made of it is published."""
    scheme, sign, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{sign}{host.rpartition('@')[2]}{slash}{path}" if sign else address


def broken(raw: Any) -> Item:
    """Return what stands for an entry of a list that is no record at all."""
    text = _("This is no record with fields, but: {0}")
    return Item("", None, {"value": raw}, text.format(str(raw)[:80]))


def is_ours(*identifiers: Any) -> bool:
    """Return whether one of a dataset's identifiers is an address of this portal: it would come back as a double."""
    ours = tuple(f"{address}/dataset/" for address in portal_addresses())
    return any(str(identifier or "").startswith(ours) for identifier in identifiers)


def load(method: str) -> Any:
    """Return the module of an access method. Raises BrokenAgency."""
    if method not in UNITS.names:
        text = N_("There is no access method {0!r}; there are: {1}.")
        raise BrokenAgency(text, method, ", ".join(UNITS.names))
    return UNITS[method]
