"""Figures on which two offices, or the parts and the whole, do not agree, and which nobody has settled."""

from __future__ import annotations

from ckanext.satudata.command_center.scoreboard.measured import Measured, Question
from ckanext.satudata.exceptions import N_, NotMeasured


def measure(question: Question) -> dict[str, Measured]:
    """Raise NotMeasured, always: there is no list of discrepancies."""
    raise NotMeasured(N_("This portal keeps no list of discrepancies."))
