"""The walidata adds officers and offices, hands over links, and moves people, without a sysadmin."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.metadata import organizations
from factories_satudata import Organization

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
NEW = {"fullname": "Ni Luh Sari", "email": "sari@dinas.example"}


class People:
    """A walidata and an officer, with their offices."""

    def __init__(self):
        self.walidata, self.officer, self.head = (factories.User()["name"] for _number in range(3))
        self.government = Organization(jenis_organisasi="kabupaten")
        members = [{"name": self.walidata, "capacity": "admin"}]
        self.own = Organization(peran="walidata", induk=self.government["name"], users=members)
        members = [{"name": self.officer, "capacity": "editor"}, {"name": self.head, "capacity": "admin"}]
        self.office, self.other = Organization(users=members), Organization()

    def do(self, user, action, **data):
        """Call an action as somebody, with every check of who may."""
        context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user)}
        return tk.get_action(f"satudata_officer_{action}")(context, data)


@pytest.fixture
def people():
    return People()


def test_an_officer_begins_with_a_link_that_works_once(people, app, with_request_context):
    """Who has it chooses a password, and may then bring the office's data; a second time it opens nothing."""
    made = people.do(people.walidata, "create", **NEW, organization=people.office["id"])
    assert (made["name"], made["is_mailed"]) == ("ni-luh-sari", False)
    assert organizations.editable_by(made["name"]) == {people.office["id"]: people.office["name"]}
    path = made["link"].partition("//")[2].partition("/")[2]
    assert app.get(f"/{path}").status_code == 200
    words = "sandi-yang-panjang-2026"
    app.post(f"/{path}", data={"password1": words, "password2": words}, follow_redirects=False, status=302)
    user = model.User.get(made["name"])
    model.Session.refresh(user)
    assert user.state == "active"
    assert user.validate_password(words)
    assert app.get(f"/{path}", status=403)


def test_two_of_one_name_are_two_accounts(people, with_request_context):
    made = [
        people.do(people.walidata, "create", **{**NEW, "email": f"{number}@dinas.example"}, organization=office["id"])
        for number, office in enumerate((people.office, people.other))
    ]
    assert [account["name"] for account in made] == ["ni-luh-sari", "ni-luh-sari-2"]


def test_an_officer_is_moved(people):
    """All rights in the old office end with those in the new one beginning."""
    people.do(people.walidata, "move", id=people.head, organization=people.other["name"])
    assert organizations.editable_by(people.head) == {people.other["id"]: people.other["name"]}
    [row] = [row for row in people.do(people.walidata, "list") if row["name"] == people.head]
    assert [office["capacity"] for office in row["offices"]] == ["admin"]
    people.do(people.walidata, "move", id=people.head, organization="")
    assert organizations.editable_by(people.head) == {}


def test_a_new_link_makes_the_old_one_void(people, with_request_context):
    first, second = (people.do(people.walidata, "reset", id=people.officer)["link"] for _number in range(2))
    assert first != second


@pytest.mark.parametrize("verb", ["list", "create", "reset", "move"])
def test_nobody_else_does(people, verb):
    """Not the head of an office either."""
    data = {**NEW, "organization": people.office["id"], "id": people.officer}
    with pytest.raises(tk.NotAuthorized):
        people.do(people.head, verb, **data)


def test_the_walidata_takes_over_nobody_higher(people, with_request_context):
    """No link for a sysadmin or a colleague, and nobody becomes walidata by it."""
    for higher in (factories.Sysadmin()["name"], people.walidata):
        with pytest.raises(tk.NotAuthorized):
            people.do(people.walidata, "reset", id=higher)
        with pytest.raises(tk.NotAuthorized):
            people.do(people.walidata, "move", id=higher, organization="")
    # by cascade the officers of the regional government write for the walidata's office
    for office in (people.own, people.government):
        for verb, data in (("create", NEW), ("move", {"id": people.officer})):
            with pytest.raises(tk.ValidationError):
                people.do(people.walidata, verb, **data, organization=office["id"])


def test_the_page(people, app):
    """A link is shown once after its form; the walidata adds an office as well."""
    headers = {"Authorization": factories.APIToken(user=people.walidata)["token"]}
    assert people.officer in app.get("/satudata/petugas/", headers=headers).get_data(as_text=True)
    data = {**NEW, "organization": people.office["id"]}
    answer = app.post("/satudata/petugas/tambah", data=data, headers=headers)
    assert "/user/reset/" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, no-store"
    wrong = app.post("/satudata/petugas/tambah", data={**data, "email": "bukan surel"}, headers=headers, status=400)
    assert "satudata-bad" in wrong.get_data(as_text=True)
    app.get("/satudata/petugas/", headers={"Authorization": factories.APIToken(user=people.head)["token"]}, status=403)
    context = {"user": people.walidata, "ignore_auth": False, "auth_user_obj": model.User.get(people.walidata)}
    office = {"name": "dinas-baru", "title": "Dinas Baru", "jenis_organisasi": "opd", "peran": "produsen"}
    assert tk.get_action("organization_create")(context, office)["name"] == "dinas-baru"
