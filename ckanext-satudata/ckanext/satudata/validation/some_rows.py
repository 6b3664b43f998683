"""Lets frictionless judge some rows of a file as within the whole file: with their numbers, and all its keys."""

from __future__ import annotations

import array
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.tables.table import ABSENT, SEPARATOR
from ckanext.satudata.validation import predicates
from frictionless import Dialect, Field
from frictionless.resources import TableResource
from frictionless.table import Lookup


@dataclass
class Keys:
    """Answers whether the values of some fields stand in the file."""

    fields: list[Field]
    texts: set[str] = dataclasses.field(default_factory=set)

    def __contains__(self, values: tuple[Any, ...]) -> bool:
        parts = (predicates.key_of(field, value) for field, value in zip(self.fields, values, strict=True))
        return SEPARATOR.join(ABSENT if part is None else part for part in parts) in self.texts


def referring(lookup: Lookup) -> type[TableResource]:
    """Return a resource whose foreign keys are looked up in the whole file, not only in the rows that it has."""

    class Referring(TableResource):
        @property
        def lookup(self) -> Lookup:
            return lookup

    return Referring


def numbered(numbers: array.array[int]) -> Dialect:
    """Return a dialect that gives the rows after the header the numbers that they have in the file."""

    class Numbered(Dialect):
        def read_enumerated_content_stream(self, cell_stream: Any) -> Iterator[tuple[int, list[Any]]]:
            stream = iter(cell_stream)
            next(stream)
            # frictionless comes here twice: with a sample, and with the rows
            for index, cells in enumerate(stream):
                yield numbers[index], cells

    return Numbered(header_rows=[1])
