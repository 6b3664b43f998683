"""What a source lists, kept on disk until all of it is known: nothing is written before the guard has seen it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.harvest.readers import Item
from ckanext.satudata.harvest.storable import storable

# what an index of PostgreSQL takes
LONGEST = 1000


class Listing:
    """The items of a source in their order, each identifier once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identifiers: set[str] = set()
        self._count = 0

    def __enter__(self) -> Listing:
        """Begin."""
        return self

    def __exit__(self, *_error: Any) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._identifiers

    def __iter__(self) -> Iterator[Item]:
        with self.path.open(encoding="utf-8") as stream:
            for line in stream:
                yield Item(*json.loads(line))

    def fill(self, items: Iterator[Item]) -> list[str]:
        """Write the items down; return the identifiers that came more than once, of which the first is kept."""
        repeated: dict[str, None] = {}
        with self.path.open("w", encoding="utf-8") as stream:
            for number, entry in enumerate(items, 1):
                item = _named(entry, number)
                if item.identifier in self._identifiers:
                    repeated[item.identifier] = None
                    continue
                self._identifiers.add(item.identifier)
                self._count += 1
                # escapes hold what UTF-8 cannot
                stream.write(_line(item) + "\n")
        return list(repeated)


def _line(item: Item) -> str:
    try:
        return json.dumps([item.identifier, item.version, item.raw, item.fault], default=str)
    except (RecursionError, ValueError):
        # nested without end, or within itself
        return json.dumps([item.identifier, item.version, None, _("The record is nested too deeply to be read.")])


def _named(item: Item, number: int) -> Item:
    """Return the item with an identifier that can be stored; one without any is known by its place in the list."""
    if item.identifier:
        return dataclasses.replace(item, identifier=storable(item.identifier)[:LONGEST])
    fault = item.fault or _("The record has no identifier. Correct access.identifier in the agency's file.")
    return dataclasses.replace(item, identifier=_("(record {0} of the list)").format(number), fault=fault)
