"""Shared fixtures; CKAN's own come with its wheel."""

import io

import pytest
from openpyxl import Workbook


@pytest.fixture
def workbook():
    """Return a function that makes the bytes of an XLSX from rows."""

    def make(rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture
def clean_db(reset_db, migrate_db_for):
    """Empty the catalogue's database; CKAN's own fixture forgets the tables of its plugins."""
    reset_db()
    migrate_db_for("activity")
