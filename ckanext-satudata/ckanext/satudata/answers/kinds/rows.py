"""A list by region or dimension: "per kecamatan", "menurut jenis"."""

from __future__ import annotations

from dataclasses import replace

from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.dimensions import OFFICE, REGION
from ckanext.satudata.answers.lexicon import KABUPATEN
from ckanext.satudata.answers.replies import Reply
from ckanext.satudata.observations.question import Question

ORDER = 80


def wants(asker: Asker) -> bool:
    """Tell whether rows are asked for."""
    return bool(asker.reading.groups) or (asker.reading.level > KABUPATEN and REGION in asker.standard.breakdowns)


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply | None:
    """Return a row for each region or code that is held; None where nothing is left to tell apart."""
    groups = [name for name in asker.reading.groups if name not in question.filters or name == OFFICE]
    level = asker.reading.level
    if level > KABUPATEN and REGION in asker.standard.breakdowns and len(question.within) < level:
        asker.check_level(level)
        groups.insert(0, asker.region_group(level))
    return side_by_side(asker, replace(question, group_by=tuple(groups)), kept, "list") if groups else None


def side_by_side(asker: Asker, question: Question, kept: list[str], kind: str) -> Reply:
    """Return the rows of a question with groups, at the one time that is asked for."""
    choice = asker.choose(question, kept)
    sent, answer = asker.run_rows(replace(question, period=choice.period))
    return Reply(kind, replace(asker.as_computed(asker.figure(sent, answer, choice)), chart="bar"))
