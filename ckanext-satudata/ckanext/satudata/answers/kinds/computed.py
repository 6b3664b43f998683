"""What a standard says to be computed of two measures: beds that are free, the share of those that are taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.kinds.side import measures_apart
from ckanext.satudata.answers.replies import Caveat, Reply
from ckanext.satudata.observations.question import Question

ORDER = 30


def wants(asker: Asker) -> bool:
    """Tell whether such a figure is named."""
    return asker.reading.computed is not None


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the difference, or the share in percent, with the two figures that it is of."""
    computed = asker.reading.computed
    figure = measures_apart(asker, question, kept).figure
    assert computed is not None
    assert figure is not None
    whole, part = figure.parts[computed.dari], figure.parts[computed.oleh]
    if whole is None or part is None or not whole:
        raise asker.nothing_held(question)
    whole_title, part_title = (asker.standard.field(name).title for name in (computed.dari, computed.oleh))
    if computed.cara == "selisih":
        formula = Caveat("derived", {"formula": f"{whole_title} - {part_title}"})
        value = Decimal(whole) - Decimal(part)
        figure = replace(figure, value=value, title=computed.title, caveats=(*figure.caveats, formula))
        return Reply("compare", figure)
    formula = Caveat("derived", {"formula": f"{part_title} / {whole_title}"})
    asked = replace(figure.question, measure=computed.oleh)
    base = replace(asked, measure=computed.dari)
    value = Decimal(part) / Decimal(whole) * 100
    figure = replace(figure, question=asked, whole=base, value=value, title=computed.title)
    return Reply("share", replace(figure, caveats=(*figure.caveats, formula)))
