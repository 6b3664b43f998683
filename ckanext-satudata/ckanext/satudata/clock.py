"""The time as CKAN's tables keep it, and the days where the district lies."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from ckanext.satudata import config


def now() -> datetime.datetime:
    """Return the time in UTC, without saying so."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def zone() -> ZoneInfo:
    """Return the district's time zone."""
    return ZoneInfo(config.timezone())


def today() -> datetime.date:
    """Return the day where the district lies."""
    return datetime.datetime.now(zone()).date()


def local(moment: datetime.datetime) -> datetime.date:
    """Return the day where the district lies of a moment in UTC."""
    return moment.replace(tzinfo=datetime.UTC).astimezone(zone()).date()
