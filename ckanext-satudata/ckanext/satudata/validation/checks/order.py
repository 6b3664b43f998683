"""In each row one value is at most another: stunted of those measured, begun before ended (rule `order`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Order
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import Problem

MOST = 50
HEADER = "kode_wilayah,nama_kecamatan,tahun,bulan,balita_diukur,balita_stunting,prevalensi"
GOOD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,100,100", "51.08.02,Seririt,2024,1,0,0,"], standard="stunting"),
]
BAD = [
    Example([HEADER, "51.08.01,Gerokgak,2024,1,100,120,"], ((2, "balita_stunting"),), standard="stunting"),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a problem for each row in which the first is larger than the second."""
    for rule in standard.rules_of(Order) if standard else []:
        lower, upper = table.label(rule.lower), table.label(rule.upper)
        if lower is None or upper is None:
            continue
        rows = table.ask(
            f"SELECT n, {table.column(lower)}, {table.column(upper)} FROM cells "
            f"WHERE {table.value(lower)} > {table.value(upper)} ORDER BY n LIMIT {MOST}"
        )
        text = N_('"{lower}" ({low}) is more than "{upper}" ({high}), which cannot be. Mend one of them.')
        for row, low, high in rows:
            yield Problem("order", row, lower, text, {"lower": lower, "low": low, "upper": upper, "high": high})
