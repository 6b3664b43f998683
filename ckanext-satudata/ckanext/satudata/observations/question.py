"""What is asked of one measure, and whether it can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.exceptions import N_, BadQuestion
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import Measure, Standard

LEVELS = {"provinsi": 2, "kabupaten_kota": 5, "kecamatan": 8, "desa_kelurahan": 13}
REGION, PERIOD, WEEKDAY = "kode_wilayah", "periode", "hari"
AGGREGATES = ("sum", "mean", "min", "max", "median")
COMPARISONS = ("previous", "year")
MOST = 50_000


@dataclass(frozen=True)
class Question:
    """What is asked of one measure.

    `filters` maps a dimension to a code, a list of codes, or {"not": [codes]}, {"before": day}, {"from": day};
    `within` keeps the regions at or below a kode wilayah; `period` is 2025, 2025-06/2025-09, latest, latest:12;
    `group_by` holds dimensions, `periode`, `tahun`, `bulan`, `hari` (1 Monday to 7), `kode_wilayah`, or
    `kode_wilayah:kecamatan` for a level. `aggregate` is one of AGGREGATES; `of` names the dimension whose median over
    the counted cases is wanted. `as_of` is a day: what was told at its end counts. With `by_source` each row tells in
    "resources" the tables that it comes from (ids), in "chosen" whether the walidata has chosen them, with `history`
    in "replaced" when a figure of it took the place of another; without `explain` it is not asked whose figures do not
    count.
    """

    standard: str
    measure: str
    filters: dict[str, Any] = field(default_factory=dict)
    within: str = ""
    period: str = ""
    group_by: tuple[str, ...] = ()
    aggregate: str = "sum"
    of: str = ""
    compare: str = ""
    as_of: str = ""
    by_source: bool = False
    history: bool = False
    explain: bool = True
    limit: int = MOST

    @property
    def level(self) -> int:
        """The length of the codes to which `kode_wilayah:kecamatan` groups regions; 0 without such a group."""
        named = (name.partition(":")[2] for name in self.group_by if name.startswith(f"{REGION}:"))
        return next((LEVELS[name] for name in named), 0)


def groups(standard: Standard) -> list[str]:
    """Return by what a question about a standard may group."""
    levels = [f"{REGION}:{level}" for level in LEVELS] if REGION in standard.breakdowns else []
    return [*standard.breakdowns, PERIOD, *periods.GRAINS, WEEKDAY, *levels]


def measure_of(standard: Standard, name: str) -> Measure:
    """Return a measure of a standard. Raises BadQuestion."""
    measure = standard.find_measure(name)
    if measure is None:
        names = ", ".join(measure.field for measure in standard.measures)
        text = N_('"{0}" is no measure of the Standar Data "{1}". It has: {2}.')
        raise BadQuestion(text, name, standard.name, names)
    return measure


def check(standard: Standard, question: Question) -> None:
    """Raise BadQuestion for a question that names what the standard has not."""
    measure_of(standard, question.measure)
    filters, offered = standard.breakdowns, groups(standard)
    for name in question.group_by:
        if name not in offered:
            raise BadQuestion(N_('Cannot group by "{0}". There are: {1}.'), name, ", ".join(offered))
    for name in question.filters:
        if name not in filters:
            raise BadQuestion(N_('Cannot filter by "{0}". There are: {1}.'), name, ", ".join(filters))
    if question.within and REGION not in filters:
        raise BadQuestion(N_('The Standar Data "{0}" has no regions.'), standard.name)
    if question.aggregate not in AGGREGATES:
        text = N_('There is no aggregate "{0}". There are: {1}.')
        raise BadQuestion(text, question.aggregate, ", ".join(AGGREGATES))
    if question.compare and question.compare not in COMPARISONS:
        raise BadQuestion(N_('Cannot compare with "{0}". There are: {1}.'), question.compare, ", ".join(COMPARISONS))
    spans = [derived.name for derived in standard.derived if derived.working_days]
    if question.aggregate == "median" and question.of not in spans:
        raise BadQuestion(N_('A median needs "of", one of: {0}.'), ", ".join(spans))


def span(expression: str, sources: Iterable[Source]) -> tuple[str, str]:
    """Return first and last period that are asked for, empty where there is no bound. Raises BadQuestion."""
    last = max((source.last_period for source in sources), default="")
    if not expression or not last:
        return "", ""
    if expression.startswith("latest"):
        number = expression.removeprefix("latest").removeprefix(":") or "1"
        if not number.isdigit() or not int(number):
            raise BadQuestion(
                N_('The period "{0}" is not understood. Write latest:12 for the last twelve.'), expression
            )
        return periods.shift(last, 1 - int(number)), last
    first, _slash, second = expression.partition("/")
    for period in filter(None, (first, second)):
        if not periods.is_period(period):
            example = "2025, 2025-06, 2025-06-30, 2024/2025, latest, latest:12"
            raise BadQuestion(N_('The period "{0}" is not understood. Write one of: {1}.'), expression, example)
    return first, second or first
