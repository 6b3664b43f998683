"""A portal without a mail server says so, and what to do instead, where CKAN would send a mail."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import Organization, act

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]


@pytest.mark.usefixtures("with_request_context")
def test_a_lost_password_names_the_walidata(app):
    """The page has no form that could fail; a request that comes all the same is answered in words, never by 500."""
    user = factories.User()
    page = app.get("/user/reset").body
    assert "walidata" in page
    assert 'name="reset"' not in page
    answer = app.post("/user/reset", data={"user": user["name"]}, follow_redirects=False)
    assert answer.status_code in {302, 303}


def test_an_invitation_is_refused_with_the_way_out():
    """Nobody is left half invited, and the error names the page on which officers get a link without mail."""
    office = Organization()
    with pytest.raises(tk.ValidationError, match="Petugas"):
        act("user_invite", email="baru@blorakab.go.id", group_id=office["id"], role="editor")
    user = model.Session.query(model.User).filter_by(email="baru@blorakab.go.id").first()
    assert user is None or user.state == model.State.DELETED
