"""What a source lists, kept on disk until all of it is known: nothing is written before the guard has seen it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.harvest.readers import Item


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
            for item in items:
                if item.identifier in self._identifiers:
                    repeated[item.identifier] = None
                    continue
                self._identifiers.add(item.identifier)
                self._count += 1
                json.dump([item.identifier, item.version, item.raw], stream, ensure_ascii=False, default=str)
                stream.write("\n")
        return list(repeated)
