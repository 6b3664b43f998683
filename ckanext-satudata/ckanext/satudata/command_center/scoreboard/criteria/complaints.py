"""Complaints answered in the time that their kind allows (Permen PANRB 62/2018: 5, 14 or 60 working days).

A complaint counts once, in the month in which its time ends: in time when it was finished by then, late when it was
not. So the figure of a month does not change when a late one is finished later.
"""

from __future__ import annotations

import datetime
import statistics
from typing import Any
from urllib.parse import urlencode

from ckanext.satudata import workdays
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import query
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import Question as Observations

STANDARD, MEASURE = "pengaduan", "laporan"
GROUPS = ("periode", "kode_opd", "klasifikasi", "status", "jatuh_tempo", "tepat_waktu", "hari_kerja")
LEFT_OUT = {"arsip"}
IN_TIME = N_("due on {due}, finished after {days} working days")
LATE = N_("due on {due}, finished late after {days} working days")
OPEN = N_("due on {due}, not finished")
COUNT = N_("Complaints due: {count}")
MEDIAN = N_("Median time: {days} working days")
SHARE = N_("In time: {count}")


def measure(question: Question) -> dict[str, Measured]:
    """Return the complaints whose time ended in the month, and their median working days."""
    answer = query.run(Observations(STANDARD, MEASURE, period=_span(question), group_by=GROUPS))
    if not answer.sources:
        raise NotMeasured(N_("No published table follows the Standar Data {standard}."), standard=STANDARD)
    kinds = codelists.load("klasifikasi_pengaduan").codes
    by_office: dict[str, Measured] = {}
    times: dict[str, list[int]] = {}
    first, last, over = (day.isoformat() for day in (question.month.first, question.month.last, question.month.over))
    for row in answer.rows:
        code, due = row["kode_opd"] or "", row["jatuh_tempo"] or ""
        office = question.office(code, answer.labels.get("kode_opd", {}).get(code, ""))
        finished = row["tepat_waktu"] is not None
        # what is due today may still be finished today
        if office is None or row["status"] in LEFT_OUT or not first <= due <= last or (not finished and due >= over):
            continue
        measured = by_office.setdefault(office.name, Measured())
        label = f"{kinds[row['klasifikasi']].name}, {period_label(row['periode'])}"
        for _case in range(int(row["value"])):
            in_time = row["tepat_waktu"] == "ya"
            state = "good" if in_time else "bad"
            measured.add(float(in_time), Evidence(label, _message(row), state, _address(row)))
            if finished:
                times.setdefault(office.name, []).append(int(row["hari_kerja"]))
    for name, measured in by_office.items():
        measured.facts.append(Message(COUNT, {"count": int(measured.cases)}))
        measured.facts.append(Message(SHARE, {"count": int(measured.good)}))
        if name in times:
            measured.facts.append(Message(MEDIAN, {"days": f"{statistics.median(times[name]):g}"}))
    return by_office


def _span(question: Question) -> str:
    """The days on which complaints may have come in that are due in the month."""
    longest = max(int(code.extra["hari_kerja"]) for code in codelists.load("klasifikasi_pengaduan"))
    first = question.month.first
    while workdays.between(first, question.month.first) <= longest:
        first -= datetime.timedelta(weeks=1)
    return f"{first.isoformat()}/{question.month.as_of.isoformat()}"


def _message(row: dict[str, Any]) -> Message:
    values = {"due": period_label(row["jatuh_tempo"]), "days": row["hari_kerja"]}
    return Message({"ya": IN_TIME, "tidak": LATE, None: OPEN}[row["tepat_waktu"]], values)


def _address(row: dict[str, Any]) -> str:
    day, code = row["periode"], row["kode_opd"]
    parameters = {"standard": STANDARD, "measure": MEASURE, "period": day, "filters": f'{{"kode_opd": "{code}"}}'}
    return "/satudata/observasi/csv?" + urlencode({**parameters, "group_by": ",".join(GROUPS[2:])})
