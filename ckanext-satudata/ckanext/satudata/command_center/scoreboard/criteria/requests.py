"""Requests for data that were answered in time."""

from __future__ import annotations

from ckanext.satudata.command_center.scoreboard.measured import Measured, Question
from ckanext.satudata.exceptions import N_, NotMeasured


def measure(question: Question) -> dict[str, Measured]:
    """Raise NotMeasured, always: there are no requests for data."""
    raise NotMeasured(N_("This portal takes no requests for data."))
