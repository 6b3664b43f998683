"""R with jsonlite and readr."""

from __future__ import annotations

import json

from ckanext.satudata.api.tables import Table

TITLE, ORDER = "R", 30


def code(table: Table, address: str) -> str:
    """Return the program; texts are written as JSON writes them, which R reads alike."""
    texts = ", ".join(f"`{name}` = col_character()" for name, kind in table.types.items() if kind == "text")
    file = json.dumps(f"{address}/dataset/{table.dataset}/resource/{table.id}/unduh.csv", ensure_ascii=False)
    figure = f"\nsummary(tabel$`{table.figure}`)" if table.figure else ""
    where = (
        f"\nbaris <- subset(tabel, `{table.text}` == {json.dumps(table.word, ensure_ascii=False)})"
        if table.text
        else ""
    )
    search = json.dumps(f"{address}/api/3/action/datastore_search?resource_id={table.id}&limit=100")
    return f"""
# {table.dataset_title}: {", ".join(table.types)}
library(readr)
library(jsonlite)

# seluruh tabel; kode tetap teks, supaya nol di depan tidak hilang
tabel <- read_csv({file}, col_types = cols({texts})){where}{figure}

# 100 baris pertama lewat API
seratus <- fromJSON({search})$result$records
"""
