"""A table with marks of BPS follows the officer's own Table Schema, and its column of marks explains itself."""

from ckanext.satudata.tables import symbols
from ckanext.satudata.validation import engine

FILE = b"kecamatan,sapi\nSawan,-\nSeririt,5\nBanjar,7\n"
SCHEMA = {"fields": [{"name": "kecamatan", "type": "string"}, {"name": "sapi", "type": "integer"}]}


def test_marks_are_no_column_too_many():
    """Who wrote a schema did not name the column that reading makes."""
    assert engine.check(FILE, "ternak.csv", custom_schema=SCHEMA).valid
    assert SCHEMA["fields"][-1]["name"] == "sapi"


def test_an_error_of_the_schema_is_told_all_the_same():
    """A word among figures is refused at its place."""
    report = engine.check(FILE.replace(b"7", b"banyak"), "ternak.csv", custom_schema=SCHEMA)
    assert [problem.cell for problem in report.errors] == ["B4"]


def test_the_column_has_words_for_people():
    """Title and description say what each mark means."""
    assert symbols.FIELD["title"]
    assert all(mark in str(symbols.FIELD["description"]) for mark in symbols.OF_FIGURES)
