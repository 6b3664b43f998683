"""What CKAN itself sends as CSV or TSV, the dump of the DataStore, goes out as harmless as our own downloads."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from ckanext.satudata.tables import outlets
from flask import Blueprint, Response, request

# CKAN's view that writes tables, to which the filtered download of its table view leads, too
VIEW = "datastore.dump"
# the sign between cells
DELIMITERS = {"csv": ",", "tsv": "\t"}
ROWS = 1_000

blueprint = Blueprint("satudata_dump", __name__)


@blueprint.after_app_request
def without_formulas(answer: Response) -> Response:
    """Let the rows of such an answer pass one by one, as they come."""
    # CKAN gives the type in bytes, from which no reader of headers makes sense
    delimiter = DELIMITERS.get(request.args.get("format", "csv"))
    if request.endpoint == VIEW and delimiter and answer.status_code == 200:
        source = answer.response
        answer.response = rewritten(source, delimiter)
        answer.headers.pop("Content-Length", None)
        close = getattr(source, "close", None)
        if close:
            answer.call_on_close(close)
    return answer


def rewritten(pieces: Iterable[bytes | str], delimiter: str) -> Iterator[bytes]:
    """Yield a CSV file again, cell by cell; its mark for UTF-8 stays where it is."""
    stream = io.StringIO()
    writer = outlets.CsvWriter(stream, delimiter=delimiter)
    lines = _lines(pieces)
    first = next(lines, "")
    mark = "\ufeff" if first.startswith("\ufeff") else ""
    stream.write(mark)
    rows = csv.reader(_joined(first[len(mark) :], lines), delimiter=delimiter)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % ROWS == 0:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def _joined(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(pieces: Iterable[bytes | str]) -> Iterator[str]:
    """Yield lines with their ends; a character may lie across two pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest = ""
    for piece in pieces:
        rest += decoder.decode(piece) if isinstance(piece, bytes) else piece
        *whole, rest = rest.split("\n")
        yield from (line + "\n" for line in whole)
    if rest:
        yield rest
