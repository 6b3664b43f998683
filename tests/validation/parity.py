"""The fast way beside frictionless alone."""

import csv

from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import structure, vectorised
from ckanext.satudata.validation.structure import identity


def whole(file, schema):
    """Return what frictionless alone finds."""
    errors = []
    return structure.Result(structure.whole(file, schema, errors.append), errors)


def fast(file, schema, *, parallel):
    """Return what DuckDB and frictionless find together."""
    errors = []
    with vectorised.scanned(file, schema, parallel=parallel) as scan:
        return structure.Result(scan.judge(errors.append), errors)


def same(path, schema, delimiter=","):
    """Assert that both ways agree; return whether DuckDB took the file."""
    file = CsvFile(path, delimiter)
    expected = whole(file, schema)
    for parallel in (True, False):
        try:
            result = fast(file, schema, parallel=parallel)
        except (vectorised.NotCompiled, vectorised.duckdb.Error):
            continue
        assert [identity(error) for error in result.errors] == [identity(error) for error in expected.errors]
        assert [error.note for error in result.errors] == [error.note for error in expected.errors]
        assert result.rows == expected.rows
        return True
    return False


def write(path, header, rows, **options):
    """Write a CSV as a spreadsheet program would."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n", **options).writerows([header, *rows])
    return path


BIG = "9" * 18


def reference(fields, other, resource=""):
    """Return a foreign key of a Table Schema."""
    return {"fields": fields, "reference": {"resource": resource, "fields": other}}
