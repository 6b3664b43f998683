"""Requests for data, made and handled."""

import pytest
from ckan.lib.redis import connect_to_redis
from data_requests import officer
from factories_satudata import Organization


@pytest.fixture
def offices():
    """Return the walidata and two OPDs, each with an officer: {name: (organization, user, headers)}."""
    made = {
        "walidata": Organization(peran="walidata", surel="walidata@satudata.example", title="Dinas Kominfo"),
        "dinas": Organization(surel="dinas@satudata.example", title="Dinas Perikanan"),
        "lain": Organization(surel="lain@satudata.example", title="Dinas Lain"),
    }
    connect_to_redis().delete(*(connect_to_redis().keys("satudata:data-request:*") or ["-"]))
    return {name: (office, *officer(office)) for name, office in made.items()}
