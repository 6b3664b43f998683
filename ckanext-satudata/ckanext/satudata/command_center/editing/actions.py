"""Actions of the editing of screens."""

from __future__ import annotations

import re
from typing import Any

import yaml
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.command_center import screens, wall
from ckanext.satudata.command_center.editing import model
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.parameters import takes

# what an address may hold; "susun" and "data" are words of our own paths
NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
REQUIRED = ["not_empty", "unicode_safe"]
NAMED = {"name": REQUIRED}
NEW = {**NAMED, "text": REQUIRED}


@tk.side_effect_free
@takes(NEW)
def satudata_screen_preview(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a screen as the wall would draw it, without saving it.

    :param name: name of the screen
    :param text: its YAML
    :returns: what `satudata_screen_show` returns, all tiles of it, and "descriptor" (the YAML's content), "text" (the
        YAML as it would be saved) and "problems" (what keeps it from being saved, one line each)
    """
    data = parameters.valid(context, data_dict, NEW)
    tk.check_access("satudata_screen_preview", context, data)
    screen = screens.parse_screen(data["name"], data["text"])
    numbered = enumerate(screen.tiles, 1)
    return {
        "name": screen.name,
        "title": screen.title,
        "version": "",
        "tiles": [wall.drawn(tile, f"{screen.name}/{number}") for number, tile in numbered if isinstance(tile, dict)],
        "descriptor": screen.descriptor,
        "text": as_yaml(screen.descriptor),
        "problems": screens.problems(screen),
    }


def satudata_screen_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Save a screen as a further version; a screen of a file is not changed, save it under another name.

    :param name: name of the screen, which is its address
    :param text: its YAML, as a file in config/command_center would hold it
    :returns: {"name", "version", "user", "created" (UTC), "deleted"}
    """
    tk.check_access("satudata_screen_save", context, data_dict)
    data = parameters.valid(context, data_dict, NEW)
    name = data["name"]
    if not NAME.fullmatch(name):
        raise tk.ValidationError({"name": [tk._("Use 2 to 60 small letters, digits and hyphens.")]})
    if name in screens.shipped():
        text = tk._('The screen "{0}" comes with the portal and stays as it is. Choose another name for your own.')
        raise tk.ValidationError({"name": [text.format(name)]})
    screen = screens.parse_screen(name, data["text"])
    problems = screens.problems(screen)
    if problems:
        raise tk.ValidationError({"text": problems})
    return model.add(name, as_yaml(screen.descriptor), context["user"]).as_dict()


def satudata_screen_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Take a screen off the wall; its versions stay and can be brought back.

    :param name: name of a screen that was made in the browser
    """
    tk.check_access("satudata_screen_delete", context, data_dict)
    data = parameters.valid(context, data_dict, NAMED)
    version = _find_version(data["name"])
    model.add(version.name, version.text, context["user"], deleted=True)


def satudata_screen_restore(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Bring an older version of a screen back, as its newest one.

    :param name: name of a screen that was made in the browser
    :param version: number of the version
    :returns: what `satudata_screen_save` returns
    """
    tk.check_access("satudata_screen_restore", context, data_dict)
    data = parameters.valid(
        context, data_dict, {"name": REQUIRED, "version": ["not_empty", "natural_number_validator"]}
    )
    version = _find_version(data["name"], data["version"])
    return tk.get_action("satudata_screen_save")(context, {"name": version.name, "text": version.text})


@tk.side_effect_free
@takes(NAMED)
def satudata_screen_history(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the versions of a screen that was made in the browser, the newest first.

    :param name: name of the screen
    :returns: records {"name", "version", "user", "created" (UTC), "deleted"}
    """
    tk.check_access("satudata_screen_history", context, data_dict)
    data = parameters.valid(context, data_dict, NAMED)
    return [version.as_dict() for version in model.versions(data["name"])]


def as_yaml(descriptor: dict[str, Any]) -> str:
    """Return a screen as a file in config/command_center would hold it: the frame, then a line for each tile."""
    frame = {name: value for name, value in descriptor.items() if name != "tiles"}
    lines = yaml.safe_dump(frame, allow_unicode=True, sort_keys=False, width=LONG) if frame else ""
    tiles = descriptor.get("tiles")
    if not isinstance(tiles, list):
        return lines + yaml.safe_dump({"tiles": tiles}, allow_unicode=True) if "tiles" in descriptor else lines
    style: dict[str, Any] = {"default_flow_style": True, "allow_unicode": True, "sort_keys": False, "width": LONG}
    flow = [yaml.safe_dump([tile], **style) for tile in tiles]
    # a list of one, without its brackets, so that whatever stands in the place of a tile is kept
    return lines + ("tiles:\n" if flow else "tiles: []\n") + "".join(f"  - {line.strip()[1:-1]}\n" for line in flow)


# a tile stays on its line
LONG = 1 << 20


def new(name: str) -> Screen:
    """Return what a new screen starts with."""
    tile = {"kind": "clock", "title": tk._("Local time")}
    return Screen(name, {"title": name.replace("-", " ").capitalize(), "order": 50, "tiles": [tile]})


def _find_version(name: str, version: int = 0) -> model.ScreenVersion:
    stored = model.find(name, version)
    if stored is None:
        raise tk.ObjectNotFound(tk._('No screen "{0}" was made in the browser.').format(name))
    return stored
