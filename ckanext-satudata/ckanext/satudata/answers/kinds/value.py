"""One figure, with the change against the period before; side by side what may not be added up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.replies import Caveat, Reply
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.model import CUMULATIVE

ORDER = 90


def wants(_asker: Asker) -> bool:
    """Whatever is left asks for a figure."""
    return True


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the figure, or the figures by what may not be added up."""
    choice = asker.choose(question, kept)
    asked, answer = asker.run(replace(question, period=choice.period))
    figure = asker.figure(asked, answer, choice)
    if asked.group_by:
        apart = Caveat("by_dimension", {"dimensions": [asker.standard.field(name).title for name in asked.group_by]})
        figure = replace(figure, chart="bar", caveats=(*figure.caveats, apart))
        if len(answer.rows) > 1:
            return Reply("list", figure)
    previous = {} if asked.group_by else _previous(asker, asked)
    return Reply("value", replace(figure, value=answer.rows[0]["value"], previous=previous))


def _previous(asker: Asker, question: Question) -> dict[str, Any]:
    """Return {"period", "value", "change", "change_percent"} of the period before, of the year before where figures
    are counted since 1 January; empty where there is none.
    """
    if "/" in question.period or not question.period or question.aggregate != "sum":
        return {}
    is_cumulative = asker.time == CUMULATIVE
    earlier: Callable[[str], str] = periods.year_before if is_cumulative else _before
    try:
        compared = replace(question, compare="year" if is_cumulative else "previous", explain=False)
        [row] = query.run(compared, asker.sources).rows
    except (NotAdditive, BadQuestion, ValueError):
        return {}
    if row.get("previous") is None:
        return {}
    changes = {name: row[name] for name in ("change", "change_percent")}
    return {"period": earlier(question.period), "value": row["previous"], **changes}


def _before(period: str) -> str:
    return periods.shift(period, -1)
