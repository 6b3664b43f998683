"""Keeps what is made of the figures for a minute, as long as they are the same; others ask for it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from ckan.plugins import toolkit as tk
from ckanext.satudata.observations import model

# what is said beside figures may change without them: a discrepancy is settled, an office renamed
SECONDS = 60

T = TypeVar("T")


class Kept(Generic[T]):
    """The newest values of so many names, each for a language and one state of the figures."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: dict[tuple[str, str], tuple[tuple[str, int], T]] = {}

    def find(self, name: str, make: Callable[[], T]) -> T:
        """Return the value of a name, made anew where it is not kept, or is of other figures."""
        key, state = (name, tk.h.lang()), (model.state(), int(time.monotonic() // SECONDS))
        if key not in self._values or self._values[key][0] != state:
            self._values.pop(key, None)
            while len(self._values) >= self.most:
                del self._values[next(iter(self._values))]
            self._values[key] = (state, make())
        return self._values[key][1]
