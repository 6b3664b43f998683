"""Tells offices by mail of discrepancies: both OPDs and the walidata of a new one, all again of one that stays open.

One mail for each address, however many there are. One that an OPD has explained waits for the walidata alone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config, language, mail
from ckanext.satudata.clock import local, now
from ckanext.satudata.discrepancies import model, shown
from ckanext.satudata.observations import periods

_ = tk._
# before anything of this portal happened, in UTC without zone as CKAN keeps times
LONG_AGO = datetime.datetime.fromisoformat("1970-01-01T00:00")


def run() -> None:
    """Send what is due, and note that it was; a portal without a mail server tells once it has one."""
    if not mail.is_configured():
        return
    days = config.discrepancy_reminder_days()
    moment = now()
    pending = model.untold(moment - datetime.timedelta(days=days) if days else LONG_AGO)
    with language.of_the_portal():
        paragraphs: dict[str, list[str]] = defaultdict(list)
        for case in pending:
            for address in _recipients(case):
                paragraphs[address].append(_paragraph(case))
        reached = mail.digest(paragraphs, _subject)
    notified = [case["ids"] for case in pending if reached & set(_recipients(case))]
    model.note_notified([one for ids in notified for one in ids], moment)


def _recipients(case: dict[str, Any]) -> list[str]:
    offices = [case["contact_a"], case["contact_b"]] if case["state"] == model.OPEN else []
    return [*dict.fromkeys(filter(None, [*offices, *mail.walidata()]))]


def _subject(count: int) -> str:
    return tk.ungettext("{0} discrepancy is not settled", "{0} discrepancies are not settled", count).format(count)


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
