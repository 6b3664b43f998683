"""A percentage is what its part and its whole give (rule `ratio`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Ratio
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

MOST = 50
HEADER = "kode_wilayah,nama_kecamatan,tahun,bulan,balita_diukur,balita_stunting,prevalensi"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,12,12.05", "51.08.02,Seririt,2024,1,0,0,"], standard="stunting"),
]
BAD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,12,21"], ((2, "prevalensi"),), standard="stunting"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each row whose percentage is off by more than the rule's percentage points."""
    for rule in standard.rules_of(Ratio) if standard else []:
        labels = [table.label(name) for name in (rule.percentage, rule.part, rule.whole)]
        if None in labels:
            continue
        percentage, part, whole = (label for label in labels if label)
        computed = f"100.0 * CAST({table.value(part)} AS DOUBLE) / nullif(CAST({table.value(whole)} AS DOUBLE), 0)"
        rows = table.ask(
            f"SELECT n, {table.column(percentage)}, {computed} FROM cells "
            f"WHERE abs(CAST({table.value(percentage)} AS DOUBLE) - {computed}) > {rule.tolerance} "
            f"ORDER BY n LIMIT {MOST}"
        )
        text = N_('{cell} is written, but "{part}" of "{whole}" is {right} percent. Mend one of the three.')
        for row, cell, right in rows:
            values = {"cell": cell, "part": part, "whole": whole, "right": f"{right:.2f}"}
            yield Problem("ratio", row, percentage, text, values)
