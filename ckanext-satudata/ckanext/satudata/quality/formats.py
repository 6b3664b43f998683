"""The format of a file by its first bytes, beside the declared one."""

from __future__ import annotations

from ckanext.satudata.tables.reader import OLE_SIGNATURE, ZIP_SIGNATURE

# enough to see the first names within a container
HEAD = 64 * 1024
SIGNATURES = {
    b"%PDF": "PDF",
    OLE_SIGNATURE: "OLE",
    b"PAR1": "PARQUET",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\x1f\x8b": "GZIP",
}
# in this order: an XLSX may hold a document
CONTAINERS = {
    b"opendocument.spreadsheet": "ODS",
    b"opendocument.text": "ODT",
    b"xl/": "XLSX",
    b"word/": "DOCX",
    b"ppt/": "PPTX",
    b"doc.kml": "KMZ",
}
WEBPAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table")
# what may stand for what; a declared format that is not named here cannot be told from its bytes
MEANS = {
    "PDF": {"PDF"},
    "XLSX": {"XLSX"},
    "XLSM": {"XLSX"},
    "XLS": {"OLE"},
    "DOC": {"OLE"},
    "PPT": {"OLE"},
    "DOCX": {"DOCX"},
    "PPTX": {"PPTX"},
    "ODS": {"ODS"},
    "ODT": {"ODT"},
    "CSV": {"TEXT"},
    "TSV": {"TEXT"},
    "JSON": {"JSON"},
    "GEOJSON": {"JSON"},
    "JSONLD": {"JSON"},
    "XML": {"XML"},
    "RDF": {"XML"},
    "KML": {"XML"},
    "GML": {"XML"},
    "HTML": {"HTML", "XML"},
    "PARQUET": {"PARQUET"},
    "PNG": {"PNG"},
    "JPG": {"JPEG"},
    "JPEG": {"JPEG"},
    "ZIP": {"ZIP"},
    "SHP": {"ZIP"},
    "KMZ": {"KMZ", "ZIP"},
}


def detected(head: bytes) -> str:
    """Return the format by the first bytes: one of the values above, TEXT for any other text, "" if none."""
    for signature, name in SIGNATURES.items():
        if head.startswith(signature):
            return name
    if head.startswith(ZIP_SIGNATURE):
        return next((name for mark, name in CONTAINERS.items() if mark in head), "ZIP")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if not text or b"\x00" in head[:4096]:
        return ""
    if text.startswith(WEBPAGE):
        return "HTML"
    if text.startswith(b"<"):
        return "XML"
    return "JSON" if text.startswith((b"{", b"[")) else "TEXT"


def contradicts(declared: str, detected_format: str) -> bool:
    """Return whether a file is surely not of its declared format."""
    meant_formats = MEANS.get(declared.upper().lstrip("."))
    return bool(meant_formats and detected_format) and detected_format not in (meant_formats or ())
