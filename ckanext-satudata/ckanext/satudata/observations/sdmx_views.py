"""Addresses of SDMX REST 2: `/satudata/sdmx/v2/structure/…` and `/satudata/sdmx/v2/data/dataflow/…`."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.observations.sdmx import asking, data, structures
from flask import Blueprint, Response, request

blueprint = Blueprint("satudata_sdmx", __name__, url_prefix="/satudata/sdmx/v2")

DATA_CSV = "application/vnd.sdmx.data+csv; version=2.0.0"
DATA_JSON = "application/vnd.sdmx.data+json; version=2.0.0"
STRUCTURE_JSON = "application/vnd.sdmx.structure+json; version=2.0.0"
# which structures come along, by the parameter `references`
DESCENDANTS = {"all", "descendants", "children"}
BELOW = {
    "dataflow": ["dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme"],
    "datastructure": ["datastructure", "codelist", "conceptscheme", "agencyscheme"],
}


@blueprint.route("/structure/<kind>")
@blueprint.route("/structure/<kind>/<agency>")
@blueprint.route("/structure/<kind>/<agency>/<name>")
@blueprint.route("/structure/<kind>/<agency>/<name>/<version>")
def structure(kind: str, agency: str = "*", name: str = "*", version: str = "*") -> Response:
    """Send structures; `references=descendants` sends what they refer to as well."""
    kinds = [*structures.KINDS] if kind == "*" else [kind]
    if not set(kinds) <= structures.KINDS.keys():
        return _refused(404, tk._('There is no kind of structure "{0}". There are: {1}.').format(kind, _kinds()))
    with_references = request.args.get("references", "none") in DESCENDANTS
    is_flow = kind in BELOW
    flows = asking.flows(name if is_flow else "*") if asking.is_ours(agency, version) else []
    if with_references and is_flow:
        kinds = BELOW[kind]
    message = structures.message(flows, kinds)
    if not is_flow and name not in asking.ANY:
        _keep(message, structures.KINDS[kind], name) if kind != "*" else None
    if not flows or not any(message["data"].values()):
        return _refused(404, tk._("There is no such structure."))
    return _json(message, STRUCTURE_JSON)


@blueprint.route("/data/dataflow/<agency>/<name>")
@blueprint.route("/data/dataflow/<agency>/<name>/<version>")
@blueprint.route("/data/dataflow/<agency>/<name>/<version>/<key>")
def figures(agency: str, name: str, version: str = "*", key: str = "*") -> Response:
    """Send the figures of one dataflow, as JSON, or as CSV by `Accept` or `format=csv`."""
    flows = asking.flows(name) if asking.is_ours(agency, version) and name not in asking.ANY else []
    if len(flows) != 1:
        return _refused(404, tk._("There is no such dataflow. All of them: {0}").format(_all_flows()))
    [flow] = flows
    try:
        requested = asking.parse_request(flow, key, request.args)
        rows = asking.rows(flow, requested, {})
    except SatuDataError as error:
        return _refused(400, str(error))
    if not rows:
        return _refused(404, tk._("No figure is held of what is asked."))
    accept = request.headers.get("Accept", "")
    if request.args.get("format") == "csv" or "+csv" in accept or "text/csv" in accept:
        return Response(data.as_csv(flow, iter(rows)), content_type=f"{DATA_CSV}; charset=utf-8")
    return _json(data.as_json(flow, iter(rows)), DATA_JSON)


def _keep(message: dict[str, Any], key: str, name: str) -> None:
    """Keep one structure of a kind in a message."""
    message["data"][key] = [one for one in message["data"][key] if one["id"] == name]


def _json(message: dict[str, Any], content_type: str) -> Response:
    return Response(json.dumps(message, ensure_ascii=False), content_type=f"{content_type}; charset=utf-8")


def _refused(status: int, text: str) -> Response:
    """Return an error as SDMX-JSON has it."""
    message = {"meta": structures.meta(data.SCHEMA), "errors": [{"code": status, "title": text}]}
    answer = _json(message, DATA_JSON)
    answer.status_code = status
    return answer


def _kinds() -> str:
    return ", ".join(structures.KINDS)


def _all_flows() -> str:
    return str(tk.url_for("satudata_sdmx.structure", kind="dataflow", _external=True))
