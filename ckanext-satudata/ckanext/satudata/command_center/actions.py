"""Actions of the command center."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.command_center import auth, screens, wall
from ckanext.satudata.exceptions import UnknownScreen
from ckanext.satudata.parameters import takes

NAMED = {"name": ["not_empty", "unicode_safe"]}


@tk.side_effect_free
@takes({})
def satudata_screen_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the screens that the asker may see, in their order.

    :returns: records {"name", "title", "tiles": number, "internal"}
    """
    tk.check_access("satudata_screen_list", context, data_dict)
    member_of = auth.organizations_of(context["user"])
    every = [screens.load(name) for name in screens.names()]
    return [
        {
            "name": screen.name,
            "title": screen.title,
            "tiles": len(screen.tiles),
            "internal": bool(screen.organizations),
        }
        for screen in every
        if auth.may_see(screen.organizations, member_of)
    ]


@tk.side_effect_free
@takes(NAMED)
def satudata_screen_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return all that a wall needs to draw a screen, in one answer.

    :param name: name of the screen
    :returns: {"name", "title", "version", "drawn" (UTC), "tiles": [{"kind", "title", "weight", "face", …, "footer"}]};
        a tile that is wrong has the face "wrong" and `problems`, one without data the face "empty"
    """
    data = parameters.valid(context, data_dict, NAMED)
    try:
        screen = screens.load(data["name"])
    except UnknownScreen as error:
        raise tk.ObjectNotFound(str(error)) from error
    tk.check_access("satudata_screen_show", context, {"name": screen.name})
    return wall.shown(screen, auth.organizations_of(context["user"]))
