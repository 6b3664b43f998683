"""The file of a backup: a compressed tar whose last member says what is in it, with a checksum for each file.

It is written and read as a stream, so that it may be encrypted on its way and need not fit on the disk twice.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
# dumps are compressed already, and most of the rest is small
LEVEL = 1
CHUNK = 1 << 20


class BrokenArchive(Exception):
    """A backup is not whole, or is none; the text says what to do. Raised by `extract`."""


@dataclass
class Manifest:
    """What a backup holds: files as {name: [size in bytes, SHA-256]}, rows as {database: {table: number}}."""

    made: str
    version: str
    wilayah: str
    rows: dict[str, dict[str, int]]
    files: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT


class Archive:
    """Writes a backup into a stream; `close` ends it with its manifest."""

    def __init__(self, stream: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=LEVEL)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|")  # noqa: SIM115 - `close` closes it

    def add(self, path: Path, name: str) -> None:
        """Add a file under a name, e.g. "storage/resources/a.csv"."""
        info = tarfile.TarInfo(name)
        info.size = path.stat().st_size
        info.mode = 0o600
        with path.open("rb") as stream:
            reader = _Hashing(stream)
            self._tar.addfile(info, reader)  # type: ignore[arg-type]
        self.manifest.files[name] = [info.size, reader.digest()]

    def add_folder(self, folder: Path, name: str) -> None:
        """Add the files of a folder with those below it, in the order of their names; links are left out."""
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and not path.is_symlink():
                self.add(path, f"{name}/{path.relative_to(folder).as_posix()}")

    def close(self) -> None:
        """Write the manifest and end the file."""
        content = json.dumps(asdict(self.manifest), sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(content)
        self._tar.addfile(info, io.BytesIO(content))
        self._tar.close()
        self._zip.close()


class _Hashing:
    """A stream that knows the checksum of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        content = self._stream.read(size)
        self._hash.update(content)
        return content

    def digest(self) -> str:
        """Return the checksum so far, in hexadecimal."""
        return self._hash.hexdigest()


def extract(stream: IO[bytes], folder: Path) -> Manifest:
    """Lay the files of a backup out in a folder, check each, and return its manifest. Raises BrokenArchive."""
    files: dict[str, list[Any]] = {}
    manifest = None
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise BrokenArchive(f"cadangan memuat {member.name}, yang bukan berkas; jangan dipakai")
                if member.name == MANIFEST:
                    manifest = Manifest(**json.loads(content.read()))
                    continue
                files[member.name] = _lay_out(content, folder, member.name)
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        text = f"cadangan tidak dapat dibaca sampai akhir ({error}); pakai salinan lain, atau kunci yang benar"
        raise BrokenArchive(text) from error
    if manifest is None:
        raise BrokenArchive("cadangan terpotong: daftar isinya tidak ada; pakai salinan lain")
    if manifest.format > FORMAT:
        raise BrokenArchive("cadangan dibuat oleh versi yang lebih baru; perbarui kode ini lebih dahulu")
    differing = sorted(name for name in {*files, *manifest.files} if files.get(name) != manifest.files.get(name))
    if differing:
        raise BrokenArchive(f"cadangan rusak pada {differing[0]} dan {len(differing) - 1} lainnya; pakai salinan lain")
    return manifest


def _lay_out(content: IO[bytes], folder: Path, name: str) -> list[Any]:
    """Write one file; return its size and checksum. Raises BrokenArchive for a name that leads elsewhere."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise BrokenArchive(f"cadangan memuat nama {name!r} yang keluar dari foldernya; jangan dipakai")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        path.chmod(0o600)
        while chunk := content.read(CHUNK):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return [size, digest.hexdigest()]
