"""Figures that disagree."""

from ckan.tests import factories, helpers
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE_HEADER

OTHER = [
    PEOPLE_HEADER,
    ["51.08.01", "Gerokgak", 2025, 60, 40, 100],
    ["51.08.02", "Seririt", 2025, 31, 36, 67],
]
STANDARD = "penduduk_jenis_kelamin"


def officer(office):
    """Return the name of somebody who publishes for an OPD."""
    user = factories.User()
    helpers.call_action("member_create", id=office, object=user["name"], object_type="user", capacity="editor")
    return user["name"]
