"""Months of the scoreboard."""

import datetime

TODAY = datetime.date(2025, 11, 20)
