"""Packed files (ZIP, KMZ): each file inside by its own reader, within limits; one behind a password stays unread."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.companions import readers
from ckanext.satudata.personal.companions.part import Limits, Part, Unread

ENDINGS = (".zip", ".kmz")
CHUNK = 1 << 20
ENCRYPTED = 1
# what a system puts in by itself
HIDDEN = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
TOO_MUCH = N_(
    "{place} unpacks to more than the check looks into ({files} files, {size} MB), so it may hold personal data "
    "unseen. Upload its files one by one."
)


def parts(path: Path, place: str, folder: Path, limits: Limits) -> Iterator[Part]:
    """Yield the parts of all files inside. Raises ValueError where it is no ZIP."""
    if not limits.depth:
        yield _too_much(place, limits)
        return
    try:
        with zipfile.ZipFile(path) as pack:
            yield from _members(pack, place, folder, limits.within())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError(str(error)) from None


def _members(pack: zipfile.ZipFile, place: str, folder: Path, limits: Limits) -> Iterator[Part]:
    for number, member in enumerate(pack.infolist()):
        name = member.filename
        if member.is_dir() or name.startswith(HIDDEN[0]) or PurePosixPath(name).name in HIDDEN:
            continue
        limits.left[0] -= 1
        if limits.left[0] < 0:
            yield _too_much(place, limits)
            return
        inner = f"{place}/{name}"
        if member.flag_bits & ENCRYPTED:
            text = N_("{place} is behind a password, so it may hold personal data unseen. Upload it without one.")
            yield Unread(text, {"place": inner})
            continue
        # its own name may lead out of the folder
        target = folder / f"{number}{PurePosixPath(name).suffix.lower()[:12]}"
        with pack.open(member) as source:
            fits = _unpacked(source, target, limits)
        if not fits:
            yield _too_much(place, limits)
            return
        yield from readers.parts(target, inner, folder, limits)
        target.unlink()


def _unpacked(source: IO[bytes], target: Path, limits: Limits) -> bool:
    """Write a file out; return whether it fits into what is left, whatever its header says."""
    with target.open("wb") as stream:
        while chunk := source.read(CHUNK):
            limits.left[1] -= len(chunk)
            if limits.left[1] < 0:
                return False
            stream.write(chunk)
    return shutil.disk_usage(target.parent).free > CHUNK


def _too_much(place: str, limits: Limits) -> Unread:
    return Unread(TOO_MUCH, {"place": place, "files": limits.files, "size": limits.size >> 20})
