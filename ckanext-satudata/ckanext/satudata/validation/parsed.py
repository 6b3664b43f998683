"""A resource's table as its check has parsed it, so that the file need not be read again."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.tables import reader, stored, table
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
            with table.kept(path) as found:
                yield found
            return
        file = reader.as_csv(stored.content(resource), stored.name(resource), Path(folder))
        with table.opened(file, expected.schema(file, expected.standard_of(resource))) as found:
            yield found


def forget(resource: dict[str, Any]) -> None:
    """Remove what was kept of a resource's table."""
    if resource.get("validation_report"):
        store.remove(resource["validation_report"], store.TABLES)
