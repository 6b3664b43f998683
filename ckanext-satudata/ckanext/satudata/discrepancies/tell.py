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
    found = model.untold(moment - datetime.timedelta(days=days) if days else LONG_AGO)
    with language.of_the_portal():
        paragraphs: dict[str, list[str]] = defaultdict(list)
        for each in found:
            for address in _recipients(each):
                paragraphs[address].append(_paragraph(each))
        reached = mail.digest(paragraphs, _subject)
    told = [each["ids"] for each in found if reached & set(_recipients(each))]
    model.note_told([one for ids in told for one in ids], moment)


def _recipients(case: dict[str, Any]) -> list[str]:
    offices = [case["contact_a"], case["contact_b"]] if case["state"] == model.OPEN else []
    return [*dict.fromkeys(filter(None, [*offices, *mail.walidata()]))]


def _subject(count: int) -> str:
    return tk.ungettext("{0} discrepancy is not settled", "{0} discrepancies are not settled", count).format(count)


def _paragraph(case: dict[str, Any]) -> str:
    """Return a case in words: what, which two datasets, when, since when, and where to see it."""
    told = shown.case(case)
    since = periods.label(local(case["since"]).isoformat())
    state = _("New since {0}") if case["fresh"] else _("Not settled since {0}")
    span = "–".join(dict.fromkeys(filter(None, (told["first_period"], told["last_period"]))))
    figures = tk.ungettext("{n} figure", "{n} figures", told["figures"]).format(n=told["figures"])
    sides = [f"- {side['organization']}: {side['title']}" for side in told["sides"]]
    lines = [
        f"{told['kind_label']}: {told['measure_label']} ({', '.join(filter(None, (figures, span)))})",
        *dict.fromkeys(sides),
        f"{state.format(since)}, {told['state_label']}",
        tk.url_for("satudata_discrepancy.read", id=told["id"], _external=True),
    ]
    return "\n".join(lines)
