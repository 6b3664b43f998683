"""Tables for tests of checks."""

import contextlib
import csv
import tempfile
from pathlib import Path

from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.table import opened


@contextlib.contextmanager
def table(columns, rows, missing=("",)):
    """Open a table with these columns (name to type) and rows; None is an empty cell."""
    schema = {
        "fields": [{"name": name, "type": kind} for name, kind in columns.items()],
        "missingValues": list(missing),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([list(columns), *rows])
        with opened(CsvFile(path), schema) as result:
            yield result
