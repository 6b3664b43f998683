"""What part of its whole a figure is, in percent: of all codes, of the total, of the district."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ckanext.satudata import config
from ckanext.satudata.answers.asker import Asker, Hindered
from ckanext.satudata.answers.kinds import value
from ckanext.satudata.answers.lexicon import KABUPATEN
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.replies import Reply
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.rules import Ratio, Total

ORDER = 40


def wants(asker: Asker) -> bool:
    """Tell whether a share is asked for, of what is no percentage itself."""
    return asker.reading.cover.has(Meaning.SHARE) and not asker.is_percentage


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the share, with the part and the whole."""
    title = asker.standard.field(asker.measure.field).title
    ratio = next((rule for rule in asker.standard.rules_of(Ratio) if rule.part == asker.measure.field), None)
    if ratio and not question.filters:
        return value.reply(asker, replace(question, measure=ratio.percentage), kept)
    # of several measures nobody said which is the part: the first one's share of all would answer another question
    whole = _whole(asker, question) if len(asker.reading.measures) == 1 else None
    if whole is None:
        raise Hindered("no_whole", title=title)
    choice = asker.choose(question, kept)
    sent, part = asker.run(replace(question, period=choice.period))
    base, all_of_it = asker.run(replace(whole, period=choice.period))
    is_one = not (sent.group_by or base.group_by)
    if not is_one or not part.rows or not all_of_it.rows or not all_of_it.rows[0]["value"]:
        raise Hindered("no_whole", title=title)
    parts = {"part": part.rows[0]["value"], "whole": all_of_it.rows[0]["value"]}
    share = Decimal(parts["part"]) / Decimal(parts["whole"]) * 100
    return Reply("share", replace(asker.figure(sent, part, choice), value=share, whole=base, parts=parts))


def _whole(asker: Asker, question: Question) -> Question | None:
    """Return the question for the whole: without codes, of the total, of the district."""
    if question.filters:
        return replace(question, filters={})
    total = next((rule for rule in asker.standard.rules_of(Total) if question.measure in rule.parts), None)
    if total:
        return replace(question, measure=total.total)
    return replace(question, within=config.wilayah()) if len(question.within) > KABUPATEN else None
