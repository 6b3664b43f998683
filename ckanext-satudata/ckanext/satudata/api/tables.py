"""The table with which the guide shows its examples: the one that the reader comes from, else the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

FIRST_ROWS = 5
NEWEST = 20
NUMBERS = {"int2", "int4", "int8", "numeric", "float4", "float8"}


@dataclass(frozen=True)
class Table:
    """A loaded table: id, what it is called, name and title of its dataset, its columns and their types.

    `text` is a column of words, `word` one of its values, by which an example filters, `figure` a column of numbers;
    any of them is "" where there is none.
    """

    id: str
    title: str
    dataset: str
    dataset_title: str
    types: dict[str, str]
    text: str = ""
    word: str = ""
    figure: str = ""


def find_table(resource_id: str) -> Table | None:
    """Return the table that is asked for and may be seen, else the newest public one; None where there is none."""
    return _find_table(resource_id) or next(filter(None, map(_find_table, _newest())), None)


def _find_table(resource_id: str) -> Table | None:
    if not resource_id:
        return None
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": resource["package_id"]})
        if not resource.get("datastore_active"):
            return None
        search = {"resource_id": resource["id"], "limit": FIRST_ROWS, "include_total": False}
        page = tk.get_action("datastore_search")({}, search)
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError, KeyError):
        return None
    types = {field["id"]: field["type"] for field in page["fields"] if field["id"] != "_id"}
    text, word = _filter(types, page["records"])
    figure = next((name for name, kind in types.items() if kind in NUMBERS and name != "tahun"), "")
    # in one line: the examples write them in a comment
    titles = [" ".join(str(title).split()) for title in (resource.get("name") or dataset["title"], dataset["title"])]
    return Table(resource["id"], titles[0], dataset["name"], titles[1], types, text, word, figure)


def _filter(types: dict[str, str], records: list[dict[str, Any]]) -> tuple[str, str]:
    """Return a column of words and a value of it."""
    for name, kind in types.items():
        values = [record[name] for record in records if record.get(name)]
        if kind == "text" and values:
            return name, str(values[0])
    return "", ""


def _newest() -> list[str]:
    search = {"fq": "+type:dataset", "sort": "metadata_modified desc", "rows": NEWEST}
    results = tk.get_action("package_search")({}, search)["results"]
    resources = (resource for dataset in results for resource in dataset["resources"])
    return [resource["id"] for resource in resources if resource.get("datastore_active")]
