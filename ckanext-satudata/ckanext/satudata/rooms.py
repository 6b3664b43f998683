"""What every plugin of ours is: a room, whose folder is offered to CKAN, and which says what it cannot do without.

The order of the rooms, from the ground up, is written in `pyproject.toml`; imports, templates and scripts point down.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

from ckan import plugins as p
from ckan.exceptions import CkanConfigurationException
from ckan.plugins import toolkit as tk

BASE = "satudata"


class Room(p.SingletonPlugin, p.IConfigurer):
    """A plugin that offers what lies in its folder: `templates/`, `public/`, and `assets/` under the plugin's name."""

    # names of the plugins without which this one cannot work; the base plugin is needed by all
    needs: tuple[str, ...] = ()

    def all_needs(self) -> list[str]:
        """Return the names of the plugins without which this one cannot work."""
        return [name for name in (BASE, *self.needs) if name != self.name]

    def update_config(self, config: Any) -> None:
        """Register the folders. Raises CkanConfigurationException where a plugin is missing that this one needs."""
        check_needs(self)
        register_folders(Path(inspect.getfile(type(self))).parent, self.name, config)


def register_folders(folder: Path, library: str, config: Any) -> None:
    """Offer the templates, public files and assets of a folder, where it has some."""
    if (folder / "templates").is_dir():
        tk.add_template_directory(config, str(folder / "templates"))
    if (folder / "public").is_dir():
        tk.add_public_directory(config, str(folder / "public"))
    if (folder / "assets").is_dir():
        tk.add_resource(str(folder / "assets"), library)


def check_needs(room: Room) -> None:
    """Raise CkanConfigurationException where a plugin is off that a room needs."""
    missing = [name for name in room.all_needs() if not p.plugin_loaded(name)]
    if missing:
        raise CkanConfigurationException(
            f"The plugin {room.name} needs {' and '.join(missing)}: "
            f"add it to ckan.plugins, or take {room.name} out of it."
        )


def ours(*modules: ModuleType) -> dict[str, Any]:
    """Return what modules hold under our prefix, by name: actions, helpers, validators, rules of access."""
    return {name: value for module in modules for name, value in vars(module).items() if name.startswith("satudata_")}
