"""Where files wait: those that were refused, and what the check parsed of those that were not."""

from __future__ import annotations

from typing import IO

from ckan.lib import files

# files that were refused; never public, never deleted but by their owners
DRAFTS = "drafts"
# tables as the check parsed them, until the DataStore has them
TABLES = "tables"


def keep(name: str, stream: IO[bytes], storage: str = DRAFTS) -> None:
    """Store a stream under a name, in place of what was there."""
    files.get_storage(storage).upload(files.Location(name), files.make_upload(stream))


def content(name: str, storage: str = DRAFTS) -> bytes | None:
    """Return what lies under a name, None where there is nothing."""
    try:
        return files.get_storage(storage).content(files.FileData(files.Location(name)))
    except files.exc.MissingFileError:
        return None


def remove(name: str, storage: str = DRAFTS) -> None:
    """Remove what lies under a name, if anything does."""
    files.get_storage(storage).remove(files.FileData(files.Location(name)))


def names(storage: str) -> list[str]:
    """Return the names of all that a storage holds."""
    return [str(location) for location in files.get_storage(storage).scan()]
