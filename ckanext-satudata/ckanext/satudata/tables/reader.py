"""From a file's bytes to a table: what the file is, its header and its typed rows."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import UnreadableTable
from frictionless import Detector, system
from frictionless.resources import TableResource

FORMATS = ("csv", "xlsx")
ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Table:
    """A table as read: `columns` maps each name to its Table Schema type, `rows` holds Python values in that order."""

    columns: dict[str, str]
    rows: list[list[Any]]


def format_of(filename: str) -> str:
    """Return the table format that a file name claims ("csv", "xlsx"), or "" for any other file."""
    suffix = Path(filename).suffix.lower().lstrip(".")
    return suffix if suffix in FORMATS else ""


def check_container(content: bytes, filename: str) -> None:
    """Raise UnreadableTable, with a cure, when the bytes cannot hold a table of the claimed format."""
    if not content.strip():
        raise UnreadableTable(_("The file {0} is empty. Choose a file with a header row and data.").format(filename))
    if format_of(filename) == "csv":
        if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableTable(
                _("The file {0} is not a text table. Save it from Excel as CSV or XLSX.").format(filename)
            )
        return
    if content.startswith(OLE_SIGNATURE):
        raise UnreadableTable(
            _("The file {0} is protected by a password. Remove the password in Excel and upload it again.").format(
                filename
            )
        )
    if not content.startswith(ZIP_SIGNATURE):
        raise UnreadableTable(
            _("The file {0} is not an Excel workbook. Save it from Excel as XLSX and upload it again.").format(
                filename
            )
        )


def open_resource(path: Path) -> TableResource:
    """Return the frictionless resource of a local file; columns named kode… stay text, since codes are no numbers."""
    encoding = "utf-8" if _is_utf8(path) else "cp1252"
    options: dict[str, Any] = {"encoding": encoding} if path.suffix == ".csv" else {}
    resource = TableResource(path=str(path), detector=Detector(sample_size=2000, field_float_numbers=False), **options)
    with system.use_context(trusted=True):
        resource.infer(stats=False)
    for field in list(resource.schema.fields):
        if field.name.lower().startswith("kode") and field.type != "string":
            resource.schema.set_field_type(field.name, "string")
    return resource


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def as_file(content: bytes, filename: str, folder: str) -> Path:
    """Write the bytes to a file in `folder` whose name has only the format; return its path."""
    path = Path(folder) / f"table.{format_of(filename)}"
    path.write_bytes(content)
    return path


def read(content: bytes, filename: str) -> Table:
    """Read a whole file, leaving out empty rows. Raises UnreadableTable when it holds no table."""
    check_container(content, filename)
    with tempfile.TemporaryDirectory() as folder, system.use_context(trusted=True):
        resource = open_resource(as_file(content, filename, folder))
        columns = {field.name: field.type for field in resource.schema.fields}
        with resource:
            rows = [list(row.to_dict().values()) for row in resource.row_stream]
    return Table(columns, [row for row in rows if any(cell is not None for cell in row)])
