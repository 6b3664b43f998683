"""PDF: the text of its pages, its notes, its forms and its properties; people read of pages that are pictures.

Nothing in it is changed: many are signed. Pages, time and length are bounded, and what lies beyond is reported.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal.companions.part import Limits, Loose, Part, Unread, broken

ENDINGS = (".pdf",)
PAGES, SECONDS, LETTERS = 1_000, 60, 20_000_000
SIGNATURE = b"%PDF-"
NOT_LOOKED = N_("{place} is not looked into: see yourself that no person is named in it before it is public.")
PARTLY = N_(
    "{place}: {read} of {pages} pages were looked into; the others are pictures or too many. See yourself that no "
    "person is named in them before it is public."
)

# what it thinks of files that are not quite right is of no use to anybody
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield each page, which is called as browsers open it, `name.pdf#page=3`; then how much was not looked into."""
    with path.open("rb") as stream:
        if SIGNATURE not in stream.read(1024):
            yield broken(place)
            return
    try:
        document = pypdf.PdfReader(path)
        if document.is_encrypted and not document.decrypt(""):
            text = N_("{place} is behind a password, so it may hold personal data unseen. Upload it without one.")
            yield Unread(text, {"place": place})
            return
        total = len(document.pages)
        about = [str(value) for value in (document.metadata or {}).values()]
    # whatever is wrong inside: a library that reads hostile files raises of every kind
    except Exception:
        yield Unread(NOT_LOOKED, {"place": place}, passes=True)
        return
    yield _loose(place, about)
    end, letters, read = time.monotonic() + SECONDS, 0, 0
    for number in range(min(total, PAGES)):
        if time.monotonic() > end or letters > LETTERS:
            break
        lines = _lines(document, number)
        letters += sum(map(len, lines))
        read += bool(lines)
        yield _loose(f"{place}#page={number + 1}", lines)
    if not read:
        yield Unread(NOT_LOOKED, {"place": place}, passes=True)
    elif read < total:
        yield Unread(PARTLY, {"place": place, "read": read, "pages": total}, passes=True)


def _loose(place: str, lines: list[str]) -> Loose:
    return Loose(place, [("", number, 1, line) for number, line in enumerate(lines, 1)])


def _lines(document: pypdf.PdfReader, number: int) -> list[str]:
    """Return the lines of a page with its notes and what its forms hold; none where it cannot be read."""
    try:
        page = document.pages[number]
        text = page.extract_text()
        notes = [words for annotation in page.get("/Annots") or [] for words in _words(annotation)]
    except Exception:
        return []
    return [line for line in [*text.splitlines(), *notes] if line.strip()]


def _words(annotation: Any) -> list[str]:
    fields = annotation.get_object()
    action = fields.get("/A")
    target = action.get_object().get("/URI", "") if action is not None else ""
    values = [fields.get("/Contents", ""), fields.get("/V", ""), str(target).removeprefix("mailto:")]
    return [str(value) for value in values if isinstance(value, str)]
