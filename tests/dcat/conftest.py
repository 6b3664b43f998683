"""Datasets of the feed, and what parses it."""

import pytest
from dcat.feeding import PARSERS
from rdflib import Graph


@pytest.fixture
def fetch(app):
    """Return a function that fetches and parses a document of the feed."""

    def get(path, format_="ttl", **headers):
        response = app.get(path, headers=headers)
        assert response.status_code == 200
        return Graph().parse(data=response.get_data(), format=PARSERS[format_])

    return get
