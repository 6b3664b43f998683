"""The description of the API is made of the code: every reading action is in it, with what it takes and returns."""

import pytest
from ckan import logic
from ckanext.satudata import parameters
from ckanext.satudata.api import docstrings, operations, returned, taken
from ckanext.satudata.web import programs
from jsonschema import Draft202012Validator

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.fixture
def description(app):
    """Return the description as programs get it."""
    return app.get("/satudata/api/openapi.json").get_json()


def test_every_reading_action_of_ours_is_described(description):
    """A new one appears by itself; what it takes is its own schema, and each parameter is told in its docstring."""
    ours = [name for name in programs.reading_actions() if name.startswith("satudata_")]
    assert len(ours) > 25
    for name in ours:
        action = logic.get_action(name)
        schema = parameters.schema_of(action)
        assert schema is not None, f"{name} has no @takes"
        taken_names = set(taken.parameters(schema))
        operation = description["paths"][f"/api/3/action/{name}"]["get"]
        assert {one["name"] for one in operation["parameters"]} == taken_names
        documented = docstrings.parse(action).parameters
        if documented:
            # `of` is told with `aggregate`
            assert set(documented) | {"of"} == taken_names | {"of"}, name
        assert operation["summary"]


def test_actions_of_ckan_that_people_need_are_described(description):
    """With what they cannot do without."""
    search = description["paths"]["/api/3/action/datastore_search"]["get"]["parameters"]
    assert {one["name"]: one["required"] for one in search}["resource_id"]
    assert "/api/3/action/package_search" in description["paths"]
    assert "/api/3/action/package_create" not in description["paths"]


def test_addresses_of_data_are_described(description):
    """Every view for programs, with its kinds of files."""
    figures = description["paths"]["/satudata/observasi/{kind}"]["get"]
    assert [one["name"] for one in figures["parameters"]][:3] == ["kind", "standard", "measure"]
    assert "text/csv" in figures["responses"]["200"]["content"]
    for path in ("/data.json", "/catalog.{format}", "/dataset/{id}/resource/{resource_id}/unduh.{format}"):
        assert path in description["paths"]


def test_the_description_is_openapi(description):
    """Names of operations are unique, and each schema in it is one."""
    assert description["openapi"].startswith("3.1")
    operations_ = [one["get"] for one in description["paths"].values()]
    names = [one["operationId"] for one in operations_]
    assert len(set(names)) == len(names)
    for operation in operations_:
        for parameter in operation["parameters"]:
            schema = parameter.get("schema") or parameter["content"]["application/json"]["schema"]
            Draft202012Validator.check_schema(schema)
        for content in operation["responses"]["200"]["content"].values():
            Draft202012Validator.check_schema(content["schema"])


def test_what_a_docstring_writes_is_a_schema():
    """Keys, lists of records, what may be missing; what is told in words only may be anything."""

    def action(_context, _data) -> dict[str, int]:
        return {}

    text = '{"count", "rows": [{"name", "value": number}], "office": {"name", "title"} or null, "kind": a, b or c}'
    schema = returned.result(action, text)["properties"]
    assert schema["count"] == schema["kind"] == {}
    assert set(schema["rows"]["items"]["properties"]) == {"name", "value"}
    assert {"type": "null"} in schema["office"]["anyOf"]


def test_what_validators_take_is_a_schema():
    """The type, the choices and the default that a validator has."""
    assert operations.parameters_of("satudata_analysis_show")[-1]["schema"]["enum"]
    values = {one["name"]: one["schema"] for one in operations.parameters_of("satudata_discrepancy_list")}
    assert (values["limit"]["type"], values["limit"]["minimum"]) == ("integer", 0)
    assert values["state"]["type"] == "array"


def test_each_action_has_its_example_from_the_docstring():
    assert docstrings.find_example('name of it, e.g. "stunting"') == "stunting"
    assert docstrings.find_example("e.g. 2026-10; the newest") == "2026-10"
    assert docstrings.find_example("its id") is None
