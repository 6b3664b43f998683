"""Expressions of time in a question: years, months, days, spans, "tahun lalu", "5 tahun terakhir", "sejak 2021".

Each rule is a pattern over the words of the question, joined by blanks, and a function that makes a `Span` of what it
matched. Today is the district's day.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ckanext.satudata.answers.text import Phrase, words
from ckanext.satudata.observations import periods

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """What time is asked for.

    `first` and `last` are periods of one length, "" where that side is open; `recent` is how many periods of the
    length `grain` back from the newest. `is_present` marks what is named by today ("bulan ini"), `is_series` a span
    whose periods are asked one beside the other ("2021 sampai 2025"), `is_future` what begins after today.
    """

    first: str = ""
    last: str = ""
    recent: int = 0
    grain: int = periods.YEAR
    is_present: bool = False
    is_series: bool = False
    is_future: bool = False


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime.date], "Span | None"]]


def find(phrase: Phrase, today: datetime.date) -> Iterator[tuple[int, int, Span]]:
    """Yield (first word, end, span) of each expression of time, of any length."""
    text = " ".join(phrase)
    starts = {0: 0}
    for number, word in enumerate(phrase):
        starts[starts_at(phrase, number) + len(word) + 1] = number + 1
    for pattern, make in _rules():
        for match in pattern.finditer(text):
            end = match.end() + 1
            if match.start() in starts and end in starts and (span := make(match, today)):
                yield starts[match.start()], starts[end], span


def starts_at(phrase: Phrase, number: int) -> int:
    """Return where a word begins in the words joined by blanks."""
    return sum(len(word) + 1 for word in phrase[:number])


@functools.cache
def _months() -> dict[str, int]:
    return {name: number for number, names in words()["months"].items() for name in names}


@functools.cache
def numbers() -> dict[str, int]:
    """Return the numbers that are written as words: {"tiga": 3}."""
    return {str(name): int(value) for name, value in words()["numbers"].items()}


@functools.cache
def _rules() -> list[Rule]:
    month = f"(?:{'|'.join(sorted(_months(), key=len, reverse=True))})"
    count = rf"(\d{{1,2}}|{'|'.join(numbers())})"
    year, until = r"((?:19|20)\d\d)", r"(?:sampai dengan|sampai|hingga|ke|s d|sd|to|until|through|dan|and|-)"
    unit = r"(tahun|thn|bulan|hari|minggu|year|month|day|week)s?"

    def number(text: str) -> int:
        return numbers().get(text) or int(text)

    def in_month(match: re.Match[str], today: datetime.date) -> Span | None:
        named = _months()[match[1]]
        if match[2]:
            return _one(f"{match[2]}-{named:02d}", today)
        # without a year: the last one that has begun
        return _one(f"{today.year - (named > today.month):04d}-{named:02d}", today)

    def on_day(match: re.Match[str], today: datetime.date) -> Span | None:
        year_of_day = match[3] or str(today.year)
        return _one(f"{year_of_day}-{_months()[match[2]]:02d}-{int(match[1]):02d}", today)

    def recent(match: re.Match[str], _today: datetime.date) -> Span:
        return _recent(number(match[1]), match[2])

    def part_of_year(match: re.Match[str], today: datetime.date) -> Span | None:
        months = 6 if match[1] == "semester" else 3
        ordinal = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match[2]) or int(match[2])
        if ordinal > 12 // months:
            return None
        year_of_part = match[3] or str(today.year)
        first, last = (ordinal - 1) * months + 1, ordinal * months
        return _span(f"{year_of_part}-{first:02d}", f"{year_of_part}-{last:02d}", today)

    def months_apart(match: re.Match[str], today: datetime.date) -> Span:
        last_year = match[4] or str(today.year)
        first = f"{match[2] or last_year}-{_months()[match[1]]:02d}"
        return _span(first, f"{last_year}-{_months()[match[3]]:02d}", today, is_series=True)

    rules: list[tuple[str, Callable[[re.Match[str], datetime.date], Span | None]]] = [
        (r"(\d{4}-\d{2}(?:-\d{2})?)", lambda match, today: _one(match[1], today)),
        (rf"(?:tahun |thn |th |year |in )?{year}", lambda match, today: _one(match[1], today)),
        (
            rf"(?:dari |from |antara |between |periode |tahun )*{year} ?{until} ?(?:tahun )?{year}",
            lambda match, today: _span(match[1], match[2], today, is_series=True),
        ),
        (rf"{year}-{year}", lambda match, today: _span(match[1], match[2], today, is_series=True)),
        (
            rf"(?:sejak|mulai|since|starting|semenjak|dari|from)(?: tahun)? {year}(?: sampai sekarang| hingga kini)?",
            lambda match, _today: Span(first=match[1], grain=periods.YEAR, is_series=True),
        ),
        (
            rf"(?:sejak|mulai|since)(?: bulan)? ({month}) {year}",
            lambda match, _today: Span(f"{match[2]}-{_months()[match[1]]:02d}", grain=periods.MONTH, is_series=True),
        ),
        (rf"(?:bulan |pada |in )?({month})(?: tahun)?(?: {year})?", in_month),
        (rf"(?:dari )?({month})(?: {year})? {until} ({month})(?: {year})?", months_apart),
        (rf"(?:tanggal )?(\d{{1,2}}) ({month})(?: {year})?", on_day),
        (
            rf"(?:dalam |selama |in the |for the )?(?:last |past )?{count} {unit}(?: terakhir| belakangan| ini)?",
            recent,
        ),
        (r"(semester|triwulan|kuartal|tw|quarter) (i{1,3}|iv|[1-4])(?: tahun)?(?: ((?:19|20)\d\d))?", part_of_year),
        (r"(q)([1-4])(?: ((?:19|20)\d\d))?", part_of_year),
    ]
    rules += [(pattern, functools.partial(_relative, make)) for pattern, make in RELATIVE]
    return [(re.compile(rf"(?<!\S){pattern}(?!\S)"), make) for pattern, make in rules]


def _relative(
    make: Callable[[datetime.date], Span | None], _match: re.Match[str], today: datetime.date
) -> Span | None:
    return make(today)


def _year(steps: int) -> Callable[[datetime.date], Span | None]:
    return lambda today: _one(str(today.year + steps), today, is_present=not steps)


def _month(steps: int) -> Callable[[datetime.date], Span | None]:
    return lambda today: _one(periods.shift(today.isoformat()[:7], steps), today, is_present=not steps)


def _day(steps: int) -> Callable[[datetime.date], Span | None]:
    return lambda today: _one((today + steps * DAY).isoformat(), today, is_present=not steps)


def _week(steps: int) -> Callable[[datetime.date], Span | None]:
    def make(today: datetime.date) -> Span:
        monday = today - today.weekday() * DAY + 7 * steps * DAY
        return _span(monday.isoformat(), (monday + 6 * DAY).isoformat(), today, is_present=not steps)

    return make


RELATIVE: list[tuple[str, Callable[[datetime.date], Span | None]]] = [
    (r"(?:sepanjang |selama |di |pada |dalam )?(?:tahun ini|this year|current year|thn ini)", _year(0)),
    (
        r"(?:di |pada )?(?:tahun lalu|tahun kemarin|tahun sebelumnya|last year|previous year|setahun lalu|thn lalu)",
        _year(-1),
    ),
    (r"(?:dua tahun lalu|2 tahun lalu|two years ago)", _year(-2)),
    (r"(?:tahun depan|next year)", _year(1)),
    (r"(?:di |pada )?(?:bulan ini|this month)", _month(0)),
    (
        r"(?:di |pada )?(?:bulan lalu|bulan kemarin|bulan sebelumnya|last month|previous month|sebulan lalu)",
        _month(-1),
    ),
    (r"(?:bulan depan|next month)", _month(1)),
    (r"(?:minggu ini|this week|pekan ini)", _week(0)),
    (r"(?:minggu lalu|last week|pekan lalu|minggu kemarin)", _week(-1)),
    (r"(?:minggu depan|next week|pekan depan)", _week(1)),
    (r"(?:hari ini|today|per hari ini)", _day(0)),
    (r"(?:kemarin|yesterday)", _day(-1)),
    (r"(?:besok|tomorrow|esok)", _day(1)),
    (r"(?:lusa)", _day(2)),
    (r"(?:setahun terakhir|last twelve months|12 bulan terakhir)", lambda _today: _recent(12, "bulan")),
]


def _one(period: str, today: datetime.date, *, is_present: bool = False) -> Span | None:
    """Return the span of one period, None where there is no such day."""
    if not periods.is_period(period) or not _exists(period):
        return None
    future = period > today.isoformat()[: len(period)]
    return Span(period, period, grain=len(period), is_present=is_present, is_future=future)


def _span(first: str, last: str, today: datetime.date, *, is_series: bool = False, is_present: bool = False) -> Span:
    if first > last:
        first, last = last, first
    future = first > today.isoformat()[: len(first)]
    return Span(first, last, grain=len(first), is_series=is_series, is_future=future, is_present=is_present)


def _exists(period: str) -> bool:
    if len(period) < periods.DAY:
        return True
    year, month, day = (int(part) for part in period.split("-"))
    return 1 <= month <= 12 and day <= calendar.monthrange(year, month)[1]


def _recent(count: int, unit: str) -> Span:
    days = {"minggu": 7, "week": 7}.get(unit)
    if days:
        return Span(recent=count * days, grain=periods.DAY, is_series=True)
    grain = {"tahun": periods.YEAR, "thn": periods.YEAR, "year": periods.YEAR}.get(unit) or {
        "bulan": periods.MONTH,
        "month": periods.MONTH,
    }.get(unit, periods.DAY)
    return Span(recent=count, grain=grain, is_series=True)
