"""Leaves to be public by a clean check: while they hold, while figures change little, and their forms."""

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.satudata.clock import today
from ckanext.satudata.review import model as records
from review.conftest import NEW, OLD

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def test_a_leave_lets_clean_data_through(office):
    """While it holds and the check finds nothing, an edition is public at once, and says by whose leave."""
    package_id = office.public()
    office.do(
        office.walidata,
        "satudata_grant_create",
        package=package_id,
        until=today().isoformat(),
        reason="Data harian yang sama setiap hari.",
    )
    office.replace(package_id)
    assert office.content(package_id) == NEW
    assert records.last_release(package_id).authority == "grant"
    grant = office.do(office.walidata, "satudata_grant_list")[0]
    office.do(office.walidata, "satudata_grant_end", id=grant["id"])
    office.replace(package_id, OLD)
    assert office.content(package_id) == NEW


@pytest.mark.parametrize(
    ("content", "is_public"),
    [
        # Gerokgak from 120 to 130 is 8.3 per cent
        (OLD.replace(b"120", b"130"), True),
        (OLD.replace(b"120", b"140"), False),
        # a row that would be gone is no change of so many per cent
        (OLD.replace(b"51.08.02,Seririt,130\n", b""), False),
    ],
)
def test_a_leave_ends_where_figures_change_by_more(office, content, is_public):
    """What breaks its condition waits for a person; the leave itself goes on."""
    package_id = office.public()
    leave = {"until": today().isoformat(), "most_change": "10 %", "reason": "Data harian yang sama setiap hari."}
    office.do(office.walidata, "satudata_grant_create", package=package_id, **leave)
    office.replace(package_id, content)
    assert (office.content(package_id) == content) is is_public
    assert (office.waiting(package_id) is None) is is_public


def test_forms_of_a_leave(office, app):
    """Given and ended on the page of the dataset, which tells everybody; a wrong one is told at its field."""
    package_id = office.public()
    name = model.Package.get(package_id).name
    headers = {"Authorization": factories.APIToken(user=office.walidata)["token"]}
    leave = {"package": name, "until": today().isoformat(), "reason": "Data harian yang sama setiap hari."}
    page = app.post("/satudata/izin/", data={**leave, "most_change": "banyak"}, headers=headers, status=400)
    assert "angka persen" in page.get_data(as_text=True)
    leave["most_change"] = "12,5"
    app.post("/satudata/izin/", data=leave, headers=headers, follow_redirects=False, status=302)
    public = app.get(f"/dataset/{name}").get_data(as_text=True)
    assert "Terbit otomatis menurut izin walidata" in public
    assert "12,5" in public
    [grant] = office.do(office.walidata, "satudata_grant_list")
    assert (grant["most_change"], grant["package_name"]) == (12.5, name)
    officer = {"Authorization": factories.APIToken(user=office.officer)["token"]}
    app.post(f"/satudata/izin/{grant['id']}/akhiri", headers=officer, status=403)
    app.post(f"/satudata/izin/{grant['id']}/akhiri", headers=headers, follow_redirects=False, status=302)
    assert "Terbit otomatis" not in app.get(f"/dataset/{name}").get_data(as_text=True)
    assert app.get("/satudata/izin/", headers=headers).status_code == 200
    app.get("/satudata/izin/", headers=officer, status=403)
