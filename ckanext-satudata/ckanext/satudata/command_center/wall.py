"""A whole screen in one answer, kept until a published figure, the screen or the day changes.

An answer has the moment of its drawing, and its version is that of its content: what is drawn
anew and is the same is not sent again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from typing import Any

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now, today
from ckanext.satudata.command_center import auth, screens, tiles
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.observations import model, query
from redis.exceptions import LockError

log = logging.getLogger(__name__)

# version of the faces' data, counted up where that changes: a new portal does not show what an old one has drawn
FORM = 5
# what is not from observations (release dates, applications, news lines) is at most so old
KEPT_SECONDS = 300
# longer than a screen takes to draw; who waits longer than that for another draws it himself
DRAWING_SECONDS, WAITING_SECONDS = 120, 60
# what is older is not shown even for a moment
NEWEST_SECONDS = 900


def shown(screen: Screen, member_of: set[str]) -> dict[str, Any]:
    """Return {"name", "title", "tiles", "version", "drawn" (UTC)} for somebody who belongs to those organizations."""
    store, key = connect_to_redis(), f"satudata:wall:{_state(screen, member_of)}"
    kept = store.get(key)
    if kept:
        return json.loads(kept)
    # of all walls that ask when something has changed, or has been kept long enough, one draws the screen; the others
    # show what they showed before, with its age, unless something of it was withdrawn meanwhile
    newest = f"satudata:wall:newest:{_audience(screen, member_of)}"
    drawing = store.lock(f"{key}:drawing", timeout=DRAWING_SECONDS, blocking_timeout=WAITING_SECONDS)
    sources = model.sources()
    before = json.loads(store.get(newest) or '{"sources": [], "screen": null}')
    usable = before["screen"] if set(before["sources"]) <= sources else None
    if not drawing.acquire(blocking=usable is None):
        return usable or _drawn(screen, member_of)
    try:
        kept = store.get(key)
        if kept:
            return json.loads(kept)
        made = _drawn(screen, member_of)
        if not screen.broken:
            store.set(key, json.dumps(made), ex=KEPT_SECONDS)
            store.set(newest, json.dumps({"sources": sorted(sources), "screen": made}), ex=NEWEST_SECONDS)
        return made
    finally:
        with contextlib.suppress(LockError):
            drawing.release()


def _drawn(screen: Screen, member_of: set[str]) -> dict[str, Any]:
    frame = {"name": screen.name, "title": screen.title, "drawn": now().isoformat()}
    if screen.broken:
        log.error("screen %s: %s", screen.name, screen.broken)
        return _with_version({**frame, "tiles": [_broken(screen)]})
    visible = [tile for tile in screen.tiles if auth.may_see(tile.get("organizations", []), member_of)]
    sources = query.load_sources()
    faces = [drawn(tile, f"{screen.name}/{number}", sources) for number, tile in enumerate(visible, 1)]
    return _with_version({**frame, "tiles": faces})


def _with_version(answer: dict[str, Any]) -> dict[str, Any]:
    content = json.dumps([answer["title"], answer["tiles"]], sort_keys=True)
    return {**answer, "version": _hashed(answer["name"], content)}


def drawn(declared: dict[str, Any], where: str, sources: query.Sources | None = None) -> dict[str, Any]:
    """Return the face of one tile; what is wrong with it stands on its face, and in the log.

    `sources` are the published ones, where several tiles are drawn of one moment.
    """
    frame = {"kind": declared.get("kind", ""), "title": declared.get("title", ""), "weight": declared.get("weight", 1)}
    wrong = screens.tile_problems(declared)
    if wrong:
        log.error("tile %s: %s", where, "; ".join(wrong))
        return {**frame, "face": "wrong", "problems": wrong, "footer": {}}
    tile = Tile(declared, sources)
    try:
        face = tiles.UNITS[declared["kind"]].draw(tile)
    except SatuDataError as error:
        log.error("tile %s: %s", where, error)
        return {**frame, "face": "wrong", "problems": [str(error)], "footer": {}}
    except Exception:
        # one tile must not darken the wall, whatever is wrong with it
        log.exception("tile %s", where)
        problem = tk._("This tile could not be drawn; the log of the portal says why.")
        return {**frame, "face": "wrong", "problems": [problem], "footer": {}}
    if face["face"] == "empty" and "standard" in declared:
        face["step"] = tk._(
            'It fills itself once an office has published a table of the Standar Data "{0}"; '
            "its template is in the menu Standar."
        ).format(tile.standard.title)
    return {**frame, "footer": tile.footer(), **face}


def _broken(screen: Screen) -> dict[str, Any]:
    frame = {"kind": "", "title": screen.title, "weight": 1, "footer": {}}
    return {**frame, "face": "wrong", "problems": [screen.broken]}


def _state(screen: Screen, member_of: set[str]) -> str:
    """Return a text that changes when what is shown may have changed."""
    return _hashed(_audience(screen, member_of), model.state(), today().isoformat())


def _audience(screen: Screen, member_of: set[str]) -> str:
    """Return a text that identifies a screen's declaration, its language, and those who see the same tiles of it."""
    named = {name for tile in screen.tiles for name in tile.get("organizations", [])}
    visible = sorted((named | {auth.EVERYTHING}) & member_of)
    return _hashed(
        f"{FORM}", screen.name, json.dumps(screen.descriptor, sort_keys=True, default=str), tk.h.lang() or "", *visible
    )


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
