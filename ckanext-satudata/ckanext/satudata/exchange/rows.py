"""The mappings in `mapping/`: one row for each place of an INDAH document."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from ckanext.satudata.metadata import codelists

KINDS = ("ms-keg", "ms-var", "ms-ind")
RECORD = "record."


@dataclass(frozen=True)
class Row:
    """One place: `path` from the top of the document, `sources` of its value, the name of its kind, its options."""

    path: tuple[str, ...]
    sources: tuple[str, ...]
    kind: str
    options: Mapping[str, Any]
    record: str

    @property
    def address(self) -> str:
        """The path as people read it, e.g. `data.blok_i.alamat`."""
        return ".".join(self.path)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the form that it is taken from."""
        return tuple(source.removeprefix(RECORD) for source in self.sources if source.startswith(RECORD))

    @property
    def is_read(self) -> bool:
        """Whether it goes back into the form."""
        return bool(self.fields) and self.options.get("read", True)

    def codes(self, number: int = 0) -> codelists.CodeList:
        """Return the list that a source's values are codes of."""
        return codelists.load(form(self.record)[self.fields[number]]["codelist"])


@dataclass(frozen=True)
class Mapped:
    """A mapping: the record type of its form, its rows, and the blocks that are null unless a condition holds."""

    kind: str
    title: str
    record: str
    rows: tuple[Row, ...]
    blocks: Mapping[tuple[str, ...], Mapping[str, list[str]]]

    def of_field(self, name: str) -> Row | None:
        """Return the row that a field of the form is read from."""
        return next((row for row in self.rows if row.is_read and name in row.fields), None)


@functools.cache
def load(kind: str) -> Mapped:
    """Return a mapping, read once per process; `kind` is one of KINDS."""
    text = (resources.files(__package__) / "mapping" / f"{kind}.yaml").read_text(encoding="utf-8")
    declared = yaml.safe_load(text)
    rows = tuple(_row(row, declared["record"]) for row in declared["rows"])
    blocks = {tuple(block["path"].split(".")): block["when"] for block in declared["blocks"]}
    return Mapped(kind, declared["title"], declared["record"], rows, blocks)


def _row(declared: Mapping[str, Any], record: str) -> Row:
    source = declared.get("from") or []
    options = {name: value for name, value in declared.items() if name not in {"path", "from", "kind"}}
    sources = (source,) if isinstance(source, str) else tuple(source)
    return Row(tuple(declared["path"].split(".")), sources, declared["kind"], options, record)


@functools.cache
def form(record: str) -> dict[str, dict[str, Any]]:
    """Return the fields of a record type's form by name, as its schema declares them."""
    text = (resources.files("ckanext.satudata.schemas") / f"{record}.yaml").read_text(encoding="utf-8")
    return {field["field_name"]: field for field in yaml.safe_load(text)["dataset_fields"]}


def value_at(document: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at a path; None where nothing does."""
    for name in path:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Write a value to a path, making what is missing on the way."""
    for name in path[:-1]:
        inner = document.get(name)
        if not isinstance(inner, dict):
            inner = document[name] = {}
        document = inner
    document[path[-1]] = value
