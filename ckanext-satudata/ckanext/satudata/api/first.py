"""What people do first with the API: a list for the guide, of what is there while some rooms are switched off."""

from __future__ import annotations

from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata.api import operations
from ckanext.satudata.api.tables import Table
from ckanext.satudata.exceptions import N_

UNKNOWN = "…"


@dataclass(frozen=True)
class Use:
    """What something is for (a marked text), its address, and the action that it wants."""

    title: str
    path: str
    action: str


USES = (
    Use(
        N_("Ask in everyday words, and get the figure with unit, period and source"),
        "/satudata/jawaban/json?q=berapa+penduduk",
        "satudata_answer_show",
    ),
    Use(
        N_("Figures of a measure, by region and time"),
        "/satudata/observasi/json?standard=penduduk_jenis_kelamin&measure=jumlah&period=latest&group_by=kode_wilayah",
        "satudata_observation_search",
    ),
    Use(N_("Which measures there are"), "/api/3/action/satudata_measure_list", "satudata_measure_list"),
    Use(N_("Search datasets"), "/api/3/action/package_search?q=penduduk&rows=5", "package_search"),
    Use(N_("Rows of a table"), "/api/3/action/datastore_search?limit=5&resource_id={id}", "datastore_search"),
    Use(
        N_("A whole table as a file (csv, xlsx, json, parquet)"),
        "/dataset/{dataset}/resource/{id}/unduh.csv",
        "datastore_search",
    ),
    Use(N_("The whole catalogue"), "/data.json", "package_search"),
)


def uses(table: Table | None) -> list[dict[str, str]]:
    """Return {"title", "path", "link": whether the path is whole} of each use, with a table's address in it."""
    values = {"id": table.id, "dataset": table.dataset} if table else {"id": UNKNOWN, "dataset": UNKNOWN}
    there = set(operations.names())
    paths = [(use.title, use.path.format(**values)) for use in USES if use.action in there]
    return [{"title": tk._(title), "path": path, "link": "" if UNKNOWN in path else path} for title, path in paths]
