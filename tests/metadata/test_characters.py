"""What no database can hold is refused where it comes in, with the field that holds it: never a 500."""

import json

import pytest
from ckan.tests import factories
from factories_satudata import Organization, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_text_and_addresses_that_cannot_be_stored(app):
    """NUL, half a surrogate pair, and an address that cannot be taken apart: 409 naming the field; others are kept."""
    headers = {"Authorization": factories.SysadminWithToken()["token"], "Content-Type": "application/json"}
    office = Organization()["id"]

    def create(action="package_create", **more):
        data = json.dumps(dataset_dict(owner_org=office, **more))
        answer = app.post(f"/api/3/action/{action}", data=data, headers=headers, expect_errors=True)
        return answer.status_code, answer.json.get("error")

    for field, value in [
        ("notes", "x\x00y"),
        ("notes", "\ud800"),
        ("tags", [{"name": "a\x00"}]),
        ("resources", [{"url": "http://[::1", "name": "a"}]),
        ("resources", [{"url": "https://a.example/\x00", "name": "a"}]),
        ("resources", [{"url": "javascript:alert(1)", "name": "a"}]),
    ]:
        status, error = create(**{field: value})
        assert (status, field in error) == (409, True), (field, value)
    status, error = create("organization_create", title="A\x00", description="B")
    assert (status, "title" in error) == (409, True)
    strange = [{"url": "htp:/ bukan <url>", "name": "a"}]
    assert create(title="A\x01\x0b B", resources=strange)[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dataset/%00", 404),
        ("/dataset/%00/croissant.jsonld", 404),
        ("/satudata/pertukaran/ms-keg/%00.json", 404),
        ("/satudata/pertukaran/daftar-data.csv?organization=%00", 400),
        ("/api/3/action/package_show?id=%00", 400),
        ("/api/3/action/satudata_indah_show?kind=ms-keg&id=%00", 400),
        ("/api/3/action/dcat_catalog_show?format=exe", 409),
        ("/api/3/action/dcat_catalog_show?profiles=tidak_ada", 409),
        ("/catalog.ttl?q=%00", 400),
    ],
)
def test_addresses(app, path, status):
    """A request that no record can answer is refused."""
    assert app.get(path, expect_errors=True).status_code == status
