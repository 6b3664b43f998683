"""Wires the demonstration district."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckanext.satudata.demo import cli
from ckanext.satudata.rooms import Room


class DemoPlugin(Room):
    """Offers `ckan satudata-demo`."""

    p.implements(p.IClick)

    # IClick

    def get_commands(self) -> list[Any]:
        """Return the command."""
        return [cli.demo]
