"""Figures as the observations answer them, written by hand."""

import dataclasses

from ckanext.satudata.charts.figures import Figures, Origin
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards import model as standards

OFFICE = Origin("Dinas Contoh", "Tabel Contoh", "tabel-contoh", "CC BY 4.0", "2026-03-01")


def source(name="tabel", **changes):
    """Return a published source."""
    made = Source(
        id=0,
        standard="stunting",
        measure="prevalensi",
        revision="2026-03-01T00:00:00",
        levels=(8,),
        first_period="2025-01",
        last_period="2025-03",
        count=0,
        resource_id=name,
        package_id=name,
        package_name=name,
        package_title=name,
        organization_id="dinas",
        organization_name="dinas",
        organization_title="Dinas Contoh",
        series="",
        frequency="",
        is_example=False,
        has_choices=False,
    )
    return dataclasses.replace(made, **changes)


def figures(standard, measure, groups, values, **changes):
    """Return figures of {group values: figure}; the first and last period are those of the groups, else 2025."""
    rows = []
    for key, value in values.items():
        named = dict(zip(groups, key if isinstance(key, tuple) else (key,), strict=True))
        period = next((named[name] for name in ("tahun", "bulan", "periode") if name in named), "2025")
        row = {**named, "value": value, "regions": 1, "first": period, "last": period}
        rows.append({**row, "resources": ["tabel"], "chosen": False})
    entry = standards.load(standard)
    shown = [row for row in rows if row["value"] is not None]
    hidden = [row for row in rows if row["value"] is None]
    sources = [source(standard=standard, measure=measure)]
    unit = entry.find_measure(measure).satuan
    answer = Answer(shown, unit, sources, "sum", used=sources, suppressed=hidden)
    question = Question(standard, measure, group_by=tuple(groups))
    return Figures(**{"standard": entry, "question": question, "answer": answer, "origins": (OFFICE,), **changes})
