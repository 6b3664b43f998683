"""Lines over time, with the sources of their figures.

Figures of one line may come from several sources. They are joined only where they come from the same ones; where the
line goes on with others it is broken, and it is said who told the parts, for a jump there may be of the sources. It is
broken as well where its standard declares a break in the series.

A source is a dataset, or the editions of a series of one organization: those that its field `seri` names, or whose
titles differ only in the years.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.late import _
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.notes import breaks
from ckanext.satudata.observations.source import Source
from ckanext.satudata.observations.values import number
from ckanext.satudata.standards import model as standards

# "Jumlah Penduduk Tahun 2023", "Jumlah Penduduk (2020-2023)"
YEARS = re.compile(r"[\s(,]*(?:\btahun\s+)?\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?\b\)?", re.IGNORECASE)

# an organization, and a series of its datasets or the title of one
Teller = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A figure for each period, None where it is missing.

    `origins` are indexes of the list of its lines, None where there is no figure; `pieces` are the figures once more,
    a list of the same length for each stretch that comes from the same sources.
    """

    data: list[int | float | None]
    origins: list[int | None]
    pieces: list[list[int | float | None]]


@dataclass(frozen=True)
class Lines:
    """Lines by their name, over all periods from the first to the last.

    `origins` are lists of sources, as `Source.describe` gives them; `breaks` has each change once, in the
    order of time: {"period", "label", "before", "after", "said", "short"}, where before and after are indexes of
    origins, and the last two are sentences with the titles of the sources and with as little as tells them apart.
    """

    periods: list[str]
    labels: list[str]
    lines: dict[str, Line]
    origins: list[list[dict[str, Any]]]
    breaks: list[dict[str, Any]]


def drawn(rows: Mapping[str, Mapping[str, Mapping[str, Any]]], sources: Iterable[Source]) -> Lines:
    """Return the lines of {name: {period: row}}: rows of answers with `by_source`, and the sources that these used."""
    by_resource = {source.resource_id: source for source in sources}
    points = {
        name: {period: (number(row["value"]), _origin(row["resources"], by_resource)) for period, row in line.items()}
        for name, line in rows.items()
    }
    reached = [period for line in points.values() for period in line]
    if not reached:
        return Lines([], [], {}, [], [])
    span = periods.between(min(reached), max(reached))
    origins = sorted({origin for line in points.values() for _value, origin in line.values()})
    declared = _declared(by_resource.values(), span)
    cuts = {change["period"] for change in declared}
    lines = {name: _line(line, span, origins, cuts) for name, line in points.items()}
    titles = [[_titled(origin, by_resource.values()) for origin in origin] for origin in origins]
    changes = sorted([*_breaks(span, lines, origins, titles), *declared], key=lambda change: change["period"])
    return Lines(span, [periods.label(period) for period in span], lines, titles, changes)


def is_same_source(one: Iterable[str], other: Iterable[str], sources: Iterable[Source]) -> bool:
    """Return whether the tables (ids of resources) of two figures are of the same sources."""
    by_resource = {source.resource_id: source for source in sources}
    return _origin(one, by_resource) == _origin(other, by_resource)


def _origin(resources: Iterable[str], by_resource: Mapping[str, Source]) -> tuple[Teller, ...]:
    return tuple(sorted({_teller(by_resource[resource]) for resource in resources}))


def _teller(source: Source) -> Teller:
    return source.organization_id, source.series or YEARS.sub("", source.package_title)


def _titled(teller: Teller, sources: Iterable[Source]) -> dict[str, Any]:
    """Return a source for people: its newest dataset, by the name of all where there are several."""
    tables = sorted((source for source in sources if _teller(source) == teller), key=lambda source: source.last_period)
    several = len({source.package_id for source in tables}) > 1
    return {**tables[-1].describe(), **({"title": teller[1]} if several else {})}


def _declared(sources: Iterable[Source], span: list[str]) -> list[dict[str, Any]]:
    """Return the breaks that the standards of some sources declare within a span; before and after are None."""
    entries = {
        entry
        for source in sources
        for entry in breaks(standards.load(source.standard), source.measure, span[0], span[-1], [source])
    }
    changes = []
    for entry in sorted(entries, key=lambda entry: entry.mulai):
        period = next(period for period in span if period >= entry.mulai[: len(period)])
        text = _("{0}: from then on another count. {1}").format(periods.label(period), entry.sebab)
        ends = {"before": None, "after": None}
        changes.append({"period": period, "label": periods.label(period), **ends, "said": text, "short": text})
    return changes


def _line(
    figures: Mapping[str, tuple[Any, tuple[Teller, ...]]], span: list[str], origins: list[Any], cuts: set[str]
) -> Line:
    places = [origins.index(figures[period][1]) if period in figures else None for period in span]
    data = [figures[period][0] if period in figures else None for period in span]
    pieces: list[list[int | float | None]] = []
    before, is_cut = None, False
    for index, origin in enumerate(places):
        is_cut = is_cut or span[index] in cuts
        if origin is None:
            continue
        if origin != before or is_cut:
            pieces.append([None] * len(span))
            is_cut = False
        pieces[-1][index] = data[index]
        before = origin
    return Line(data, places, pieces)


def _breaks(
    span: list[str], lines: Mapping[str, Line], origins: list[tuple[Teller, ...]], titles: list[list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    changes = set()
    for line in lines.values():
        there = [(period, origin) for period, origin in zip(span, line.origins, strict=True) if origin is not None]
        changes |= {(period, one, two) for (_last, one), (period, two) in itertools.pairwise(there) if one != two}
    return [
        {"period": period, "label": periods.label(period), "before": before, "after": after}
        | _break(
            periods.label(period), *(dict(zip(origins[side], titles[side], strict=True)) for side in (before, after))
        )
        for period, before, after in sorted(changes)
    ]


def _break(
    label: str, before: Mapping[Teller, dict[str, Any]], after: Mapping[Teller, dict[str, Any]]
) -> dict[str, str]:
    gone, come = (
        [side[table] for table in side if table not in other] for side, other in ((before, after), (after, before))
    )
    offices = [{source["organization"] for source in side} for side in (gone, come)]
    short = "title" if offices[0] & offices[1] else "organization"
    return {
        "said": _sentence(
            label, *([f"{source['title']} ({source['organization']})" for source in side] for side in (gone, come))
        ),
        "short": _sentence(label, *(sorted({source[short] for source in side}) for side in (gone, come))),
    }


def _sentence(label: str, gone: list[str], come: list[str]) -> str:
    if not come:
        return _("{0}: from then on without {1}.").format(label, ", ".join(gone))
    if not gone:
        return _("{0}: from then on also {1}.").format(label, ", ".join(come))
    return _("{0}: before {1}, from then on {2}.").format(label, ", ".join(gone), ", ".join(come))
