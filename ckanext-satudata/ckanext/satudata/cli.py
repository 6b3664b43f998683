"""The command `ckan satudata`; rooms hang their own subcommands on it."""

import click
from ckanext.satudata import schedule


@click.group(short_help="Satu Data commands.")
def satudata() -> None:
    """Satu Data commands."""


@satudata.command()
def scheduler() -> None:
    """Put the rooms' periodic jobs on the queue when their time has come; runs until it is stopped."""
    schedule.run()
