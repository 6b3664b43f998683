"""Which kind of data a dataset is, as Perpres 39/2019 has them: statistical, geospatial, financial.

Its office may say so itself. Where it has not, a map is geospatial, a table of the affair of finance is financial, and
any other table statistical; of a dataset without either, no kind is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.metadata import codelists

STATISTICAL, GEOSPATIAL, FINANCIAL = "statistik", "geospasial", "keuangan"
# the affair of finance (urusan) of Permendagri 90/2019
FINANCE = "5.02"
MAPS = {"GEOJSON", "KML", "KMZ", "SHP", "GPKG", "GML", "GPX", "WMS", "WFS", "WMTS", "GEOTIFF", "ARCGIS GEOSERVICES"}
TABLES = {"CSV", "TSV", "XLS", "XLSX", "ODS", "PARQUET"}


def of(dataset: Mapping[str, Any]) -> str:
    """Return the code of the kind; "" where neither its office nor its files determine it."""
    declared = dataset.get("jenis_data") or ""
    if declared:
        return declared
    files = dataset.get("resources") or []
    formats = {(file.get("format") or "").strip().upper() for file in files}
    if formats & MAPS:
        return GEOSPATIAL
    if not formats & TABLES and not any(file.get("datastore_active") or file.get("standar") for file in files):
        return ""
    return of_affair(dataset)


def of_affair(dataset: Mapping[str, Any]) -> str:
    """Return the code of the kind that a table of a dataset's affair is."""
    return FINANCIAL if dataset.get("urusan") == FINANCE else STATISTICAL


def name(dataset: Mapping[str, Any]) -> str:
    """Return the kind's name for people, "" where nothing determines it."""
    code = codelists.load("jenis_data").codes.get(of(dataset))
    return code.name if code else ""
