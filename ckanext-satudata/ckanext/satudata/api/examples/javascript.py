"""JavaScript in a browser or in Node 18 and later."""

from __future__ import annotations

import json

from ckanext.satudata.api.tables import Table

TITLE, ORDER = "JavaScript", 40


def code(table: Table, address: str) -> str:
    """Return the program."""
    filters = {table.text: table.word} if table.text else {}
    column = json.dumps(table.figure or next(iter(table.types)), ensure_ascii=False)
    return f"""
// {table.dataset_title}: {", ".join(table.types)}
const alamat = new URL({json.dumps(f"{address}/api/3/action/datastore_search")});
alamat.searchParams.set("resource_id", {json.dumps(table.id)});
alamat.searchParams.set("filters", JSON.stringify({json.dumps(filters, ensure_ascii=False)}));
alamat.searchParams.set("limit", "100");

const jawaban = await fetch(alamat);
const isi = await jawaban.json();
if (!isi.success) throw new Error(JSON.stringify(isi.error));
for (const baris of isi.result.records) console.log(baris[{column}]);
"""
