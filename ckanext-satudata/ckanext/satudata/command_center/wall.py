"""A whole screen in one answer, kept until a published figure, the screen or the day changes."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
from typing import Any

import yaml
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import auth, screens, tiles
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.observations import model

log = logging.getLogger(__name__)

# what is not from observations (release dates, applications, news lines) is at most so old
KEPT_SECONDS = 300


def shown(screen: Screen, member_of: set[str]) -> dict[str, Any]:
    """Return {"name", "title", "tiles", "version"} for somebody who belongs to those organizations."""
    version = _version(screen, member_of)
    store, key = connect_to_redis(), f"satudata:wall:{version}"
    kept = store.get(key)
    if kept:
        return json.loads(kept)
    if screen.broken:
        log.error("screen %s: %s", screen.name, screen.broken)
        return {"name": screen.name, "title": screen.title, "version": version, "tiles": [_broken(screen)]}
    visible = [tile for tile in screen.tiles if auth.may_see(tile.get("organizations", []), member_of)]
    made = {
        "name": screen.name,
        "title": screen.title,
        "version": version,
        "tiles": [drawn(tile, f"{screen.name}/{number}") for number, tile in enumerate(visible, 1)],
    }
    store.set(key, json.dumps(made), ex=KEPT_SECONDS)
    return made


def drawn(declared: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the face of one tile; what is wrong with it stands on its face, and in the log."""
    frame = {"kind": declared.get("kind", ""), "title": declared.get("title", ""), "weight": declared.get("weight", 1)}
    wrong = screens.tile_problems(declared)
    if wrong:
        log.error("tile %s: %s", where, "; ".join(wrong))
        return {**frame, "face": "wrong", "problems": wrong, "footer": {}}
    tile = Tile(declared)
    try:
        face = tiles.kinds()[declared["kind"]].draw(tile)
    except SatuDataError as error:
        log.error("tile %s: %s", where, error)
        return {**frame, "face": "wrong", "problems": [str(error)], "footer": {}}
    except Exception:
        # one tile must not darken the wall, whatever is wrong with it
        log.exception("tile %s", where)
        problem = tk._("This tile could not be drawn; the log of the portal says why.")
        return {**frame, "face": "wrong", "problems": [problem], "footer": {}}
    return {**frame, "footer": tile.footer(), **face}


def _broken(screen: Screen) -> dict[str, Any]:
    frame = {"kind": "", "title": screen.title, "weight": 1, "footer": {}}
    return {**frame, "face": "wrong", "problems": [screen.broken]}


def _version(screen: Screen, member_of: set[str]) -> str:
    """Return a text that changes when what is shown may have changed."""
    named = {name for tile in screen.tiles for name in tile.get("organizations", [])}
    parts = [
        screen.name,
        yaml.safe_dump(screen.descriptor),
        model.state(),
        datetime.date.today().isoformat(),
        tk.h.lang() or "",
        *sorted((named | {auth.EVERYTHING}) & member_of),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
