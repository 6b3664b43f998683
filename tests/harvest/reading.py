"""Recorded answers, and a reader of an access method."""

from pathlib import Path

from ckanext.satudata.harvest import readers
from ckanext.satudata.web import http

FIXTURES = Path(__file__).parents[1] / "fixtures" / "harvest"


def fixture(name):
    """Return a recorded answer."""
    return (FIXTURES / name).read_bytes()


def reader(method, **access):
    """Return a reader for internal sources."""
    client = http.Client("Uji", internal=True, per_second=10_000)
    return readers.load(method).Reader({"internal": True, **access}, client)
