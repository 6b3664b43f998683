"""The outlines of the district's kecamatan."""

from __future__ import annotations

from importlib import resources
from typing import Any

from ckanext.satudata import config


def find() -> Any:
    """Return the file (GeoJSON) with the district's outlines, None where none is shipped."""
    path = resources.files("ckanext.satudata.screens") / "boundaries" / f"{config.wilayah()}.geojson"
    return path if path.is_file() else None
