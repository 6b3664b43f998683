"""Datasets promised and delivered on time (Perpres 39/2019, article 27: the release calendar).

A promise begins with a release, or with the registration of a dataset that has none yet, and is kept by the next
release. What counts is the day on which the office handed over the version that was released: how long others look at
it then is not its doing. It is due on the officer's own date (`jadwal_rilis`), else one period of the frequency later.
A date that leaves out more than a whole period is no promise of that frequency, so the frequency counts.
"""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.command_center.scoreboard.month import Month
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.deliveries import deliveries
from ckanext.satudata.metadata.frequency import days
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.validation.model import VALID, CheckReport

KEPT = N_("promised for {due}, handed over on {released} and released")
LATE = N_("promised for {due}, handed over late on {released}")
MISSED = N_("promised for {due}, not released yet")
SKIPPED = 2
# a file is checked at most so long before the write that brings it is recorded
WITHIN_ONE_WRITE = datetime.timedelta(hours=1)


def measure(question: Question) -> dict[str, Measured]:
    """Return the datasets with a promise that was due, each with the share of its promises that was kept."""
    releases_by_dataset = releases([dataset["id"] for dataset in question.datasets])
    by_office: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            promised = promises(
                dataset, releases_by_dataset.get(dataset["id"], []), question.month, question.settings["grace"]
            )
            if not promised:
                continue
            share = sum(kept for _due, _released, kept in promised) / len(promised)
            due, released, kept = next((promise for promise in promised if not promise[2]), promised[-1])
            values = {"due": period_label(due.isoformat())}
            if released:
                values["released"] = period_label(released.isoformat())
            message = Message(KEPT if kept else LATE if released else MISSED, values)
            url = tk.url_for("dataset.read", id=dataset["name"])
            state = "good" if share == 1 else "warn" if share else "bad"
            by_office.setdefault(office.name, Measured()).add(share, Evidence(dataset["title"], message, state, url))
    return by_office


def releases(package_ids: list[str]) -> dict[str, list[datetime.date]]:
    """Return the days on which each dataset was released, in order.

    Those are the releases on record; before the first one, and on a portal that keeps no such records, the checks that
    its tables passed, and of what is not checked (documents, links) the day on which it was first and last stored.
    """
    recorded = deliveries(package_ids)
    dates_by_dataset = {
        package_id: {local(delivery.sent) for delivery in listed if delivery.released and delivery.has_files}
        for package_id, listed in recorded.items()
    }
    checks = model.Session.query(CheckReport.package_id, CheckReport.created).filter(
        CheckReport.package_id.in_(package_ids), CheckReport.state == VALID
    )
    for package_id, created in checks if plugin_loaded("satudata_validation") else ():
        if package_id not in recorded or created < recorded[package_id][0].first_sent - WITHIN_ONE_WRITE:
            dates_by_dataset.setdefault(package_id, set()).add(local(created))
    unrecorded = [package_id for package_id in package_ids if package_id not in recorded]
    resources = model.Session.query(
        model.Resource.package_id, model.Resource.created, model.Resource.last_modified
    ).filter(model.Resource.package_id.in_(unrecorded), model.Resource.state == "active")
    for package_id, *moments in resources:
        dates_by_dataset.setdefault(package_id, set()).update(local(moment) for moment in moments if moment)
    return {package_id: sorted(dates) for package_id, dates in dates_by_dataset.items() if dates}


def promises(
    dataset: dict[str, Any], released: list[datetime.date], month: Month, grace: dict[str, int]
) -> list[tuple[datetime.date, datetime.date | None, bool]]:
    """Return (due, released, kept) of each promise that was due until the end of the month and not settled before."""
    period = days(dataset.get("frekuensi") or "")
    if not period:
        return []
    before = [day for day in released if day < month.first]
    begun = before[-1] if before else released[0] if released else _registered(dataset)
    later = [day for day in released if begun < day <= month.as_of]
    due_releases: list[tuple[datetime.date, datetime.date | None, bool]] = []
    while True:
        following = later.pop(0) if later else None
        due = _due(dataset, begun, following, period) + datetime.timedelta(days=grace.get(dataset["frekuensi"], 0))
        in_time = following is not None and following <= due
        # a release long before its day settles no promise of this month; what is due today may still come
        if due <= month.last and (in_time or due < month.over):
            due_releases.append((due, following, in_time))
        if following is None:
            return due_releases
        begun = following


def _due(dataset: dict[str, Any], begun: datetime.date, following: datetime.date | None, period: int) -> datetime.date:
    """The day of a promise; the officer's date where it is this promise that it means.

    A release within half a period before that date is the promised one, even while the officer has not written the
    next date yet.
    """
    usual, half = datetime.timedelta(days=period), datetime.timedelta(days=period / 2)
    fixed_date = dataset.get("jadwal_rilis") or ""
    if fixed_date:
        date = datetime.date.fromisoformat(fixed_date)
        meant = following is None or following > date - half
        if begun + half < date <= begun + SKIPPED * usual and meant:
            return date
    return begun + usual


def _registered(dataset: dict[str, Any]) -> datetime.date:
    return local(datetime.datetime.fromisoformat(dataset["metadata_created"]))
