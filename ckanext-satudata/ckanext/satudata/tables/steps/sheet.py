"""One of a workbook's sheets is the table."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import FILE, options

ORDER, STAGE = 20, FILE
SCHEMA = options({"sheet": {"type": "string", "minLength": 1}})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2"], name="contoh.xlsx", sheets=("Sampul",))


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    others, hidden = step.details.get("others"), step.details.get("hidden")
    values = {"sheet": step.options["sheet"], "others": ", ".join(others or []), "hidden": ", ".join(hidden or [])}
    if others and hidden:
        return Sentence(N_('Sheet "{sheet}" was read; not read: {others}; hidden and not read: {hidden}'), values)
    if hidden:
        return Sentence(N_('Sheet "{sheet}" was read; hidden and not read: {hidden}'), values)
    if others:
        return Sentence(N_('Sheet "{sheet}" was read; not read: {others}'), values)
    return Sentence(N_('Sheet "{sheet}" was read'), {"sheet": step.options["sheet"]})
