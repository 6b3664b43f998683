"""How to cite: a chart or a dataset as text, BibTeX and RIS."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from ckanext.satudata.late import _
from ckanext.satudata.observations import periods

BRACES = re.compile(r"([{}\\%&#_$])")


@dataclass(frozen=True)
class Citation:
    """What a citation names; `year` is that of the newest figures, "" where none is told."""

    authors: tuple[str, ...]
    title: str
    year: str
    publisher: str
    address: str
    accessed: datetime.date
    version: str = ""

    @property
    def day(self) -> str:
        """The day on which the page was read, for people."""
        return periods.label(self.accessed.isoformat())


def as_text(citation: Citation) -> str:
    """Return a citation as a sentence."""
    who = ", ".join(citation.authors)
    year = f" ({citation.year})" if citation.year else ""
    version = f" {citation.version}." if citation.version else ""
    accessed = _("Accessed {day}").format(day=citation.day)
    return (
        f"{who}{year}. {citation.title} [{_('data')}].{version} {citation.publisher}. {citation.address}. {accessed}."
    )


def as_bibtex(citation: Citation) -> str:
    """Return a citation for BibTeX; an organization stays whole in braces of its own."""
    key = re.sub(r"[^a-z0-9]+", "", citation.title.lower())[:30] or "data"
    fields = {
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in citation.authors),
        "title": f"{{{_escaped(citation.title)}}}",
        "year": citation.year,
        "publisher": _escaped(citation.publisher),
        "version": _escaped(citation.version),
        "url": citation.address,
        "urldate": citation.accessed.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{key}{citation.year},\n" + ",\n".join(lines) + "\n}\n"


def as_ris(citation: Citation) -> str:
    """Return a citation for reference managers that read RIS."""
    fields = [
        ("TY", "DATA"),
        *(("AU", author) for author in citation.authors),
        ("TI", citation.title),
        ("PY", citation.year),
        ("PB", citation.publisher),
        ("ET", citation.version),
        ("UR", citation.address),
        ("Y2", citation.accessed.strftime("%Y/%m/%d")),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _escaped(text: str) -> str:
    return BRACES.sub(lambda match: "\\textbackslash{}" if match[0] == "\\" else f"\\{match[0]}", text)


FORMATS: dict[str, tuple[str, Callable[[Citation], str]]] = {
    "txt": ("text/plain; charset=utf-8", as_text),
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", as_ris),
}
