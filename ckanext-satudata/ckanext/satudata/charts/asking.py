"""Asks the observations for what a chart shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.charts.figures import Figures, Origin
from ckanext.satudata.exceptions import NotAdditive
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import notes, query
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question
from ckanext.satudata.observations.source import Source
from ckanext.satudata.regions import boundaries
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Measure, Standard

TARGET = "target"


@dataclass(frozen=True)
class Request:
    """What a chart is asked for: a question, "" or the name of the one dataset that is meant, "" or a kind."""

    question: Question
    dataset: str = ""
    kind: str = ""


def figures(request: Request) -> Figures:
    """Return the figures of a request. Raises BadQuestion, NotAdditive, UnknownStandard, NotAuthorized."""
    question = replace(request.question, by_source=True)
    tk.check_access("satudata_observation_search", {}, {"standard": question.standard})
    standard = standards.load(question.standard)
    sources = sources_of(question.standard, request.dataset)
    answer = query.run(question, sources)
    used = answer.used or answer.sources
    tables = {table for row in [*answer.rows, *answer.suppressed] for table in row["resources"]}
    listed = [source for source in used if source.resource_id in tables]
    return Figures(
        standard=standard,
        question=question,
        answer=answer,
        origins=tuple(_origin(source) for source in listed),
        # that they are made up is a mark of its own
        notes=tuple(
            note.describe()["text"]
            for note in notes.notes(standard, question, answer)
            if note.code not in ("example", "break")
        ),
        target=_target(standard, question, sources),
        has_map=boundaries.has(question.within or config.wilayah()),
    )


def sources_of(standard: str, dataset: str = "") -> query.Sources:
    """Return the published sources of a standard, or those of its measures in one dataset (by name)."""
    sources = query.load_sources(standard)
    if dataset:
        for key, listed in list(sources.items()):
            sources[key] = [source for source in listed if source.package_name == dataset]
    return sources


def _origin(source: Source) -> Origin:
    codes = codelists.load("lisensi").codes
    licence = codes[source.license].name if source.license in codes else source.license
    return Origin(
        organization=source.organization_title,
        title=source.package_title,
        dataset=source.package_name,
        licence=licence,
        edition=source.revision[:10],
        is_example=source.is_example,
    )


def find_target(standard: Standard, measure: str) -> Measure | None:
    """Return the measure that says what another one should reach: its column is called so, in the same unit."""
    reached = standard.find_measure(measure)
    candidates: Iterable[Measure] = (
        entry
        for entry in standard.measures
        if reached
        and entry.field != measure
        and entry.satuan == reached.satuan
        and TARGET in standard.field(entry.field).headers
    )
    # what is itself a limit, a potential say, has no target
    return next(iter(candidates), None) if reached and (reached.arah or reached.waktu) else None


def _target(standard: Standard, question: Question, sources: query.Sources) -> Answer | None:
    measure = find_target(standard, question.measure)
    if measure is None or len(question.group_by) != 1:
        return None
    try:
        answer = query.run(replace(question, measure=measure.field, compare=""), sources)
    except NotAdditive:
        return None
    return answer if answer.rows else None
