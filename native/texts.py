"""Texts for people: taken out of the code, and compiled into the catalogues (`.mo`) that CKAN reads, not git."""

from __future__ import annotations

from pathlib import Path

from native import stamps
from native.console import run
from native.layout import Layout

DOMAIN = "ckanext-satudata"
CURE = "lihat .satudata/log/texts.log; biasanya satu berkas .po rusak di baris yang disebut"


def catalogues(layout: Layout) -> list[Path]:
    """Return every `.po` file of the package: one for a room that translates texts of others, one for all of ours."""
    return sorted((layout.root / "ckanext-satudata").rglob("*.po"))


def compile_catalogues(layout: Layout) -> bool:
    """Compile each `.po` into the `.mo` beside it; return whether anything was to do."""
    sources = catalogues(layout)
    value = stamps.digest(sources)
    if stamps.is_done(layout, "texts", value) and all(path.with_suffix(".mo").exists() for path in sources):
        return False
    for path in sources:
        _pybabel(layout, "compile", "--input-file", path, "--output-file", path.with_suffix(".mo"))
    stamps.done(layout, "texts", value)
    return True


def update_catalogue(layout: Layout) -> Path:
    """Bring our Indonesian catalogue to what the code says now, new texts empty, and return its path.

    A text that the code no longer has goes out of the file.
    """
    package = layout.root / "ckanext-satudata" / "ckanext" / "satudata"
    template, folder = layout.state / "texts.pot", package / "i18n"
    path = folder / "id" / "LC_MESSAGES" / f"{DOMAIN}.po"
    shape = ("--no-location", "--sort-output", "-w", "120", "-F", folder / "babel.cfg")
    _pybabel(layout, "extract", *shape, "-o", template, ".", cwd=package)
    # a date that moves with each run would only make two branches differ
    keep = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "-w", "120")
    _pybabel(layout, "update", *keep, "-i", template, "-o", path, "-l", "id")
    return path


def write_pages(layout: Layout) -> None:
    """Write anew what the guides tell of forms, feeds, actions, options and commands: it is made from the code."""
    for name in ("mapping", "reference"):
        run([layout.bin("python"), layout.root / "docs" / f"{name}.py"], layout.log / "texts.log", CURE)


def untranslated(layout: Layout, path: Path) -> list[str]:
    """Return the texts of a catalogue that have no translation yet."""
    script = (
        "import sys; from babel.messages.pofile import read_po\n"
        "for message in read_po(open(sys.argv[1], 'rb')):\n"
        "    if message.id and not (message.string if isinstance(message.string, str) else all(message.string)):\n"
        "        print(repr(message.id))\n"
    )
    return run([layout.bin("python"), "-c", script, path], layout.log / "texts.log", CURE).splitlines()


def _pybabel(layout: Layout, *words: str | Path, cwd: Path | None = None) -> None:
    run([layout.bin("pybabel"), *words], layout.log / "texts.log", CURE, cwd=cwd)
