"""Tells offices by mail of discrepancies: both OPDs and the walidata of a new one, all again of one that stays open.

They stand in the one mail of the morning. One that an OPD has explained waits for the walidata alone.
"""

from __future__ import annotations

import datetime
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config, mail
from ckanext.satudata.clock import local, now
from ckanext.satudata.discrepancies import model, shown
from ckanext.satudata.observations import periods
from ckanext.satudata.tasks import Note

_ = tk._
# before anything of this portal happened, in UTC without zone as CKAN keeps times
LONG_AGO = datetime.datetime.fromisoformat("1970-01-01T00:00")


def notes() -> list[Note]:
    """Return what is due, for the mail of the morning: see `tasks.INotes`."""
    days = config.discrepancy_reminder_days()
    pending = model.untold(now() - datetime.timedelta(days=days) if days else LONG_AGO)
    return [Note(tuple(_recipients(case)), _paragraph(case), tuple(case["ids"])) for case in pending]


def note_sent(sent: list[Note]) -> None:
    """Note that offices have had these; what no mail server has taken is due the next morning again."""
    model.note_notified([discrepancy_id for note in sent for discrepancy_id in note.keys], now())


def _recipients(case: dict[str, Any]) -> list[str]:
    offices = [case["contact_a"], case["contact_b"]] if case["state"] == model.OPEN else []
    return [*dict.fromkeys(filter(None, [*offices, *mail.walidata()]))]


def _paragraph(case: dict[str, Any]) -> str:
    """Return a case in words: what, which two datasets, when, since when, and where to see it."""
    shown_case = shown.case(case)
    since = periods.label(local(case["since"]).isoformat())
    state = _("New since {0}") if case["fresh"] else _("Not settled since {0}")
    span = "–".join(dict.fromkeys(filter(None, (shown_case["first_period"], shown_case["last_period"]))))
    figures = tk.ungettext("{n} figure", "{n} figures", shown_case["figures"]).format(n=shown_case["figures"])
    sides = [f"- {side['organization']}: {side['title']}" for side in shown_case["sides"]]
    lines = [
        f"{shown_case['kind_label']}: {shown_case['measure_label']} ({', '.join(filter(None, (figures, span)))})",
        *dict.fromkeys(sides),
        f"{state.format(since)}, {shown_case['state_label']}",
        tk.url_for("satudata_discrepancy.read", id=shown_case["id"], _external=True),
    ]
    return "\n".join(lines)
