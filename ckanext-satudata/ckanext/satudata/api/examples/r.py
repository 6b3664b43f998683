"""R with jsonlite, which writes and reads JSON; the table itself needs nothing beside R."""

from __future__ import annotations

import json

from ckanext.satudata.api.tables import Table

TITLE, ORDER = "R", 30


def code(table: Table, address: str) -> str:
    """Return the program; texts are written as JSON writes them, which R reads alike."""
    texts = ", ".join(f'{_text(name)} = "character"' for name, kind in table.types.items() if kind == "text")
    file = _text(f"{address}/dataset/{table.dataset}/resource/{table.id}/unduh.csv")
    figure = f"\nprint(summary(tabel[[{_text(table.figure)}]]))" if table.figure else ""
    where = f"\nbaris <- tabel[tabel[[{_text(table.text)}]] == {_text(table.word)}, ]" if table.text else ""
    search = _text(f"{address}/api/3/action/datastore_search?resource_id={table.id}&limit=100")
    return f"""
# {table.dataset_title}: {", ".join(table.types)}
library(jsonlite)

# seluruh tabel; kode tetap teks, supaya nol di depan tidak hilang
tabel <- read.csv({file}, colClasses = c({texts}), check.names = FALSE, encoding = "UTF-8"){where}{figure}

# 100 baris pertama lewat API
seratus <- fromJSON({search})$result$records
"""


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
