"""Texts of office programs (DOCX, ODT, PPTX, ODP): their paragraphs, as Office Open XML and OpenDocument keep them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.personal.companions.part import Limits, Loose, Part
from lxml import etree

ENDINGS = (".docx", ".odt", ".pptx", ".odp")
# parts of the package that hold what people wrote
WRITTEN = ("word/", "ppt/slides/", "ppt/notesSlides/", "ppt/comments/", "content.xml", "docProps/", "meta.xml")
MOST = 1 << 28


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the paragraphs as lines. Raises ValueError where it is no such file."""
    try:
        with zipfile.ZipFile(path) as pack:
            names = [member for member in pack.infolist() if member.filename.startswith(WRITTEN)]
            if sum(member.file_size for member in names) > MOST:
                raise ValueError
            texts = [pack.read(member) for member in names if member.filename.endswith(".xml")]
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        lines = [line for text in texts for line in _lines(etree.fromstring(text, parser))]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise ValueError(str(error)) from None
    yield Loose(place, [("", number, 1, line) for number, line in enumerate(lines, 1)])


def _lines(root: Any) -> Iterator[str]:
    for paragraph in root.iter("{*}p"):
        text = "".join(text for text in paragraph.itertext() if isinstance(text, str)).strip()
        if text:
            yield text
