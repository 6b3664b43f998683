"""Untidy files, read."""

import io

from ckanext.satudata.tables import reading


def read(text, folder, **options):
    """Propose steps for the text of a CSV."""
    return reading.propose(text.encode(), "a.csv", folder, **options)


def steps(result):
    """Return kinds and options of the steps."""
    return [(step.kind, step.options) for step in result.steps]


def saved(book):
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
