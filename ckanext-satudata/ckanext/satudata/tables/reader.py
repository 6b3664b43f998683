"""From an officer's file to a table: what the file claims to be, whether it can be that, and its cells."""

from __future__ import annotations

from pathlib import Path

from ckanext.satudata.exceptions import N_, UnreadableTable
from ckanext.satudata.tables import csvfile, encoding, workbook
from ckanext.satudata.tables.csvfile import CsvFile

TEXT_FORMATS = ("csv", "tsv")
FORMATS = (*TEXT_FORMATS, *workbook.FORMATS)
ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def format_of(filename: str) -> str:
    """Return the table format that a file name claims ("csv", "xlsx" …), or "" for any other file."""
    suffix = Path(filename).suffix.lower().lstrip(".")
    return suffix if suffix in FORMATS else ""


def empty(filename: str) -> UnreadableTable:
    """Return the error for a file without any cell."""
    return UnreadableTable(N_("The file {file} is empty. Choose a file with a header row and data."), file=filename)


def is_encrypted(content: bytes) -> bool:
    """Return whether an OLE container holds an XLSX behind a password ([MS-OFFCRYPTO] 2.3.4.4)."""
    return "EncryptedPackage".encode("utf-16-le") in content


def check_container(content: bytes, filename: str) -> None:
    """Raise UnreadableTable, with a cure, when the bytes cannot hold a table of the claimed format."""
    if not content.strip():
        raise empty(filename)
    claimed = format_of(filename)
    if claimed in TEXT_FORMATS:
        if b"\x00" in content[:4096] and not encoding.has_mark(content):
            raise UnreadableTable(
                N_("The file {file} is not a text table. Save it from Excel as CSV or XLSX."), file=filename
            )
        return
    if content.startswith(OLE_SIGNATURE) and claimed != "xls":
        raise UnreadableTable(
            N_("The file {file} is protected by a password. Remove the password in Excel and upload it again."),
            file=filename,
        )
    if not content.startswith(OLE_SIGNATURE if claimed == "xls" else ZIP_SIGNATURE):
        raise UnreadableTable(
            N_("The file {file} is not an Excel workbook. Save it from Excel as XLSX and upload it again."),
            file=filename,
        )


def as_csv(content: bytes, filename: str, folder: Path) -> CsvFile:
    """Return the file as CSV in UTF-8, written into `folder`. Raises UnreadableTable when it holds no table."""
    check_container(content, filename)
    source = folder / f"source.{format_of(filename)}"
    source.write_bytes(content)
    target = folder / "table.csv"
    if format_of(filename) in TEXT_FORMATS:
        return csvfile.from_text(source, target)
    return workbook.to_csv(source, target, filename)
