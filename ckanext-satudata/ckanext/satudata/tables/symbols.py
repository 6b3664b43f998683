"""What stands where a cell has no figure: kept beside the figures in a column of the table, by name.

The column holds "name=symbol" for each such cell of its row, joined by "; ". The marks are those that BPS prints in
its tables (Statistik Indonesia, "Simbol-simbol"), and the codes of SDMX where it has one (CL_CONF_STATUS).
"""

from __future__ import annotations

from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.origin import Place
from ckanext.satudata.tables.table import literal

COLUMN = "simbol_sel"
# suppressed by disclosure control
HIDDEN = "c"
# a total that the table does not hold and that is known all the same, though parts of it are hidden
TOTAL = "t"
# the same over the finer periods of a month or a year
SPAN = "p"
NIL = "-"
UNAVAILABLE = "…"
# a figure that is not none, but less than half of the unit
NEGLIGIBLE = "0"
# what may stand in place of a figure that every row must have
IN_PLACE = (NIL, UNAVAILABLE, "NA", "*", "**", "***")
# marks beside a figure: what is none counts as 0 in a sum
OF_FIGURES = (NIL, NEGLIGIBLE)
OF_FIGURES_SQL = ", ".join(map(literal, OF_FIGURES))
SUMS_SQL = f"{literal(TOTAL)}, {literal(SPAN)}"
# other ways to write a mark
SPELLINGS = {"–": NIL, "—": NIL, "...": UNAVAILABLE, "..": UNAVAILABLE, "n/a": "NA", "N/A": "NA", "#N/A": "NA"}
TITLE = "Simbol sel"
NOTES = (
    "Sel yang tidak memuat angka, sebagai nama_kolom=simbol, dipisahkan titik koma. "
    "-: nihil. 0: kurang dari setengah satuan. …: tidak tersedia. NA dan *: seperti tertulis di sumbernya. "
    "c: dirahasiakan, sebab cacahnya kecil sehingga dapat menunjuk orang, atau membuat sel seperti itu dapat dihitung."
)
FIELD = {"name": COLUMN, "type": "string", "title": TITLE, "description": NOTES}
SEPARATOR = "; "


def written(columns: list[str]) -> str:
    """Return the cell of the column of symbols for a row whose cells in some columns are hidden."""
    return SEPARATOR.join(f"{name}={HIDDEN}" for name in columns)


def keep_marks(cells: Cells, columns: list[Column], marks: str) -> Cells:
    """Return the cells with the marks of some columns in the column of symbols, which is made where there is none.

    `marks` is the list of the marks in SQL; the marks themselves stay where they are.
    """
    entries = [
        f"CASE WHEN trim({column.sql}) IN {marks} THEN {literal(f'{column.name}=')} || {_symbol_sql(column.sql)} END"
        for column in columns
    ]
    there = next((column for column in cells.columns if column.name == COLUMN), None)
    if there:
        value = f"concat_ws({literal(SEPARATOR)}, nullif(trim({there.sql}), ''), {', '.join(entries)})"
        return cells.rewritten({there.sql: value})
    last = [column for column in cells.columns if column.named][-1]
    # a row that ends before it has no cell here either, and stays as short as it is
    nowhere: list[Place | None] = [None] * len(last.places)
    made = Column(COLUMN, "satudata_symbols", nowhere, None, number=last.number)
    return cells.beside(last, made, f"concat_ws({literal(SEPARATOR)}, {', '.join(entries)})")


def _symbol_sql(sql: str) -> str:
    cases = " ".join(f"WHEN {literal(mark)} THEN {literal(symbol)}" for mark, symbol in SPELLINGS.items())
    return f"CASE trim({sql}) {cases} ELSE trim({sql}) END"


def parse_symbols(cell: str | None) -> dict[str, str]:
    """Return the symbol of each column that a cell of the column of symbols names."""
    entries = [entry.rpartition("=") for entry in (cell or "").split(SEPARATOR.strip())]
    return {name.strip(): symbol for name, equals, symbol in entries if equals}


def marks_sql(symbols: str, column: str) -> str:
    """Return the SQL of the symbol of a row's figure in a column, NULL for none."""
    cases = " ".join(f"WHEN {has_sql(symbols, column, mark)} THEN {literal(mark)}" for mark in OF_FIGURES)
    return f"CASE {cases} END"


def has_sql(symbols: str, column: str, symbol: str) -> str:
    """Return the SQL (PostgreSQL, DuckDB) of whether a row has a symbol in a column; `symbols` is their column."""
    entry = literal(f"{SEPARATOR}{column}={symbol}{SEPARATOR}")
    return f"position({entry} in '{SEPARATOR}' || coalesce({symbols}, '') || '{SEPARATOR}') > 0"
