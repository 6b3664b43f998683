"""Spreadsheets: in a folder, on a web page that lists them, at one address, or as a published Google Sheet."""

from __future__ import annotations

import csv
import fnmatch
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ckanext.satudata.exceptions import N_, BrokenAgency, BrokenAnswer, NotModified, SourceUnavailable, UnreadableTable
from ckanext.satudata.harvest import allowed
from ckanext.satudata.harvest.readers import BaseReader
from ckanext.satudata.tables import reader as tables
from ckanext.satudata.tables import workbook
from lxml import html

TITLE = N_("Spreadsheets (folder, web page, Google Sheet)")
OPTIONS = {
    "folder": {
        "type": "string",
        "title": N_("Folder"),
        "description": N_("A folder of this server that its operator allows, e.g. a share that is mounted."),
        "examples": ["/srv/berbagi/dinsos"],
    },
    "url": {
        "type": "string",
        "title": N_("Web page"),
        "description": N_("A web page that links to the files."),
        "examples": ["https://dinas.contoh.go.id/unduhan"],
    },
}
READ = {
    "properties": {
        "file": {
            "type": "string",
            "description": N_("Name or pattern; the last of several by name, e.g. rekap-*.xlsx."),
        },
        "url": {"type": "string", "description": N_("Address of the one file, or of a Google Sheet.")},
        "sheet": {"type": "string", "description": N_("Name of the sheet; the first where nothing is written.")},
        "header": {"type": "integer", "minimum": 1, "description": N_("Row of the header, counted from 1.")},
        "until": {"type": "string", "description": N_("The rows end before the one whose first cell begins so.")},
    }
}
NOT_MODIFIED = 304
GOOGLE = re.compile(r"^https://docs\.google\.com/spreadsheets/d/(?:e/)?([\w-]+)")
GID = re.compile(r"[#?&]gid=(\d+)")


class Reader(BaseReader):
    """Takes a file as it is; where the agency names its columns, sheet or header row, reads its rows."""

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows below the header."""
        with TemporaryDirectory() as folder:
            path = self._fetched(read, Path(folder))
            lines = _lines(path, read, Path(folder))
            header = [str(cell).strip() for cell in next(lines, [])]
            if not any(header):
                text = N_("{0} has no header in row {1}. Correct `header` in the agency's file.")
                raise BrokenAnswer(text, path.name, read.get("header", 1))
            for line in lines:
                if "until" in read and line and str(line[0]).strip().startswith(read["until"]):
                    return
                if any(str(cell).strip() for cell in line):
                    yield {name: cell for name, cell in zip(header, line, strict=False) if name}

    def file(self, read: Mapping[str, Any], folder: Path) -> Path | None:
        """Return the file, copied into the folder, unless its rows are to be read."""
        return None if {"sheet", "header", "until"} & set(read) else self._fetched(read, folder)

    def _fetched(self, read: Mapping[str, Any], folder: Path) -> Path:
        if "url" in read:
            return self._downloaded(sheet_as_csv(read["url"]), folder)
        if "file" not in read:
            raise BrokenAgency(N_("Say which file: read.file or read.url."))
        if "folder" in self.access:
            allowed.check_path(self.access["folder"], trusted=self.trusted)
            return _copied(Path(self.access["folder"]), read["file"], folder)
        links_by_name = {unquote(urlsplit(link).path.rpartition("/")[2]): link for link in self._links()}
        return self._downloaded(links_by_name[_last(links_by_name, read["file"], self.access["url"])], folder)

    def _links(self) -> list[str]:
        answer = self.client.get(self.access["url"])
        if not answer.content.strip():
            return []
        page = html.fromstring(answer.content)
        return [urljoin(answer.url, link) for link in page.xpath("//a/@href")]

    def _downloaded(self, url: str, folder: Path) -> Path:
        name = unquote(urlsplit(url).path.rpartition("/")[2]) or "tabel"
        path = folder / f"sumber-{name}"
        answer = self.client.download(url, path, validator=self.previous_version)
        if answer.status == NOT_MODIFIED:
            raise NotModified(N_("The file has not changed."))
        self.version = answer.version
        media = answer.headers.get("content-type", "")
        if not tables.format_of(path.name) and "csv" in media:
            path = path.rename(path.with_name(path.name + ".csv"))
        with path.open("rb") as stream:
            begin = stream.read(200).lstrip().lower()
        if begin.startswith((b"<!doctype html", b"<html")):
            text = N_("{0} answers with a web page, not a file. Is it shared with everyone who has the link?")
            raise BrokenAnswer(text, url)
        return path


def sheet_as_csv(url: str) -> str:
    """Return the address at which a Google Sheet answers as CSV; any other address as it is.

    >>> sheet_as_csv("https://docs.google.com/spreadsheets/d/abc/edit#gid=7")
    'https://docs.google.com/spreadsheets/d/abc/export?format=csv&gid=7'
    """
    match = GOOGLE.match(url)
    if not match or "output=csv" in url or "format=csv" in url:
        return url
    gid = GID.search(url)
    number = gid[1] if gid else "0"
    if "/d/e/" in url:
        return f"https://docs.google.com/spreadsheets/d/e/{match[1]}/pub?output=csv&gid={number}"
    return f"https://docs.google.com/spreadsheets/d/{match[1]}/export?format=csv&gid={number}"


def _copied(folder: Path, pattern: str, target: Path) -> Path:
    if not folder.is_dir():
        raise SourceUnavailable(N_("The folder {0} is not there. Is the share mounted?"), folder)
    files_by_name = {path.name: path for path in folder.iterdir() if path.is_file()}
    source = files_by_name[_last(files_by_name, pattern, str(folder))]
    # a link out of the folder is no file of the folder
    if source.resolve().parent != folder.resolve():
        raise BrokenAnswer(N_("{0} leads out of the folder."), source.name)
    return Path(shutil.copyfile(source, target / f"sumber-{source.name}"))


def _last(names: Mapping[str, Any], pattern: str, where: str) -> str:
    """Return the last name, in the order of the alphabet, that fits; Excel's lock files (~$) never do."""
    fitting = sorted(name for name in names if fnmatch.fnmatch(name, pattern) and not name.startswith("~$"))
    if not fitting:
        text = N_("{0} has no file {1}; it has: {2}.")
        raise SourceUnavailable(text, where, pattern, ", ".join(sorted(names)[:20]))
    return fitting[-1]


def _lines(path: Path, read: Mapping[str, Any], folder: Path) -> Iterator[list[Any]]:
    skipped = read.get("header", 1) - 1
    if tables.format_of(path.name) in workbook.FORMATS:
        yield from _sheet(path, read.get("sheet"))[skipped:]
        return
    try:
        file = tables.as_csv(path.read_bytes(), path.name, folder)
    except UnreadableTable as error:
        raise BrokenAnswer(error.text, **error.values) from error
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        for number, line in enumerate(csv.reader(stream, delimiter=file.delimiter)):
            if number >= skipped:
                yield line


def _sheet(path: Path, name: str | None) -> list[list[str]]:
    """Return the rows of a sheet as the page that reads officers' files does, with what number formats show."""
    try:
        with workbook.opened(path, path.name) as book:
            if name is not None and name not in book.sheet_names:
                text = N_("{0} has no sheet {1}; it has: {2}.")
                raise BrokenAnswer(text, path.name, name, ", ".join(book.sheet_names))
            source = workbook.sheet_source(book, name or book.sheet_names[0])
        return workbook.lines(workbook.dress(source, path))
    except UnreadableTable as error:
        raise BrokenAnswer(N_("{0} is no workbook that can be read."), path.name) from error
