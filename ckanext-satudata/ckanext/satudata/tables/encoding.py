"""In which encoding a text is written, and where it breaks it: one wrong byte never changes how the rest is read."""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Iterator
from pathlib import Path

from ckanext.satudata.exceptions import N_, UnreadableTable

CHUNK = 1 << 20
# the longer mark first: that of UTF-32 begins with that of UTF-16
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OLD = "cp1252"
NAMED = 5
MARK = "\ufeff"


def find(path: Path) -> str:
    """Return the encoding of a text: by its mark, else UTF-8, else the old one of Windows, cp1252.

    A text of which some letters are in UTF-8 is in UTF-8: what is not is wrong. Raises UnreadableTable naming the
    lines that are.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            if not _reads(path, encoding):
                raise _broken(path, encoding)
            return encoding
    if _reads(path, "utf-8"):
        return "utf-8"
    if _has_letters_of_utf8(path) or not _reads(path, OLD):
        raise _broken(path, "utf-8")
    return OLD


def has_mark(content: bytes) -> bool:
    """Return whether a text begins with the mark of an encoding in which ASCII has zero bytes."""
    return any(content.startswith(mark) for mark, name in MARKS.items() if name in {"utf-16", "utf-32"})


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """Yield the text in pieces without marks at its start. Raises UnreadableTable for a zero byte, naming its line."""
    lines = 1
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.read(CHUNK).lstrip(MARK)
        for piece in itertools.chain([first], iter(lambda: stream.read(CHUNK), "")):
            zero = piece.find("\x00")
            if zero >= 0:
                text = N_(
                    "The file holds a zero byte in row {line}, which no text has. Save it from Excel as CSV or XLSX."
                )
                raise UnreadableTable(text, line=lines + piece.count("\n", 0, zero))
            lines += piece.count("\n")
            yield piece


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_letters_of_utf8(path: Path) -> bool:
    with path.open("rb") as stream:
        return any(not line.decode("utf-8", "ignore").isascii() for line in stream if not line.isascii())


def _broken(path: Path, encoding: str) -> UnreadableTable:
    if encoding in {"utf-16", "utf-32"}:
        return UnreadableTable(
            N_("The file is cut off or damaged: it begins as {encoding} and is none. Save it again as CSV UTF-8."),
            encoding=encoding.upper(),
        )
    wrong: list[int] = []
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not _is_utf8(line):
                wrong.append(number)
    text = N_(
        "Not all of the file is in UTF-8: row {rows} has a letter in another encoding. Write that letter anew and "
        "save the file as CSV UTF-8."
    )
    rows = ", ".join(map(str, wrong[:NAMED])) + (", …" if len(wrong) > NAMED else "")
    return UnreadableTable(text, rows=rows)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
