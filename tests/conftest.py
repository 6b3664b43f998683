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
