"""Two or more times side by side: "2024 dibanding 2025"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ckanext.satudata.answers import held
from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.held import Choice
from ckanext.satudata.answers.kinds.trend import GRAIN_NAMES
from ckanext.satudata.answers.replies import Caveat, Reply
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question

ORDER = 10


def wants(asker: Asker) -> bool:
    """Tell whether several times are named."""
    return len(asker.reading.spans) > 1 and not asker.reading.median


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return a row for each time, and the difference of the last and the first."""
    rows: list[dict[str, Any]] = []
    answers: list[Answer] = []
    caveats: list[Caveat] = []
    for span in asker.reading.spans:
        choice = held.choose(question, span, asker.time, kept, all_time=False)
        if choice is None or span.recent:
            raise asker.no_period(question, kept)
        sent, answer = asker.run(replace(question, period=choice.period))
        if sent.group_by or not answer.rows:
            raise asker.no_period(question, kept)
        time = GRAIN_NAMES[len(choice.period.partition("/")[0])]
        rows.append({time: choice.period, **answer.rows[0]})
        answers.append(answer)
        # several times may have the same one
        caveats += [caveat for caveat in choice.caveats if caveat not in caveats]
    time = next(iter(rows[0]))
    rows = sorted(({time: next(iter(row.values())), **row} for row in rows), key=lambda row: str(row[time]))
    shown = Choice(f"{rows[0][time]}/{rows[-1][time]}", str(rows[-1][time]), tuple(caveats))
    sent = replace(question, period=shown.period, group_by=(time,))
    figure = asker.figure(sent, replace(answers[0], rows=rows), shown)
    return Reply("compare", replace(figure, value=rows[-1]["value"] - rows[0]["value"], chart="bar"))
