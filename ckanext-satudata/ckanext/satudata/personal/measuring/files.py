"""Writes a labelled table as the files in which people keep one: CSV, or what lies beside it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Rows = list[list[str]]


def write(columns: dict[str, list[str]], form: str, folder: Path) -> Path:
    """Write the columns as `t.<form>` into a folder; shorter ones end in empty cells."""
    height = max(map(len, columns.values()))
    padded = [[*cells, *[""] * (height - len(cells))] for cells in columns.values()]
    rows = [list(row) for row in zip(*padded, strict=True)]
    path = folder / f"t.{form}"
    path.write_bytes(FORMS[form](list(columns), rows))
    return path


def _csv(header: list[str], rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue().encode()


def _value(text: str) -> int | str | None:
    """Return a cell as programs write it: figures as a number, unless a zero in front would be lost."""
    return int(text) if text.isascii() and text.isdigit() and not text.startswith("0") else text or None


def _records(header: list[str], rows: Rows) -> list[dict[str, int | str | None]]:
    return [dict(zip(header, map(_value, row), strict=True)) for row in rows]


def _json(header: list[str], rows: Rows) -> bytes:
    return json.dumps({"data": _records(header, rows)}).encode()


def _geojson(header: list[str], rows: Rows) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": record,
            "geometry": {"type": "Point", "coordinates": [115.0 + number / 997, -8.0 - number / 991]},
        }
        for number, record in enumerate(_records(header, rows), 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _kml(header: list[str], rows: Rows) -> bytes:
    places = []
    for number, row in enumerate(rows, 1):
        data = "".join(
            f"<Data name={quoteattr(name)}><value>{escape(text)}</value></Data>"
            for name, text in zip(header, row, strict=True)
        )
        point = f"<Point><coordinates>{115 + number / 997},{-8 - number / 991},0</coordinates></Point>"
        places.append(f"<Placemark><ExtendedData>{data}</ExtendedData>{point}</Placemark>")
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(places)}</Document></kml>'
    return text.encode()


def _zip(header: list[str], rows: Rows) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("data/t.csv", _csv(header, rows))
    return stream.getvalue()


FORMS = {"csv": _csv, "json": _json, "geojson": _geojson, "kml": _kml, "zip": _zip}
