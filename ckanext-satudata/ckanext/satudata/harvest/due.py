"""When a source's schedule, which is meant in the district's time zone, wants a run."""

from __future__ import annotations

import datetime

from ckanext.satudata import clock
from ckanext.satudata.harvest.agency import MANUAL, Agency
from croniter import croniter


def last(agency: Agency) -> datetime.datetime | None:
    """Return the last moment (UTC, without zone) at which a run was wanted; None for a source that is run by hand."""
    schedule = agency.declared["schedule"]
    if schedule == MANUAL:
        return None
    moment: datetime.datetime = croniter(schedule, _now()).get_prev(datetime.datetime)
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def following(agency: Agency) -> datetime.datetime | None:
    """Return the next moment (UTC, without zone); None for a source that is run by hand."""
    schedule = agency.declared["schedule"]
    if schedule == MANUAL:
        return None
    moment: datetime.datetime = croniter(schedule, _now()).get_next(datetime.datetime)
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def _now() -> datetime.datetime:
    return datetime.datetime.now(clock.zone())
