"""A Standar Data in memory: the file in `schemas/standards/` that says it, and what follows from it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ckanext.satudata import yamls
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.metadata import codelists

PACKAGE = "ckanext.satudata.schemas"
NUMERIC = {"integer", "number"}


@dataclass(frozen=True)
class Field:
    """One column: a Table Schema field whose descriptor also has our own properties."""

    descriptor: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        """Return a property of the descriptor, None where it has none (name, type, codelist …)."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.descriptor.get(name)

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return bool(self.descriptor.get("constraints", {}).get("required"))

    @property
    def headers(self) -> set[str]:
        """The headers by which officers call the column, in the form that `key` gives."""
        return {key(each) for each in (self.name, self.title, *self.descriptor.get("aliases", []))}

    def codes(self) -> codelists.CodeList | None:
        """Return the list that the values are codes of, or None."""
        return codelists.load(self.codelist) if self.codelist else None


@dataclass(frozen=True)
class Standard:
    """One Standar Data; `descriptor` is its file with the shared columns filled in (schemas/standard.schema.json)."""

    name: str
    descriptor: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        """Return a property of the file, None where it has none (title, konsep …)."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.descriptor.get(name)

    @functools.cached_property
    def fields(self) -> list[Field]:
        """The columns in their order."""
        return [Field(each) for each in self.descriptor["table"]["fields"]]

    def field(self, name: str) -> Field:
        """Return a column by its name; raise KeyError."""
        return next(each for each in self.fields if each.name == name)

    @property
    def table_schema(self) -> dict[str, Any]:
        """The Frictionless Table Schema (v2) of the table."""
        return self.descriptor["table"]

    @property
    def rules(self) -> list[tuple[str, dict[str, Any]]]:
        """The rules between figures, each with its kind."""
        return [next(iter(rule.items())) for rule in self.descriptor.get("rules", [])]

    def rules_of(self, kind: str) -> list[dict[str, Any]]:
        """Return the rules of one kind."""
        return [rule for each, rule in self.rules if each == kind]


def key(header: str) -> str:
    """Return the form in which headers are compared: lower case, words joined by one underscore."""
    return re.sub(r"[\W_]+", "_", header.casefold()).strip("_")


def names() -> list[str]:
    """Return the name of each shipped standard."""
    folder = resources.files(PACKAGE) / "standards"
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def read(name: str, text: str) -> Standard:
    """Return the standard that a YAML text says, without checking it."""
    descriptor = yamls.load(text)
    if isinstance(descriptor, dict) and isinstance(descriptor.get("table"), dict):
        fields = descriptor["table"].get("fields") or []
        descriptor["table"]["fields"] = [_whole(field) for field in fields]
    return Standard(name, descriptor)


@functools.cache
def load(name: str) -> Standard:
    """Return a shipped standard, read once per process. Raises UnknownStandard."""
    if name not in names():
        raise UnknownStandard(f"No standard {name!r}; there are: {', '.join(names())}.")
    path = resources.files(PACKAGE) / "standards" / f"{name}.yaml"
    return read(name, path.read_text(encoding="utf-8"))


def every() -> list[Standard]:
    """Return all shipped standards, by name."""
    return [load(name) for name in names()]


@functools.cache
def _shared() -> dict[str, dict[str, Any]]:
    return yamls.load((resources.files(PACKAGE) / "fields.yaml").read_text(encoding="utf-8"))


def _whole(field: dict[str, Any]) -> dict[str, Any]:
    """Return the field with what it takes from a shared one by `like`."""
    own = {name: value for name, value in field.items() if name != "like"}
    return {**_shared().get(field.get("like", ""), {}), **own}
