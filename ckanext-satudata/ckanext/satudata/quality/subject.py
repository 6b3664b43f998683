"""What the checks judge: a dataset, and its files as the last nightly check found them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.quality.model import FileState

Judge = Callable[[FileState], bool]


@dataclass(frozen=True)
class Subject:
    """`dataset` is an answer of `package_show`; `files` are its files' states by resource id, where they are known."""

    dataset: dict[str, Any]
    files: dict[str, FileState]
    today: datetime.date

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The dataset's files and links."""
        return self.dataset.get("resources") or []

    def share_of_checked(self, good: Judge, counted: Judge | None = None) -> float | None:
        """Return the share of good files among those that were looked at and are counted; None without any.

        A file whose address has changed since has not been looked at.
        """
        pairs = [(resource, self.files.get(resource["id"])) for resource in self.resources]
        checked_files = [
            file for resource, file in pairs if file and file.is_of(resource) and (counted is None or counted(file))
        ]
        if not checked_files:
            return None
        return sum(map(good, checked_files)) / len(checked_files)
