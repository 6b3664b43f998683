"""CKAN's own download, the dump of the DataStore, is named and as harmless as ours, and has the columns of the table.

What CKAN adds is left out: `_id`, which numbers the rows of the DataStore, unless somebody asks for it among `fields`.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator

from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import naming
from ckanext.satudata.tables import outlets
from flask import Blueprint, Response, request

# CKAN's view that writes tables, to which the filtered download of its table view leads, too
VIEW = "datastore.dump"
# the sign between cells
DELIMITERS = {"csv": ",", "tsv": "\t"}
ROWS = 1_000
NUMBER = "_id"
_FIELDS = re.compile(r'^  "fields": (\[.*\]),$')
_RECORD = re.compile(r"^(    \[)\d+,?")
_ROW = re.compile(r'^<row _id="\d+"')
Lines = Iterator[str]

blueprint = Blueprint("satudata_dump", __name__)


@blueprint.after_app_request
def as_ours(answer: Response) -> Response:
    """Name the file, and let its rows pass one by one, as they come."""
    if request.endpoint != VIEW or answer.status_code != 200:
        return answer
    format_ = request.args.get("format", "csv")
    if disposition := _find_disposition(str((request.view_args or {})["resource_id"]), format_):
        answer.headers["Content-Disposition"] = disposition
    source = answer.response
    answer.response = rewritten(source, format_, numbered="fields" in request.args)
    answer.headers.pop("Content-Length", None)
    close = getattr(source, "close", None)
    if close:
        answer.call_on_close(close)
    return answer


def rewritten(pieces: Iterable[bytes | str], format_: str, *, numbered: bool) -> Iterator[bytes]:
    """Yield a dump again; its mark for UTF-8 stays where it is. `numbered`: with the numbers of its rows."""
    lines = _lines(pieces)
    if format_ in DELIMITERS:
        return _cells(lines, DELIMITERS[format_], numbered=numbered)
    changed: Callable[[str], str] = str if numbered else {"json": _json_line, "xml": _xml_line}[format_]
    return (changed(line).encode() for line in lines)


def _find_disposition(resource_id: str, format_: str) -> str | None:
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": resource["package_id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        # a table that CKAN offers beside those of datasets
        return None
    return naming.disposition(dataset, resource, format_)


def _cells(lines: Lines, delimiter: str, *, numbered: bool) -> Iterator[bytes]:
    """Yield a CSV file again, cell by cell."""
    stream = io.StringIO()
    writer = outlets.CsvWriter(stream, delimiter=delimiter)
    first = next(lines, "")
    mark = "\ufeff" if first.startswith("\ufeff") else ""
    stream.write(mark)
    rows = csv.reader(_joined(first[len(mark) :], lines), delimiter=delimiter)
    skipped = 0
    for number, row in enumerate(rows):
        if number == 0 and not numbered and row[:1] == [NUMBER]:
            skipped = 1
        writer.writerow(row[skipped:])
        if number % ROWS == ROWS - 1:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def _json_line(line: str) -> str:
    """Return a line of CKAN's JSON, which has a record on each, without the row's number; digits stay as they are."""
    if match := _FIELDS.match(line):
        fields = [field for field in json.loads(match[1]) if field["id"] != NUMBER]
        return f'  "fields": {json.dumps(fields, ensure_ascii=False)},\n'
    return _RECORD.sub(r"\1", line)


def _xml_line(line: str) -> str:
    return _ROW.sub("<row", line)


def _joined(first: str, rest: Lines) -> Lines:
    yield first
    yield from rest


def _lines(pieces: Iterable[bytes | str]) -> Lines:
    """Yield lines with their ends; a character may lie across two pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest = ""
    for piece in pieces:
        rest += decoder.decode(piece) if isinstance(piece, bytes) else piece
        *whole, rest = rest.split("\n")
        yield from (line + "\n" for line in whole)
    if rest:
        yield rest
