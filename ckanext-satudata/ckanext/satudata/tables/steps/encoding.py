"""A text in the old encoding of Windows is read as such."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.encoding import OLD
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import FILE, options

ORDER, STAGE = 15, FILE
SCHEMA = options({"encoding": {"enum": [OLD]}})
EXAMPLE = Example(["nama,n", "Café,1", "Seririt,2"], encoding="cp1252")


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    if not step.details.get("letters"):
        return Sentence(N_("The file is not in UTF-8; it was read in the old encoding of Windows"))
    text = N_("The file is not in UTF-8; it was read in the old encoding of Windows, which gave the letters {letters}")
    return Sentence(text, {"letters": step.details["letters"]})
