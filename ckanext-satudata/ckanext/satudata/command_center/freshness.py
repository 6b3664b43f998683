"""How fresh data are, by the frequency that their dataset promises (Perpres 39/2019, article 27: each entry of the
daftar data has its schedule).

A promise of one period: data of a month are there while the next month runs. So data are fresh (green) until one
period after the end of theirs, late (amber) until two, and old (red) after that. Data without a rhythm have no colour.

The days of a forecast lie ahead, so its age counts from when it was made: BMKG makes one every twelve hours
(https://data.bmkg.go.id/prakiraan-cuaca/), which is there some hours later.
"""

from __future__ import annotations

import datetime

from ckanext.satudata.metadata.frequency import days
from ckanext.satudata.observations import periods

GREEN, AMBER, RED, NONE = "good", "warn", "bad", ""
# over a weekend nobody delivers the data of a day
GRACE = {"harian": 2}
FORECAST_FRESH, FORECAST_LATE = (datetime.timedelta(hours=hours) for hours in (24, 36))


def state(frequency: str, last_period: str, today: datetime.date) -> str:
    """Return the colour of data whose newest period is `last_period`."""
    period = days(frequency)
    if not period or not last_period:
        return NONE
    age = (today - periods.end(last_period)).days - GRACE.get(frequency, 0)
    if age <= period:
        return GREEN
    return AMBER if age <= 2 * period else RED


def forecast(made: datetime.datetime, now: datetime.datetime) -> str:
    """Return the colour of a forecast by the moment at which it was made."""
    age = now - made
    if age <= FORECAST_FRESH:
        return GREEN
    return AMBER if age <= FORECAST_LATE else RED


def worst(states: list[str]) -> str:
    """Return the worst of several colours."""
    return next((state for state in (RED, AMBER, GREEN) if state in states), NONE)
