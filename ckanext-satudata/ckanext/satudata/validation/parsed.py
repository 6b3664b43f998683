"""A resource's table as its check has parsed it, so that the file need not be read again."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.tables import reading, stored, table
from ckanext.satudata.tables.reading import Reading
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import expected, store


@contextlib.contextmanager
def opened(resource: dict[str, Any]) -> Iterator[Table]:
    """Open the table of a resource; its file is read again only where what was parsed is no longer kept."""
    with tempfile.TemporaryDirectory() as folder:
        content = store.content(resource.get("validation_report") or "-", store.TABLES)
        if content is not None:
            path = Path(folder) / "kept.parquet"
            path.write_bytes(content)
            with table.kept(path) as opened_table:
                yield opened_table
            return
        made = apply_confirmed_steps(resource, Path(folder))
        schema = expected.schema(made.file, expected.standard_of(resource), custom_schema(resource))
        with table.opened(made.file, expected.titled(schema, made.titles)) as opened_table:
            yield opened_table


def apply_confirmed_steps(resource: dict[str, Any], folder: Path) -> Reading:
    """Read a resource's file into `folder` by the steps that were confirmed."""
    steps = [Step.from_dict(step) for step in json.loads(resource.get("langkah_baca") or "[]")]
    return reading.apply(stored.content(resource), stored.name(resource), folder, steps)


def custom_schema(resource: dict[str, Any]) -> dict[str, Any] | None:
    """Return the Table Schema that the officer gave, where no standard is chosen. Raises UnusableSchema."""
    text = resource.get("skema_tabel")
    return expected.parse_schema(text.encode()) if text and not resource.get("standar") else None


def forget(resource: dict[str, Any]) -> None:
    """Remove what was kept of a resource's table."""
    if resource.get("validation_report"):
        store.remove(resource["validation_report"], store.TABLES)
