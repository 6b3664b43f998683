"""A month as people of the district count it, and what of it has passed."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from ckanext.satudata.clock import today, zone
from ckanext.satudata.exceptions import N_, UnknownMonth

PATTERN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
# days after the end of a month in which its states can still be told
RECENT = 31


@dataclass(frozen=True)
class Month:
    """One month, looked at on the day `today`."""

    text: str
    today: datetime.date

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return datetime.date(int(self.text[:4]), int(self.text[5:]), 1)

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def as_of(self) -> datetime.date:
        """The day up to which things are judged: the last one that has come."""
        return min(self.last, self.today)

    @property
    def over(self) -> datetime.date:
        """The first day that has not passed, or does not belong to it any more."""
        return min(self.last + datetime.timedelta(days=1), self.today)

    @property
    def starts(self) -> datetime.datetime:
        """The moment at which it begins, in UTC without zone as CKAN keeps times."""
        return _utc(self.first)

    @property
    def ends(self) -> datetime.datetime:
        """The moment at which it has ended."""
        return _utc(self.last + datetime.timedelta(days=1))

    @property
    def is_recent(self) -> bool:
        """Whether the states of now are still those of this month."""
        return (self.today - self.last).days <= RECENT


def parse(text: str) -> Month:
    """Return the month "2026-11". Raises UnknownMonth for anything else, and for a month that has not begun."""
    if not PATTERN.fullmatch(text):
        raise UnknownMonth(N_('"{0}" is no month. Write it like 2026-11.'), text)
    month = Month(text, today())
    if month.first > month.today:
        raise UnknownMonth(N_("The month {0} has not begun yet."), text)
    return month


def current() -> Month:
    """Return the month that is running."""
    return Month(today().isoformat()[:7], today())


def _utc(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day, datetime.time(), zone())
    return midnight.astimezone(datetime.UTC).replace(tzinfo=None)
