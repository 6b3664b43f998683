"""From bytes to the rows of the right sheet, whatever the file is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata.exceptions import N_, WrongStep
from ckanext.satudata.tables import csvfile, encoding, reader, webpage, workbook
from ckanext.satudata.tables.grid import filled
from ckanext.satudata.tables.source import GridSource, Source, TextSource
from ckanext.satudata.tables.step import Step
from python_calamine import CalamineWorkbook

# a sheet of this name that comes first is the table, as in our own templates: there is nothing to choose
PLAIN = "data"
SCORED_ROWS = 2000
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
MOST_LETTERS = 5
START = 4096


@dataclass(frozen=True)
class Opened:
    """The rows, the steps that it took to come to them, and the sheets that people could choose from."""

    source: Source
    steps: list[Step]
    sheets: list[str]


def contents(content: bytes, claimed: str) -> str:
    """Return the format that a file has by its bytes, where that is not the claimed one; else ""."""
    if not claimed:
        return ""
    held = _held(content, claimed)
    return held if held != claimed else ""


def _held(content: bytes, claimed: str) -> str:
    start = content[:START]
    if start.startswith(reader.ZIP_SIGNATURE):
        return "ods" if OPEN_DOCUMENT in start[:128] else "xlsx"
    if start.startswith(reader.OLE_SIGNATURE):
        # an XLSX behind a password is a stream in such a container
        return claimed if claimed in {"xlsx", "ods"} and reader.is_encrypted(content) else "xls"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if text.startswith((b"<html", b"<table", b"<!doctype html", b"<meta", b"<div")):
        return "html"
    is_text = text.strip() and (b"\x00" not in start or encoding.has_mark(start))
    return "csv" if claimed in workbook.FORMATS and is_text and _has_rows(text) else claimed


def _has_rows(text: bytes) -> bool:
    """Return whether a text looks like a table: a separator in its first line, and another line."""
    first, _break, rest = text.replace(b"\x00", b"").partition(b"\n")
    return bool(rest.strip()) and any(sign in first for sign in (b",", b";", b"\t", b"|"))


def opened(
    content: bytes, filename: str, folder: Path, sheet: str | None, confirmed_steps: list[Step] | None
) -> Opened:
    """Open a file. `given` are the steps to take, None to find them; `sheet` is the one that people chose.

    Raises UnreadableTable when it holds no table, WrongStep when a given step does not fit.
    """
    claimed = reader.format_of(filename)
    content_format = contents(content, claimed)
    confirmed_format = next(
        (step.options["format"] for step in confirmed_steps or [] if step.kind == "contents"), None
    )
    if confirmed_steps is not None and (confirmed_format or "") != content_format:
        raise WrongStep(N_("The file is of another format than before. Read the file anew."))
    if not content_format:
        reader.check_container(content, filename)
    steps = [Step("contents", {"format": content_format})] if content_format else []
    path = folder / f"source.{content_format or claimed}"
    path.write_bytes(content)
    if content_format == "html":
        return Opened(_webpage(path, filename), steps, [])
    if content_format == "csv" or (not content_format and claimed in reader.TEXT_FORMATS):
        return Opened(*_text(path, folder, steps, confirmed_steps), [])
    chosen = next((step.options["sheet"] for step in confirmed_steps or [] if step.kind == "sheet"), sheet)
    with workbook.opened(path, filename) as book:
        source, choice, names = _sheet(book, filename, chosen, confirmed_steps is not None)
    return Opened(workbook.dress(source, path), steps + choice, names)


def _text(
    path: Path, folder: Path, steps: list[Step], confirmed_steps: list[Step] | None
) -> tuple[Source, list[Step]]:
    """Return the rows of a text, and the step for the old encoding of Windows where it is in it."""
    file = csvfile.from_text(path, folder / "table.csv")
    is_old = encoding.find(path) == encoding.OLD
    if not is_old and any(step.kind == "encoding" for step in confirmed_steps or []):
        raise WrongStep(N_("The file is in another encoding than before. Read the file anew."))
    if is_old:
        steps = [*steps, Step("encoding", {"encoding": encoding.OLD}, _example(file.path))]
    return TextSource(file=file), steps


def _example(path: Path) -> dict[str, str]:
    """Return some letters beyond ASCII as they were read."""
    with path.open(encoding="utf-8", newline="") as stream:
        line = next((line for line in stream if not line.isascii()), "")
    letters = list(dict.fromkeys(letter for letter in line if not letter.isascii()))
    return {"letters": " ".join(letters[:MOST_LETTERS])}


def _webpage(path: Path, filename: str) -> Source:
    block = webpage.largest_table("".join(encoding.decoded(path, encoding.find(path))))
    if not block.rows:
        raise reader.empty(filename)
    merged = [(top + 1, left, bottom + 1, right) for top, left, bottom, right in block.merged]
    return GridSource(None, merged, grid=block.rows)


def _sheet(
    book: CalamineWorkbook, filename: str, chosen: str | None, confirmed: bool
) -> tuple[GridSource, list[Step], list[str]]:
    """Return a sheet's rows, the step that names it where there was a choice, and all sheets with cells."""
    if chosen is not None and chosen not in book.sheet_names:
        raise WrongStep(
            N_('The file has no sheet "{sheet}". There are: {sheets}.'),
            sheet=chosen,
            sheets=", ".join(book.sheet_names),
        )
    if confirmed:
        name = chosen or next(
            (sheet_name for sheet_name in book.sheet_names if workbook.sheet_source(book, sheet_name).grid), None
        )
        if name is None:
            raise reader.empty(filename)
        return workbook.sheet_source(book, name), [Step("sheet", {"sheet": chosen})] if chosen else [], [name]
    sources = {name: workbook.sheet_source(book, name) for name in workbook.sheets(book) or book.sheet_names}
    sources = {name: source for name, source in sources.items() if source.grid}
    if chosen is not None and chosen not in sources:
        sources[chosen] = workbook.sheet_source(book, chosen)
    if not sources:
        raise reader.empty(filename)
    names = list(sources)
    scores = {name: _score(source) for name, source in sources.items()}
    best = next(name for name in names if scores[name] * 2 >= max(scores.values()))
    name = chosen or (names[0] if names[0].lower() == PLAIN else best)
    first = next((sheet_name for sheet_name in book.sheet_names if sheet_name in sources), names[0])
    others = [sheet_name for sheet_name in names if sheet_name != name]
    hidden = [sheet_name for sheet_name in workbook.hidden_sheets(book) if sheet_name != name]
    plain = name == first and (not (others or hidden) or name.lower() == PLAIN)
    step = [] if plain else [Step("sheet", {"sheet": name}, {"others": others, "hidden": hidden})]
    return sources[name], step, names


def _score(source: GridSource) -> int:
    """Return how much a sheet looks like a table: its rows of which at least half of the cells are filled."""
    rows = source.grid[:SCORED_ROWS]
    width = max(map(len, rows), default=0)
    return sum(2 * len(filled([source.text(cell) for cell in row])) >= max(width, 4) for row in rows)
