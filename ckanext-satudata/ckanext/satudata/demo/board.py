"""Publishes the first boards of Kinerja OPD of the demonstration: its tile and its page have something to show."""

from __future__ import annotations

import datetime

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock

WALIDATA = "walidata"
NOTE = "Diterbitkan sendiri untuk peragaan, dari data contoh."


def publish() -> None:
    """Publish the month that is over and the running one, each where it has not been published yet.

    The demonstration's datasets are as old as its installation: of the month before little can be measured, so that
    nobody has a rank in it yet.
    """
    begin = clock.today().replace(day=1)
    there = {board["month"] for board in tk.get_action("satudata_scoreboard_list")({"ignore_auth": True}, {})}
    for day in (begin - datetime.timedelta(days=1), begin):
        month = day.isoformat()[:7]
        if month not in there:
            data = {"month": month, "note": NOTE}
            tk.get_action("satudata_scoreboard_publish")({"user": WALIDATA, "ignore_auth": False}, data)
