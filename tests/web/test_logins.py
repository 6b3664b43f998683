"""Guessing passwords is slowed down, and the right person is not locked out."""

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from ckanext.satudata.web import logins

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
PASSWORD = "KataSandi2026!"


@pytest.fixture(autouse=True)
def forgotten():
    """Begin without what other tests have counted."""
    redis = connect_to_redis()
    for pattern in ("LIMITS:*", "satudata:login-known:*"):
        for key in redis.scan_iter(pattern):
            redis.delete(key)


def attempt(app, user, password, address="10.0.0.1"):
    """Try to log in; return the status and the page."""
    environ = {"REMOTE_ADDR": address}
    form = {"login": user, "password": password}
    answer = app.test_client().post("/user/login", data=form, environ_overrides=environ, follow_redirects=False)
    return answer.status_code, answer.get_data(as_text=True)


def test_wrong_passwords_are_limited_for_account_and_address(app):
    """After five of them none is looked at from there, not even the right one; elsewhere it is."""
    user = factories.User(password=PASSWORD)["name"]
    answers = [attempt(app, user, "salah")[0] for _time in range(20)]
    assert answers == [200] * logins.OF_BOTH.most + [429] * (20 - logins.OF_BOTH.most)
    status, page = attempt(app, user, PASSWORD)
    assert status == 429
    assert "kata sandi" in page
    assert attempt(app, user, PASSWORD, "10.0.0.2")[0] == 302


def test_the_name_may_be_spelt_in_any_case(app):
    """Capitals and spaces open no further attempts."""
    user = factories.User(name="petugas-uji", password=PASSWORD)["name"]
    for spelt in (user, user.upper(), f" {user}", user.title(), user):
        attempt(app, spelt, "salah")
    assert attempt(app, user, PASSWORD)[0] == 429


def test_an_address_cannot_try_many_accounts(app):
    """One password for many names is limited, too."""
    answers = [attempt(app, f"orang-{number}", "salah")[0] for number in range(logins.OF_ADDRESS.most + 5)]
    assert answers[-5:] == [429] * 5


def test_guesses_from_everywhere_do_not_lock_the_owner_out(app):
    """An account that is tried from many addresses is closed for new ones, and open where it was used before."""
    user = factories.User(password=PASSWORD)["name"]
    assert attempt(app, user, PASSWORD, "10.1.1.1")[0] == 302
    for number in range(logins.OF_ACCOUNT.most):
        attempt(app, user, "salah", f"10.2.{number}.1")
    assert attempt(app, user, PASSWORD, "10.3.3.3")[0] == 429
    assert attempt(app, user, PASSWORD, "10.1.1.1")[0] == 302


def test_the_right_password_forgets_the_wrong_ones(app):
    """Who mistypes now and then is never held up."""
    user = factories.User(password=PASSWORD)["name"]
    for _day in range(3):
        for _time in range(logins.OF_BOTH.most - 1):
            attempt(app, user, "salah")
        assert attempt(app, user, PASSWORD)[0] == 302
