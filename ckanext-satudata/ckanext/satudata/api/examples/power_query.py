"""Excel (Data > Get Data > Blank Query > Advanced Editor) and Power BI."""

from __future__ import annotations

from ckanext.satudata.api.tables import NUMBERS, Table

TITLE, ORDER = "Excel Power Query", 50


def code(table: Table, address: str) -> str:
    """Return the query in M; numbers are read as the file writes them, whatever the country of the computer."""
    kinds = ", ".join(
        f"{{{_text(name)}, {'type number' if kind in NUMBERS else 'type text'}}}" for name, kind in table.types.items()
    )
    file = _text(f"{address}/dataset/{table.dataset}/resource/{table.id}/unduh.csv")
    last = f"Table.SelectRows(Bertipe, each [#{_text(table.text)}] = {_text(table.word)})" if table.text else "Bertipe"
    return f"""
// {table.dataset_title}
// Excel: Data > Get Data > From Other Sources > Blank Query > Advanced Editor
let
    Sumber = Csv.Document(Web.Contents({file}), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),
    Berjudul = Table.PromoteHeaders(Sumber, [PromoteAllScalars = true]),
    Bertipe = Table.TransformColumnTypes(Berjudul, {{{kinds}}}, "en-US"),
    Hasil = {last}
in
    Hasil
"""


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
