"""Python with requests and pandas."""

from __future__ import annotations

from ckanext.satudata.api.tables import Table

TITLE, ORDER = "Python", 20


def code(table: Table, address: str) -> str:
    """Return the program."""
    filters = {table.text: table.word} if table.text else {}
    figure = f"\nprint(tabel[{table.figure!r}].describe())" if table.figure else ""
    dtype = "{" + ", ".join(f"{name!r}: str" for name, kind in table.types.items() if kind == "text") + "}"
    return f"""
# {table.dataset_title}: {", ".join(table.types)}
import json

import pandas
import requests

jawaban = requests.get(
    {f"{address}/api/3/action/datastore_search"!r},
    params={{"resource_id": {table.id!r}, "filters": json.dumps({filters!r}), "limit": 100}},
    timeout=30,
)
jawaban.raise_for_status()
baris = pandas.DataFrame(jawaban.json()["result"]["records"])

# seluruh tabel; kode tetap teks, supaya nol di depan tidak hilang
tabel = pandas.read_csv(
    {f"{address}/dataset/{table.dataset}/resource/{table.id}/unduh.csv"!r},
    dtype={dtype},
){figure}
"""
