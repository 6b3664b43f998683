"""Shared by the tests of reading."""

import csv

import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Read the msgids themselves."""
    monkeypatch.setattr("ckanext.satudata.exceptions._", str)


@pytest.fixture
def rows():
    """Return a function that gives the rows of a CsvFile, header first."""

    def read(file):
        with file.path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream, delimiter=file.delimiter))

    return read
