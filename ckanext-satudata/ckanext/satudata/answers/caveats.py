"""What must be known of a figure, read from its standard, its sources and what is held."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from ckanext.satudata import config
from ckanext.satudata.answers.lexicon import bare
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.reading import Reading
from ckanext.satudata.answers.replies import Caveat
from ckanext.satudata.answers.text import tokens
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import notes, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question, measure_of
from ckanext.satudata.standards.model import CUMULATIVE, STOCK, Standard

THOUSANDS = "ribu"


def caveats_of(reading: Reading, sources: Sources, question: Question, answer: Answer, last: str) -> Iterator[Caveat]:
    """Yield what must be known of an answer; `last` is the newest period that is in it."""
    time = reading.standard.time_of(measure_of(reading.standard, question.measure))
    if time == CUMULATIVE:
        yield Caveat("cumulative")
    if answer.aggregate in ("ratio", "mean"):
        yield Caveat("recomputed" if answer.aggregate == "ratio" else "mean")
    forecasts = reading.standard.forecasts
    if time == STOCK and last and not reading.spans and not forecasts and answer.last_period[: len(last)] > last:
        yield Caveat("stale", {"period": last})
    unit = codelists.load("satuan").codes.get(answer.unit)
    if unit and unit.name.casefold().startswith(THOUSANDS):
        yield Caveat("unit_thousand", {"unit": unit.name})
    if forecasts:
        yield Caveat("forecast")
    if _is_homonym(reading, question.within):
        yield Caveat("homonym", {"place": codelists.wilayah_label(question.within)})
    regions = answer.rows[0]["regions"] if answer.rows and not question.group_by else 0
    if regions and regions < answer.regions_expected:
        yield Caveat("incomplete", {"expected": answer.regions_expected, "regions": regions})
    if answer.suppressed:
        yield Caveat("suppressed", {"count": len(answer.suppressed)})
    yield from declared_breaks(reading.standard, question, answer)
    names = list(_held_codes(reading, sources, question))
    if names:
        yield Caveat("partial_coverage", {"labels": ", ".join(names)})


def declared_breaks(standard: Standard, question: Question, answer: Answer) -> Iterator[Caveat]:
    """Yield the breaks that a standard or a table declares between the first and the last period of the rows."""
    ends = [(row["first"], row["last"]) for row in answer.rows if row.get("first")]
    if not ends:
        return
    first, last = min(end[0] for end in ends), max(end[1] for end in ends)
    for entry in notes.breaks(standard, question.measure, first, last, answer.used or answer.sources):
        yield Caveat("declared_break", {"period": entry.mulai, "cause": entry.sebab})


def breaks(question: Question, answer: Answer) -> Iterator[Caveat]:
    """Yield where the tables of a line change, so that figures before and after are not of one count.

    The rows tell their tables: the question was asked with `by_source`.
    """
    time = question.group_by[0]
    rows = sorted(answer.rows, key=lambda row: str(row[time])) if len(question.group_by) == 1 else []
    owners = {source.resource_id: (source.organization_id, source.package_id) for source in answer.sources}
    for before, after in itertools.pairwise(rows):
        one = {owners.get(table) for table in before.get("resources", [])}
        other = {owners.get(table) for table in after.get("resources", [])}
        if one and other and not one & other:
            yield Caveat("source_break", {"first": before[time], "last": after[time]})


def _is_homonym(reading: Reading, code: str) -> bool:
    """Tell whether other regions of the district have the name of a place that is named."""
    if not any(code in term.codes for term in reading.cover.terms(Meaning.PLACE)):
        return False
    regions = codelists.load("wilayah").codes
    name = bare(tokens(regions[code].name))
    others = (one for one in codelists.regions_of(config.wilayah()) if one != code)
    return any(bare(tokens(regions[one].name)) == name for one in others)


def _held_codes(reading: Reading, sources: Sources, question: Question) -> Iterator[str]:
    """Yield what is held of the codes that a listed dimension may have, where that is not all of them."""
    for column in reading.standard.fields:
        listed = column.codes() if column.codelist not in ("", "wilayah") else None
        if listed is None or column.name not in reading.standard.breakdowns or column.name in question.group_by:
            continue
        filter_codes = question.filters.get(column.name)
        if filter_codes is not None and not (isinstance(filter_codes, list) and len(filter_codes) > 1):
            continue
        present = _codes_held(sources, question, column.name)
        if present and present < (set(filter_codes) if filter_codes else set(listed.codes)):
            yield from (listed.codes[code].name for code in sorted(present) if code in listed.codes)


def _codes_held(sources: Sources, question: Question, dimension: str) -> set[str]:
    plain = replace(
        question, group_by=(dimension,), aggregate="max", of="", compare="", explain=False, by_source=False
    )
    try:
        return {str(row[dimension]) for row in query.run(plain, sources).rows}
    except (BadQuestion, NotAdditive):
        return set()
