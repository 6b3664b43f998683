"""No personal data is published (UU 27/2022): the guard's findings, each a problem of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ckan.plugins.toolkit import _
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import personal
from ckanext.satudata.validation.report import Problem


def find(table: Table, _standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each finding, of all kinds and columns."""
    for finding in personal.find(table):
        if finding.row:
            text = _(
                'Column "{field}", row {row}: {example} looks like personal data ({what}); {count} cells do. '
                "Personal data must not be published (UU 27/2022). Delete or mask the column, or count the rows."
            )
        else:
            text = _(
                "Columns {fields} list {what}. Personal data must not be published (UU 27/2022). "
                "Delete these columns, or count the rows instead of listing persons."
            )
        values = {
            "field": finding.columns[0],
            "fields": ", ".join(f'"{column}"' for column in finding.columns),
            "row": finding.row,
            "example": finding.example,
            "what": finding.name,
            "count": finding.count,
        }
        yield Problem("personal-data", finding.row, finding.columns[0], text.format(**values))
