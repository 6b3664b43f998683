"""The demonstration's first boards of Kinerja OPD."""

import datetime

import pytest
from ckan.tests import factories
from ckanext.satudata import clock
from ckanext.satudata.demo import board
from factories_satudata import Organization, act


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context")
def test_last_month_and_this_one_are_published_once():
    """By the walidata, with a note; loading the demonstration again publishes nothing more."""
    office = Organization(name="pemkab", peran="walidata")
    factories.User(name=board.WALIDATA)
    act("organization_member_create", id=office["id"], username=board.WALIDATA, role="admin")
    begin = clock.today().replace(day=1)
    months = [day.isoformat()[:7] for day in (begin, begin - datetime.timedelta(days=1))]
    for _again in range(2):
        board.publish()
        boards = act("satudata_scoreboard_list")
        assert [(published["month"], published["version"], published["published_by"]) for published in boards] == [
            (month, 1, board.WALIDATA) for month in months
        ]
        assert all(published["note"] == board.NOTE for published in boards)
