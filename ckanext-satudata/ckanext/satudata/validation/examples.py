"""What each check finds, as data beside it: tables that are good and tables that are bad."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Rule
from ckanext.satudata.tables import table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import expected

Place = tuple[int | None, str | None]


@dataclass(frozen=True)
class Example:
    """A table, given as the lines of its CSV file, and the (row, field) of each problem that the check finds in it.

    `standard` is the name of a shipped standard that the table follows, `rules` are rules in place of its own. The
    district is Buleleng, 51.08.
    """

    rows: list[str]
    places: tuple[Place, ...] = ()
    standard: str | None = None
    rules: tuple[Rule, ...] = ()

    def load_standard(self) -> Standard | None:
        """Return the standard that the table follows, or None."""
        if self.standard is None:
            return None
        shipped = model.load(self.standard)
        if not self.rules:
            return shipped
        return dataclasses.replace(shipped, rules=self.rules)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Table]:
        """Open the table as an upload of it is opened."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "example.csv"
            path.write_text("\n".join([*self.rows, ""]), encoding="utf-8")
            file = CsvFile(path)
            with table.opened(file, expected.schema(file, self.load_standard())) as opened_table:
                yield opened_table
