"""The command `ckan satudata`; rooms hang their own subcommands on it in a module `cli`, which is found by itself."""

import importlib
import json
import pkgutil
from pathlib import Path

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata import schedule, upkeep


@click.group(short_help="Satu Data commands.")
def satudata() -> None:
    """Satu Data commands."""


@satudata.command()
def scheduler() -> None:
    """Put the rooms' periodic jobs on the queue when their time has come; runs until it is stopped."""
    schedule.run()


@satudata.command("upkeep")
@click.option("--mend", is_flag=True, help="Mend what has been left over long enough, as the scheduler does.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON: {kind: number}.")
def upkeep_command(mend: bool, as_json: bool) -> None:
    """Count what has lost its record: files, drafts, tables, entries of the search index."""
    if mend:
        upkeep.run()
    counts = {kind.name: len(set(kind.find())) for kind in upkeep.every()}
    if as_json:
        click.echo(json.dumps(counts))
        return
    for kind in upkeep.every():
        click.echo(f"{counts[kind.name]:6}  {tk._(kind.title)}")


def load_rooms() -> None:
    """Import each room's `cli` module, so that its commands are there."""
    for room in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if room.ispkg and (Path(__file__).parent / room.name / "cli.py").exists():
            importlib.import_module(f"ckanext.satudata.{room.name}.cli")
