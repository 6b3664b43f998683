"""Chromium, and an officer who uses it."""

import pytest
from ckan.tests import factories, helpers
from factories_satudata import Organization
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "kata-sandi-uji"


@pytest.fixture(scope="session")
def chromium():
    """Return Debian's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def officer():
    """Create an officer who publishes for one OPD; return the log-in name."""
    office = Organization(title="Dinas Kesehatan", name="dinkes", surel="dinkes@satudata.example")
    user = factories.User(name="petugas", password=PASSWORD, email="petugas@satudata.example")
    helpers.call_action("member_create", id=office["id"], object=user["name"], object_type="user", capacity="editor")
    return user["name"]


@pytest.fixture
def walidata(officer):
    """Create somebody who works for the walidata, whose part reaches down to the offices; return the log-in name."""
    kominfo = Organization(title="Dinas Kominfo", name="kominfo", peran="walidata")
    user = factories.User(name="walidata", password=PASSWORD, email="walidata@satudata.example")
    for office in (kominfo["id"], "dinkes"):
        helpers.call_action("member_create", id=office, object=user["name"], object_type="user", capacity="editor")
    return user["name"]


@pytest.fixture
def open_page(chromium, portal):
    """Return a function that opens a page of the portal in a window of the given width, with nobody logged in.

    `policed` pages keep to the Content-Security-Policy that the portal sends, as those of a visitor do.
    """
    contexts = []

    def make(path, width=1920, *, policed=False):
        window = {"viewport": {"width": width, "height": 800}, "locale": "id-ID", "accept_downloads": True}
        # Playwright evaluates what it waits for within the page, which the portal's policy forbids to any script
        context = chromium.new_context(**window, bypass_csp=not policed)
        contexts.append(context)
        page = context.new_page()
        page.goto(portal + path)
        return page

    yield make
    for context in contexts:
        context.close()
