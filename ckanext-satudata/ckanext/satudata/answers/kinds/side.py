"""Places, codes or measures side by side: "Gerokgak dan Seririt", "negeri vs swasta", "target dan realisasi"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ckanext.satudata.answers.asker import Asker, named_apart
from ckanext.satudata.answers.kinds.rows import side_by_side
from ckanext.satudata.answers.replies import Reply
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question

ORDER = 60


def wants(asker: Asker) -> bool:
    """Tell whether several of one kind are named."""
    reading = asker.reading
    is_several = len(reading.measures) > 1 and reading.computed is None
    return is_several or len(reading.places) > 1 or bool(named_apart(reading))


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return a row, or a part for each measure."""
    if len(asker.reading.measures) > 1 and asker.reading.computed is None:
        return measures_apart(asker, question, kept)
    group = asker.region_group() if len(asker.reading.places) > 1 else named_apart(asker.reading)
    return side_by_side(asker, replace(question, group_by=(group,)), kept, "compare")


def measures_apart(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the figures of several measures at one time."""
    choice = asker.choose(question, kept)
    question = replace(question, period=choice.period)
    parts: dict[str, Decimal | float | None] = {}
    answers: list[Answer] = []
    for name in asker.reading.measures:
        sent, answer = asker.run(replace(question, measure=name))
        parts[name] = answer.rows[0]["value"] if answer.rows and not sent.group_by else None
        answers.append(answer)
    return Reply("compare", replace(asker.figure(question, answers[0], choice), parts=parts))
