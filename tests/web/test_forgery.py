"""What another site makes a visitor's browser send is refused, whatever was asked of the same view before."""

import re

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import Organization, act

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
PASSWORD = "KataSandi2026!"


@pytest.fixture
def protected(app, monkeypatch):
    """Return the application with CSRF protection on, as it is for visitors."""
    monkeypatch.setitem(app.flask_app.config, "WTF_CSRF_ENABLED", True)
    return app


@pytest.fixture
def browser(protected):
    """Return a browser in which a sysadmin is logged in, and the token of its forms."""
    user = factories.Sysadmin(password=PASSWORD)["name"]
    client = protected.test_client()
    page = client.get("/user/login").get_data(as_text=True)
    form = {"login": user, "password": PASSWORD, "_csrf_token": token_of(page)}
    assert client.post("/user/login", data=form, follow_redirects=False).status_code == 302
    return client, token_of(client.get("/organization/new").get_data(as_text=True))


def token_of(page):
    """Return the token in a page's form."""
    return re.search(r'name="_csrf_token"[^>]*?(?:value|content)="([^"]+)"', page)[1]


def deleted(organization):
    """Return whether an organization is gone."""
    return act("organization_show", id=organization["id"])["state"] == "deleted"


def test_a_token_of_somebody_else_opens_no_view(protected, browser):
    """One request with any API token, refused or not, exempts nobody else's from the check."""
    client, _token = browser
    organization = Organization()
    address = f"/organization/delete/{organization['id']}"
    for _time in range(2):
        assert client.post(address).status_code == 400
        protected.test_client().post(address, headers={"Authorization": "salah"})
    assert not deleted(organization)


def test_the_form_itself_works(browser):
    """With the token of the page, from our own page, it does what it says."""
    client, token = browser
    organization = Organization()
    address = f"/organization/delete/{organization['id']}"
    answer = client.post(
        address, data={"_csrf_token": token}, headers={"Origin": tk.config["ckan.site_url"]}, follow_redirects=False
    )
    assert answer.status_code == 302
    assert deleted(organization)


@pytest.mark.parametrize("origin", ["https://jahat.example", "null", "http://localhost.jahat.example"])
def test_another_sites_form_is_refused_even_with_a_token(browser, origin):
    """Where the browser names another page as the sender, a token does not help."""
    client, token = browser
    organization = Organization()
    address = f"/organization/delete/{organization['id']}"
    answer = client.post(address, data={"_csrf_token": token}, headers={"Origin": origin})
    assert answer.status_code == 400
    assert not deleted(organization)


def test_nobody_is_logged_in_by_another_site(protected):
    """A form of another site cannot log a visitor in as somebody else."""
    answer = protected.test_client().post("/user/login", data={}, headers={"Origin": "https://jahat.example"})
    assert answer.status_code == 400


def test_the_api_needs_no_form(protected):
    """A program with its token, and nobody with a question, are let in as before."""
    token = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    address = "/api/3/action/organization_create"
    made = protected.test_client().post(
        address,
        json={"name": "dinas-api", "title": "Dinas", "jenis_organisasi": "opd", "peran": "produsen"},
        headers={"Authorization": token},
    )
    assert made.status_code == 200
    answer = protected.test_client().post(
        "/api/3/action/package_search", json={}, headers={"Origin": "https://lain.example"}
    )
    assert answer.status_code == 200


def test_the_api_does_nothing_by_cookie_alone(browser):
    """What a browser sends along by itself is no word of its owner."""
    client, token = browser
    organization = Organization()
    data = {"id": organization["id"]}
    address = "/api/3/action/organization_delete"
    assert client.post(address, json=data).status_code == 400
    assert not deleted(organization)
    assert client.post(address, json=data, headers={"X-CSRFToken": token}).status_code == 200
