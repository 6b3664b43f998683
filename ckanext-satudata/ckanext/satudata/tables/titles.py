"""Names of columns as the DataStore takes them, and as short as PostgreSQL does."""

from __future__ import annotations

from collections.abc import Collection

# bytes of a name in PostgreSQL
LONGEST = 63
# columns that every table of PostgreSQL has
SYSTEM = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
BETWEEN = " … "


def size(name: str) -> int:
    """Return how many bytes a name has."""
    return len(name.encode())


def shortened(name: str, others: Collection[str]) -> str:
    """Return a long name with its first and its last words: what tells columns apart often stands at the end."""
    room = LONGEST - size(BETWEEN)
    start = _words(name.split(), room // 2)
    end = " ".join(reversed(_words(name.split()[::-1], room - size(start), separator=" ").split()))
    return unique(f"{start}{BETWEEN}{end}" if start and end else cut(name, LONGEST), others)


def unique(name: str, others: Collection[str]) -> str:
    """Return the name, with a number where others have it already."""
    number, result = 2, name
    while result in others:
        result = f"{cut(name, LONGEST - size(str(number)) - 1)} {number}"
        number += 1
    return result


def cut(name: str, most: int) -> str:
    """Return as much of a name as fits into so many bytes."""
    return name.encode()[:most].decode("utf-8", "ignore").strip()


def _words(words: list[str], room: int, separator: str = " ") -> str:
    """Return as many of the first words as fit into so many bytes."""
    result = ""
    for word in words:
        longer = f"{result}{separator}{word}" if result else word
        if size(longer) > room:
            break
        result = longer
    return result
