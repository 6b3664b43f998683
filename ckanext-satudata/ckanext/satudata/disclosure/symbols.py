"""What stands where a cell has no figure: kept beside the figures in a column of the table, by name.

The column holds "name=symbol" for each such cell of its row, joined by "; ". Symbols are those of SDMX where it has
one (CL_CONF_STATUS).
"""

from __future__ import annotations

from ckanext.satudata.tables.table import literal

COLUMN = "simbol_sel"
HIDDEN = "c"
# a total that the table does not hold and that is known all the same, though parts of it are hidden
TOTAL = "t"
# the same over the finer periods of a month or a year
SPAN = "p"
TITLE = "Simbol sel"
NOTES = (
    "Sel yang tidak memuat angka, sebagai nama_kolom=simbol, dipisahkan titik koma. "
    "c: dirahasiakan, sebab cacahnya kecil sehingga dapat menunjuk orang, atau membuat sel seperti itu dapat dihitung."
)
SEPARATOR = "; "


def written(columns: list[str]) -> str:
    """Return the cell of the column of symbols for a row whose cells in some columns are hidden."""
    return SEPARATOR.join(f"{name}={HIDDEN}" for name in columns)


def has_sql(symbols: str, column: str, symbol: str) -> str:
    """Return the SQL (PostgreSQL) of whether a row has a symbol in a column; `symbols` is that of their column."""
    entry = literal(f"{SEPARATOR}{column}={symbol}{SEPARATOR}")
    return f"position({entry} in '{SEPARATOR}' || coalesce({symbols}, '') || '{SEPARATOR}') > 0"
