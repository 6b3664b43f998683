"""One of a workbook's sheets is the table."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import FILE, options

ORDER, STAGE = 20, FILE
SCHEMA = options({"sheet": {"type": "string", "minLength": 1}})


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    others = step.found.get("others")
    if others:
        text = N_('Sheet "{sheet}" was read; not read: {others}')
        return Sentence(text, {"sheet": step.options["sheet"], "others": ", ".join(others)})
    return Sentence(N_('Sheet "{sheet}" was read'), {"sheet": step.options["sheet"]})
