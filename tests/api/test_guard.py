"""What no action can mean is refused with the field and the cure; what an action understands passes."""

import pytest
from publishing.loading import table

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
REFUSED = [
    ("package_list?offset=99999999999999999999", "offset"),
    ("package_search?rows=1&rows=2", "rows"),
    ("satudata_discrepancy_list?offset=99999999999999999999", "offset"),
    ("organization_show?id=", "id"),
    ("organization_show?id=x&include_datasets=mungkin", "include_datasets"),
    ("organization_autocomplete", "q"),
]


@pytest.mark.parametrize(("call", "field"), REFUSED)
def test_what_cannot_be_meant_is_refused(app, call, field):
    answer = app.get(f"/api/3/action/{call}", status=409).get_json()
    assert answer["error"]["__type"] == "Validation Error"
    assert answer["error"][field][0]


def test_what_ckan_understands_passes(app):
    """A second name of a parameter, lists, values of JSON with their types."""
    _dataset, resource = table()
    for call in (f"datastore_search?id={resource}", "organization_list?organizations=a&organizations=b"):
        assert app.get(f"/api/3/action/{call}").get_json()["success"]
    sent = {
        "resource_id": resource,
        "limit": 2,
        "filters": {"jumlah": [12]},
        "include_total": True,
        "fields": ["jumlah"],
    }
    assert app.post("/api/3/action/datastore_search", json=sent).get_json()["result"]["total"] == 1
    facets = {"q": "*:*", "facet.field": ["organization"], "rows": 0, "include_private": False}
    assert app.post("/api/3/action/package_search", json=facets).get_json()["success"]
