"""curl, in a shell."""

from __future__ import annotations

import json
import shlex

from ckanext.satudata.api.tables import Table

TITLE, ORDER = "curl", 10


def code(table: Table, address: str) -> str:
    """Return the commands."""
    lines = [
        f"# {table.dataset_title}",
        f"curl -G {shlex.quote(address + '/api/3/action/datastore_search')} \\",
        f"  --data-urlencode resource_id={table.id} \\",
    ]
    if table.text:
        filters = json.dumps({table.text: table.word}, ensure_ascii=False)
        lines.append(f"  --data-urlencode {shlex.quote('filters=' + filters)} \\")
    file = f"{address}/dataset/{table.dataset}/resource/{table.id}/unduh.csv"
    return "\n".join([*lines, "  --data-urlencode limit=100", "", "# seluruh tabel", f"curl -OJ {shlex.quote(file)}"])
