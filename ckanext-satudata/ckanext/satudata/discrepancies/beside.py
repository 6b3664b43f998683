"""How many open cases there are of figures that somebody is about to read."""

from __future__ import annotations

from collections.abc import Collection

from ckan import model
from ckanext.satudata.discrepancies.model import OPEN, Discrepancy
from ckanext.satudata.observations.notes import Note
from ckanext.satudata.observations.question import Question
from sqlalchemy import or_


def notes(question: Question, packages: Collection[str], span: tuple[str, str]) -> list[Note]:
    """Return a note where cases of the measure and these datasets are open within a span of periods."""
    first, last = span
    query = model.Session.query(Discrepancy.id).filter_by(standard=question.standard, measure=question.measure)
    query = query.filter(Discrepancy.state == OPEN, Discrepancy.present)
    query = query.filter(or_(Discrepancy.package_a.in_(packages), Discrepancy.package_b.in_(packages)))
    if first:
        query = query.filter(Discrepancy.period >= first, Discrepancy.period <= f"{last}\uffff")
    if question.within:
        query = query.filter(
            or_(Discrepancy.region == question.within, Discrepancy.region.like(f"{question.within}.%"))
        )
    count = query.count()
    return [Note("discrepancy", {"count": count})] if count else []
