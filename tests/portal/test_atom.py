"""What is new in a search or a dataset, for readers of feeds, without an account."""

import html
import re

import feedparser
import pytest
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

LINK = re.compile(r'rel="alternate nofollow" href="([^"]+)"')


def feed(app, page):
    """Return the titles of the feed that a page offers."""
    [address] = LINK.findall(app.get(page).body)
    return [entry.title for entry in feedparser.parse(app.get(html.unescape(address)).body).entries]


def test_a_search_and_a_dataset_can_be_followed(app):
    """The feed of a search has what the search finds, with its filters; that of a dataset the dataset alone."""
    office = Organization()["id"]
    for name, title, tag in (("balita", "Balita Stunting", "gizi"), ("bayi", "Bayi Stunting", "lahir")):
        act("package_create", **dataset_dict(name=name, title=title, tag_string=tag, owner_org=office))
    assert sorted(feed(app, "/dataset/?q=stunting")) == ["Balita Stunting", "Bayi Stunting"]
    assert feed(app, "/dataset/?q=stunting&tags=gizi&page=1&sort=name+asc") == ["Balita Stunting"]
    assert feed(app, "/dataset/bayi") == ["Bayi Stunting"]
