"""The command `ckan satudata`; rooms hang their own subcommands on it in a module `cli`, which is found by itself."""

import importlib
import pkgutil
from pathlib import Path

import click
from ckanext.satudata import schedule


@click.group(short_help="Satu Data commands.")
def satudata() -> None:
    """Satu Data commands."""


@satudata.command()
def scheduler() -> None:
    """Put the rooms' periodic jobs on the queue when their time has come; runs until it is stopped."""
    schedule.run()


def load_rooms() -> None:
    """Import each room's `cli` module, so that its commands are there."""
    for room in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if room.ispkg and (Path(__file__).parent / room.name / "cli.py").exists():
            importlib.import_module(f"ckanext.satudata.{room.name}.cli")
