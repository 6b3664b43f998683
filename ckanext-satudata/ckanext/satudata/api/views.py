"""The guide to the API, and its description for programs."""

from __future__ import annotations

import json

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.api import document, examples, first, tables
from ckanext.satudata.web.programs import explains, for_programs
from flask import Blueprint, Response

blueprint = Blueprint("satudata_api", __name__, url_prefix="/satudata/api")


@blueprint.route("")
@explains
def index() -> str:
    """Show what people do first, examples with the columns of a table, and a console."""
    table = tables.find_table(tk.request.args.get("tabel", ""))
    page: str = tk.render(
        "satudata/api.html",
        {
            "uses": first.uses(table),
            "table": table,
            "examples": examples.written(table) if table else [],
            "most": config.requests_per_minute(),
        },
    )
    return page


@blueprint.route("/openapi.json")
@for_programs("application/json")
def description() -> Response:
    """Send the description of the API (OpenAPI 3.1)."""
    text = json.dumps(document.document(), ensure_ascii=False, indent=1)
    return Response(text, content_type="application/json; charset=utf-8")
