"""A jump from one period to the next that is hardly credible wants the officer's explanation (rule `change`)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Change
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation.examples import Example
from ckanext.satudata.validation.report import WARNING, Problem

MOST = 20
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
GOOD = [
    Example(
        [
            HEADER,
            "51.08.01,Gerokgak,2023,50,50,100",
            "51.08.01,Gerokgak,2024,50,54,104",
            "51.08.02,Seririt,2024,400,500,900",
        ],
        standard="penduduk_jenis_kelamin",
    ),
]
BAD = [
    Example(
        [HEADER, "51.08.01,Gerokgak,2023,50,50,100", "51.08.01,Gerokgak,2024,100,110,210"],
        ((3, "jumlah"),),
        standard="penduduk_jenis_kelamin",
    ),
]


def find(table: Table, standard: Standard | None) -> Iterator[Problem]:
    """Yield a warning for each figure that differs from the period before by more than the rule's percentage."""
    for rule in standard.rules_of(Change) if standard else []:
        measure, period = table.label(rule.measure), table.label(rule.period)
        key = standard.table.primary_key if standard else ()
        others = [table.label(name) for name in key if name != rule.period]
        if measure is None or period is None or None in others:
            continue
        yield from _jumps(table, measure, period, [table.column(name) for name in others if name], rule.percent)


def _jumps(table: Table, measure: str, period: str, others: list[str], percent: float) -> Iterator[Problem]:
    within = f"PARTITION BY {', '.join(others)} " if others else ""
    value = f"CAST({table.value(measure)} AS DOUBLE)"
    rows = table.ask(
        f"SELECT n, now, before, when_before FROM (SELECT n, {value} AS now, "
        f"lag({value}) OVER w AS before, lag({table.column(period)}) OVER w AS when_before FROM cells "
        f"WINDOW w AS ({within}ORDER BY {table.value(period)})) "
        f"WHERE before <> 0 AND abs(now - before) > abs(before) * {percent} / 100.0 ORDER BY n LIMIT {MOST}"
    )
    text = N_(
        "{now} after {before} in {period} is a change of {change} percent. If it is right, say why in the description."
    )
    for row, now, before, when in rows:
        change = 100 * (now - before) / abs(before)
        values = {"now": f"{now:.10g}", "before": f"{before:.10g}", "period": when, "change": f"{change:+.0f}"}
        yield Problem("change", row, measure, text, values, WARNING)
