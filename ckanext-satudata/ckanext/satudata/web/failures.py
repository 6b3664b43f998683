"""Errors of addresses that programs read are JSON, in the form that CKAN's API has: what is wrong, where, the cure.

{"success": false, "help": address of the guide, "error": {"__type", "message" or fields with their texts}}
"""

from __future__ import annotations

import difflib
import html
import json
import re
from collections.abc import Mapping
from typing import Any

from ckan import logic
from ckan.plugins import toolkit as tk
from ckanext.satudata.web import programs
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, default_exceptions

VALIDATION = "Validation Error"
CLOSE_NAMES, CLOSENESS = 4, 0.5
_TAG = re.compile(r"<[^>]+>")

blueprint = Blueprint("satudata_failures", __name__)


def described(kind: str, error: Mapping[str, Any]) -> dict[str, Any]:
    """Return an error as programs read it; `kind` is CKAN's word for it, e.g. "Validation Error"."""
    return {"help": programs.address_of_guide(), "success": False, "error": {**error, "__type": kind}}


def answer(status: int, kind: str, error: Mapping[str, Any]) -> Response:
    """Return an error as an answer."""
    text = json.dumps(described(kind, error), ensure_ascii=False)
    return Response(text, status, content_type="application/json; charset=utf-8")


def refused(error: tk.ValidationError) -> Response:
    """Return the answer to a question whose fields are wrong: 400, with the texts of each field."""
    return answer(400, VALIDATION, error.error_dict)


def answer_in_json(app: Flask) -> Flask:
    """Have an application answer programs with JSON where it answers people with a page of the error."""
    handlers = app.error_handler_spec[None]
    for code, error_class in default_exceptions.items():
        if page := handlers[code].get(error_class):
            app.register_error_handler(code, _for_either(page))
    if page := handlers[None].get(Exception):
        app.register_error_handler(Exception, _for_either(page))
    return app


def _for_either(page: Any) -> Any:
    def handle(error: Exception) -> Any:
        shown = page(error)
        if not programs.wants_json():
            return shown
        if not isinstance(error, HTTPException):
            return answer(500, "Internal Server Error", {"message": tk._("This went wrong here, not with you.")})
        # CKAN's own texts may have markup
        text = html.unescape(_TAG.sub("", str(error.description or error.name)))
        failure = answer(error.code or 500, error.name, {"message": text})
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                failure.headers[name] = value
        return failure

    return handle


@blueprint.after_app_request
def in_json(response: Response) -> Response:
    """Put an error that a view answers in plain words, or CKAN's API as a bare text, into the form."""
    if response.status_code < 400 or response.is_streamed:
        return response
    if response.mimetype == "text/plain" and programs.answers_json(programs.find_offer(request.endpoint)):
        text = response.get_data(as_text=True).strip()
    elif request.blueprint == programs.API and response.mimetype == programs.JSON:
        content = response.get_json(silent=True)
        if not isinstance(content, str):
            return response
        text = content + _cure()
    else:
        return response
    response.set_data(json.dumps(described("Bad Request", {"message": text}), ensure_ascii=False))
    response.content_type = "application/json; charset=utf-8"
    return response


def _cure() -> str:
    """Return which actions are close to the one that was asked for and does not exist, in a sentence."""
    name = str((request.view_args or {}).get("logic_function", ""))
    try:
        logic.get_action(name)
    except KeyError:
        close = difflib.get_close_matches(name, programs.reading_actions(), CLOSE_NAMES, CLOSENESS)
        if close:
            return ". " + tk._("Close to it: {0}.").format(", ".join(close))
    return ""
