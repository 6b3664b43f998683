"""What a standard says to be computed of two measures: beds that are free, the share of those that are taken.

Where rows are asked for, the kinds of rows compute it in each of them.
"""

from __future__ import annotations

from dataclasses import replace

from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.computing import DIFFERENCE, compute
from ckanext.satudata.answers.kinds import rows, side
from ckanext.satudata.answers.kinds.side import measures_apart
from ckanext.satudata.answers.replies import Reply
from ckanext.satudata.observations.question import Question

ORDER = 30


def wants(asker: Asker) -> bool:
    """Tell whether one such figure is named."""
    return asker.reading.computed is not None and not side.wants(asker) and not rows.wants(asker)


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the difference, or the share in percent, with the two figures that it is of."""
    computed = asker.reading.computed
    figure = measures_apart(asker, question, kept).figure
    assert computed is not None
    assert figure is not None
    whole, part = figure.parts[computed.dari], figure.parts[computed.oleh]
    value = compute(computed, whole, part)
    if value is None:
        raise asker.nothing_held(question)
    figure = asker.as_computed(figure)
    if computed.cara == DIFFERENCE:
        return Reply("compare", replace(figure, value=value))
    sent = replace(figure.question, measure=computed.oleh)
    base = replace(sent, measure=computed.dari)
    return Reply("share", replace(figure, question=sent, whole=base, value=value))
