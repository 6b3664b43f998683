"""Actions of the metadata: code suggestions and the tree of organizations."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.parameters import takes

MOST = 20


def _suggest_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {
        "codelist": [rule("not_empty"), rule("unicode_safe"), rule("one_of")(codelists.names())],
        "q": [rule("ignore_missing"), rule("unicode_safe")],
        "within": [rule("ignore_empty"), rule("unicode_safe")],
    }


@tk.side_effect_free
@takes(_suggest_schema)
def satudata_code_suggest(context: Any, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """Return entries of a code list that fit what a person typed so far, best first.

    :param codelist: name of the list, e.g. "wilayah"
    :param q: what was typed: a code, or part of a name
    :param within: only entries below this code (optional)
    :returns: at most 20 records {"code", "name", "label"}
    """
    data, errors = tk.navl_validate(data_dict, _suggest_schema(), context)
    if errors:
        raise tk.ValidationError(errors)
    tk.check_access("satudata_code_suggest", context, data)
    matches = codelists.load(data["codelist"]).complete(data.get("q", ""), MOST, data.get("within"))
    return [
        {"code": code.code, "name": code.name, "label": codelists.label(data["codelist"], code)} for code in matches
    ]


@tk.side_effect_free
@takes({})
def satudata_organization_tree(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the organizations as a tree, each with the number of its public datasets.

    :returns: records {"id", "name", "title", "peran", "jenis_organisasi", "image_url", "package_count", "children"}
    """
    tk.check_access("satudata_organization_tree", context, data_dict)
    search = {"rows": 0, "facet.field": ["organization"], "facet.limit": -1}
    facets = tk.get_action("package_search")({}, search)["search_facets"]
    counts = {item["name"]: item["count"] for item in facets.get("organization", {}).get("items", [])}
    return organizations.tree(counts)
