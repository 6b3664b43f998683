"""What passes the first time it is handed over: its files the check, and all of it the look of the walidata."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.command_center.scoreboard.month import Month
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.gate.deliveries import Delivery, deliveries
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.validation.model import VALID, CheckReport

RIGHT = N_("{day}: passed at once")
REPEATED = N_("{day}: passed at attempt {attempts}")
RETURNED = N_("{day}: returned by the walidata, attempts: {attempts}")
REFUSED = N_("{day}: refused, attempts so far: {attempts}")

Attempt = tuple[datetime.datetime, bool]


def measure(question: Question) -> dict[str, Measured]:
    """Return what was first handed over in the month; what nobody has decided about yet is no case."""
    if not plugin_loaded("satudata_validation"):
        raise NotMeasured(N_("This portal checks no files."))
    packages = {dataset["id"]: dataset for dataset in question.datasets}
    attempts: dict[str, list[Attempt]] = {}
    query = model.Session.query(CheckReport.package_id, CheckReport.created, CheckReport.state)
    query = query.filter(CheckReport.package_id.in_(packages), CheckReport.created < question.month.ends)
    for package_id, created, state in query.order_by(CheckReport.created):
        attempts.setdefault(package_id, []).append((created, state == VALID))
    recorded = deliveries(list(packages))
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            cases = outcomes(attempts.get(dataset["id"], []), recorded.get(dataset["id"], []), question.month)
            for outcome in cases:
                url = tk.url_for("dataset.read", id=dataset["name"])
                evidence = Evidence(dataset["title"], outcome.message, "good" if outcome.is_right else "bad", url)
                by_office.setdefault(office.name, Measured()).add(float(outcome.is_right), evidence)
    return by_office


@dataclass(frozen=True)
class Outcome:
    """Something that was handed over: the first day of it, whether it passed at once, and what became of it."""

    begun: datetime.datetime
    is_right: bool
    text: str
    attempts: int

    @property
    def message(self) -> Message:
        """The same in words."""
        return Message(self.text, {"day": period_label(local(self.begun).isoformat()), "attempts": self.attempts})


def outcomes(attempts: list[Attempt], recorded: list[Delivery], month: Month) -> list[Outcome]:
    """Return what was first handed over in a month of one dataset.

    `attempts` are the checks of its files, `recorded` its deliveries, each the oldest first. A file that was refused
    belongs to the delivery that comes after it. Of what began on one day the worst counts: a table that is loaded
    every hour is no more careful than one that comes once.
    """
    by_day: dict[datetime.date, Outcome] = {}
    for case in _outcomes(attempts, recorded, month):
        day = local(case.begun)
        if day not in by_day or case.attempts - case.is_right > by_day[day].attempts - by_day[day].is_right:
            by_day[day] = case
    return list(by_day.values())


def _outcomes(attempts: list[Attempt], recorded: list[Delivery], month: Month) -> list[Outcome]:
    judged = [delivery for delivery in recorded if delivery.has_files or delivery.is_checked]
    if not judged:
        return [_of_checks(sent) for sent in submissions(attempts, month)]
    checks = sorted(attempts)
    # before anything was recorded a file that passed was public by that
    old = [attempt for attempt in checks if attempt[0] < judged[0].first_sent]
    passed = [index for index, attempt in enumerate(old) if attempt[1]]
    # the last one that passed is that of the first delivery itself
    first_begin = passed[-2] + 1 if len(passed) > 1 else 0
    cases = [_of_checks(sent) for sent in submissions(old[:first_begin], month)]
    rest = checks[first_begin:]
    for delivery in judged:
        end = delivery.released or delivery.sent
        refused = [moment for moment, is_valid in rest if not is_valid and moment <= end]
        rest = [attempt for attempt in rest if attempt[0] > end]
        begun = min([*refused, delivery.first_sent])
        faults = len(refused) + delivery.returns
        if faults or delivery.released:
            text = RETURNED if delivery.returns else REPEATED if refused else RIGHT
            cases.append(Outcome(begun, not faults, text, faults + 1))
    refused = [moment for moment, is_valid in rest if not is_valid]
    if refused:
        cases.append(Outcome(refused[0], False, REFUSED, len(refused)))
    return [case for case in cases if month.starts <= case.begun < month.ends]


def _of_checks(sent: list[Attempt]) -> Outcome:
    is_right = len(sent) == 1 and sent[0][1]
    text = RIGHT if is_right else REPEATED if sent[-1][1] else REFUSED
    return Outcome(sent[0][0], is_right, text, len(sent))


def submissions(attempts: list[Attempt], month: Month) -> list[list[Attempt]]:
    """Return the attempts of each submission: refused ones up to and with the one that passes, if any has yet."""
    rounds: list[list[Attempt]] = [[]]
    for attempt in attempts:
        rounds[-1].append(attempt)
        if attempt[1]:
            rounds.append([])
    return [sent for sent in rounds if sent and sent[0][0] >= month.starts]
