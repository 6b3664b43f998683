"""The pages on which a screen is arranged: the wall itself, with tools on its tiles."""

from __future__ import annotations

import json
from typing import Any

import yaml
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import screens, tiles
from ckanext.satudata.command_center.editing import actions, choices
from ckanext.satudata.command_center.editing.texts import texts
from ckanext.satudata.command_center.views import render_wall, settings_of
from ckanext.satudata.exceptions import UnknownScreen
from flask import Blueprint, Response, jsonify

# keys of a schema that hold a text for people
TEXTS = ("title", "description")

blueprint = Blueprint("satudata_screen_editing", __name__, url_prefix="/command-center")


@blueprint.route("/-/baru")
def begin() -> Any:
    """Begin a new screen of the name that the form gives."""
    return tk.redirect_to("satudata_screen_editing.arrange", name=tk.request.args.get("nama", "layar-baru"))


@blueprint.route("/<name>/susun")
def arrange(name: str) -> str:
    """Show the wall with tools on its tiles; a name that is not there yet begins a new screen."""
    try:
        text = screens.source(name)
    except UnknownScreen:
        text = actions.as_yaml(actions.new(name).descriptor)
    try:
        screen = tk.get_action("satudata_screen_preview")({}, {"name": name, "text": text})
        history = tk.get_action("satudata_screen_history")({}, {"name": name})
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only the walidata arranges screens."))
    edit = {
        "name": name,
        "shipped": name in screens.shipped(),
        "text": screen["text"],
        "descriptor": screen["descriptor"],
        "problems": screen["problems"],
        "history": history,
        "kinds": {kind: _kind(kind) for kind in tiles.UNITS},
        **choices.offered(),
    }
    settings = {**settings_of(), "edit": edit}
    settings["texts"] |= texts()
    return render_wall(screen, settings)


@blueprint.route("/<name>/susun", methods=["POST"])
def change(name: str) -> Any:
    """Preview, save, delete or restore a screen: JSON {"do", "text" or "descriptor", "name", "version"} and back."""
    body = tk.request.get_json(silent=True) or {}
    done = {"preview": _preview, "save": _save, "delete": _delete, "restore": _restore}.get(body.get("do", ""))
    if done is None:
        return jsonify({"problems": ["do: preview | save | delete | restore"]}), 400
    try:
        return jsonify(done(name, body))
    except tk.NotAuthorized:
        return jsonify({"problems": [tk._("Only the walidata arranges screens.")]}), 403
    except tk.ObjectNotFound as error:
        return jsonify({"problems": [str(error)]}), 404
    except tk.ValidationError as error:
        return jsonify({"problems": [text for texts in error.error_dict.values() for text in texts]}), 409


@blueprint.route("/<name>.yaml")
def download(name: str) -> Response:
    """Send the YAML of a screen that the asker may see, to keep it as a file of config/command_center."""
    try:
        tk.check_access("satudata_screen_show", {"user": tk.current_user.name}, {"name": name})
        text = screens.source(name)
    except UnknownScreen as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return Response(text, headers=headers, content_type="application/yaml; charset=utf-8")


def _kind(kind: str) -> dict[str, Any]:
    module = tiles.UNITS[kind]
    return {"schema": _translated(tiles.schema(kind)), "example": yaml.safe_load(module.EXAMPLE)}


def _translated(schema: Any) -> Any:
    """Return a schema whose texts people can read."""
    if isinstance(schema, list):
        return [_translated(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: tk._(value) if key in TEXTS and isinstance(value, str) else _translated(value)
        for key, value in schema.items()
    }


def _text(body: dict[str, Any]) -> str:
    """Return the YAML of a screen, which comes as text or as an object."""
    if "descriptor" in body:
        return actions.as_yaml(json.loads(json.dumps(body["descriptor"])))
    return body.get("text", "")


def _preview(name: str, body: dict[str, Any]) -> Any:
    return tk.get_action("satudata_screen_preview")({}, {"name": name, "text": _text(body)})


def _save(name: str, body: dict[str, Any]) -> Any:
    data = {"name": body.get("name") or name, "text": _text(body)}
    return tk.get_action("satudata_screen_save")({}, data)


def _delete(name: str, _body: dict[str, Any]) -> Any:
    tk.get_action("satudata_screen_delete")({}, {"name": name})
    return {"name": name}


def _restore(name: str, body: dict[str, Any]) -> Any:
    return tk.get_action("satudata_screen_restore")({}, {"name": name, "version": body.get("version")})
