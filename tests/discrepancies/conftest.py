"""Figures that disagree."""

import pytest
from ckanext.satudata.discrepancies import find
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE

from discrepancies.comparing import OTHER, STANDARD


@pytest.fixture
def pair(publish):  # noqa: F811
    """Two OPDs that count the people of Gerokgak in 2025 differently: 52 and 60 men, 42 and 40 women, 94 and 100."""
    offices = [Organization(peran="produsen")["id"] for _number in range(2)]
    made = [publish(STANDARD, rows, office) for rows, office in zip((PEOPLE, OTHER), offices, strict=True)]
    find.search(STANDARD)
    return offices, made
