"""Primary and foreign keys: the fast way finds what frictionless finds."""

import pytest
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import vectorised

from validation.parity import reference, same, whole, write


def test_primary_keys_over_several_fields(tmp_path):
    """Doubles are found between good rows, between bad ones, and across."""
    fields = [{"name": "kode", "type": "string"}, {"name": "tahun", "type": "year"}, {"name": "n", "type": "integer"}]
    rows = [
        ["a", "2020", "1"],
        ["a", "2021", "x"],
        ["a", "2021", "3"],
        ["a", "2020", "4"],
        ["", "2020", "5"],
        ["", "2020", "6"],
        ["", "", "7"],
        ["a", "20x0", "8"],
        ["a", "20x0", "9"],
        ["a", "2021", "y"],
    ]
    path = write(tmp_path / "t.csv", ["kode", "tahun", "n"], rows)
    assert same(path, {"fields": fields, "primaryKey": ["kode", "tahun"]})


PLACES = [
    ["51", "", "1", "1.0"],
    ["51.08", "51", "2", "2"],
    ["51.08.01", "51.08", "x", "1"],
    ["51.08.02", "51.09", "4", "2.00"],
    ["", "51.08", "1", "7"],
    ["51.08", "51.08.02", "2", "y"],
    ["", "", "", ""],
    ["51.08.03", "-", "3", "1.5"],
    ["51.08.04", "51.08.01"],
    ["51.08.05", "51.08.09", "x", "9"],
]


@pytest.mark.parametrize(
    "keys",
    [
        [reference(["induk"], ["kode"])],
        [reference("induk", "kode")],
        [reference(["lama"], ["nilai"])],
        [reference(["nomor"], ["nomor"])],
        [reference(["induk", "lama"], ["kode", "nilai"])],
        [reference(["induk"], ["kode"]), reference(["lama"], ["nilai"]), reference(["kode"], ["kode"])],
    ],
    ids=["alone", "text", "number", "itself", "pair", "several"],
)
@pytest.mark.parametrize("missing", [[""], ["", "-"]], ids=["empty", "marks"])
def test_foreign_keys_to_the_table_itself(tmp_path, keys, missing):
    """A key is looked for in all rows, cleared or not; parts may be missing, rows may lack cells."""
    fields = [
        {"name": "kode", "type": "string"},
        {"name": "induk", "type": "string"},
        {"name": "nomor", "type": "integer"},
        {"name": "nilai", "type": "number"},
        {"name": "lama", "type": "number"},
    ]
    rows = [[*row, *row[3:]] for row in PLACES]
    rows[1][-1:] = ["3"]
    schema = {"fields": fields, "missingValues": missing, "foreignKeys": keys}
    path = write(tmp_path / "t.csv", [field["name"] for field in fields], rows)
    assert same(path, schema)
    assert same(path, {**schema, "primaryKey": ["kode"]})


@pytest.mark.parametrize("key", [reference(["a"], ["b"]), reference(["a"], ["a"], "lain")], ids=["types", "other"])
def test_foreign_keys_that_frictionless_decides(tmp_path, key):
    """A key of another type, or to a table that is not there, goes to frictionless whole."""
    path = write(tmp_path / "t.csv", ["a", "b"], [["1", "1"], ["2", "3"]])
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}], "foreignKeys": [key]}
    assert not same(path, schema)
    assert [error.note for error in vectorised.errors(CsvFile(path), schema).errors] == [
        error.note for error in whole(CsvFile(path), schema).errors
    ]
