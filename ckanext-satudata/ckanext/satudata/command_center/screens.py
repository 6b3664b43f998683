"""Screens of the wall: the files in `config/command_center/`, those made in the browser, what is wrong with one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from ckan.plugins.toolkit import _
from ckanext.satudata import config, shapes
from ckanext.satudata.command_center import tiles
from ckanext.satudata.command_center.editing import model
from ckanext.satudata.exceptions import N_, UnknownScreen

PACKAGE = "ckanext.satudata.screens"


@dataclass(frozen=True)
class Screen:
    """One screen; `descriptor` is its file (config/command_center/screen.schema.json)."""

    name: str
    descriptor: dict[str, Any]
    broken: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.descriptor.get("title", self.name)

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """The tiles as declared, in their order."""
        return self.descriptor.get("tiles", [])

    @property
    def organizations(self) -> list[str]:
        """The organizations whose people alone may see it; empty for a public screen."""
        return self.descriptor.get("organizations", [])


def shipped() -> list[str]:
    """Return the name of each screen that is a file, in the order in which they are shown."""
    folder = resources.files(PACKAGE)
    return _in_order([path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml")])


def names() -> list[str]:
    """Return the name of each screen in the order in which they are shown."""
    return _in_order([*shipped(), *model.names()])


def _in_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: (load(name).descriptor.get("order", 99), name))


def load(name: str) -> Screen:
    """Return a screen. Raises UnknownScreen."""
    return parse_screen(name, source(name))


def source(name: str) -> str:
    """Return the YAML of a screen: its file, else the newest version that was saved. Raises UnknownScreen."""
    path = resources.files(PACKAGE) / f"{name}.yaml"
    if "/" not in name and path.is_file():
        return path.read_text(encoding="utf-8")
    version = model.find(name)
    if version is None or version.deleted:
        raise UnknownScreen(N_('There is no screen "{0}".'), name)
    return version.text


def parse_screen(name: str, text: str) -> Screen:
    """Return the screen that a YAML text says, without checking it; one that is no YAML says so in `broken`.

    Tiles of the demonstration's own things are left out where it is not loaded.
    """
    try:
        descriptor = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return Screen(name, {}, str(error))
    if not isinstance(descriptor, dict):
        return Screen(name, {})
    if isinstance(descriptor.get("tiles"), list) and not config.has_demonstration():
        tiles_here = [tile for tile in descriptor["tiles"] if not (isinstance(tile, dict) and tile.get("contoh"))]
        descriptor = {**descriptor, "tiles": tiles_here}
    return Screen(name, descriptor)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a screen's frame; that of a tile comes from its kind."""
    return json.loads((resources.files(PACKAGE) / "screen.schema.json").read_text(encoding="utf-8"))


def problems(screen: Screen) -> list[str]:
    """Return what is wrong with a screen and its tiles, one line each; empty when nothing is."""
    if screen.broken:
        return [screen.broken]
    frame = list(shapes.faults(screen.descriptor, schema()))
    of_tiles = [
        f"{_('Tile')} {number}: {text}"
        for number, tile in enumerate(screen.tiles, 1)
        if isinstance(tile, dict)
        for text in tile_problems(tile)
    ]
    return frame + of_tiles


def tile_problems(tile: dict[str, Any]) -> list[str]:
    """Return what is wrong with the declaration of one tile."""
    kind = str(tile.get("kind"))
    if kind not in tiles.UNITS:
        return [_('There is no kind of tile "{0}". There are: {1}.').format(kind, ", ".join(tiles.UNITS))]
    return list(shapes.faults(tile, tiles.schema(kind)))
