"""The description of the API: OpenAPI 3.1.1, made when it is asked for, so that it never differs from the code."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.api import addresses, operations

VERSION = "3.1.1"
FIRST = ("answers", "observations", addresses.TAG, operations.CKAN)
ERROR = {
    "type": "object",
    "required": ["success", "error"],
    "properties": {
        "help": {"type": "string"},
        "success": {"const": False},
        "error": {
            "type": "object",
            "required": ["__type"],
            "properties": {"__type": {"type": "string"}, "message": {}},
            "additionalProperties": True,
        },
    },
}


def document() -> dict[str, Any]:
    """Return the whole description."""
    about = tk._(
        "Public data without a token: actions below /api/3/action, and addresses of files. Pages of other sites may "
        "read them (CORS). Errors are JSON that names the field and the cure. At most {0} requests a minute from one "
        "address."
    )
    return {
        "openapi": VERSION,
        "info": {
            "title": config.site_title(),
            "version": "3",
            "summary": tk._("Data of this portal for programs"),
            "description": about.format(config.requests_per_minute() or "∞"),
        },
        "servers": [{"url": config.site_url()}],
        "externalDocs": {"url": tk.url_for("satudata_api.index", _external=True)},
        # those come first that most people ask for
        "tags": [{"name": name} for name in FIRST],
        "paths": {**operations.paths(), **addresses.paths()},
        "components": {"schemas": {"Error": ERROR}},
    }
