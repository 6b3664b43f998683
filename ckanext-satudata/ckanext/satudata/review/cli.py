"""`ckan satudata priority import`: the list of Data Prioritas of a year."""

from __future__ import annotations

from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.review import priorities


@satudata.group()
def priority() -> None:
    """Data Prioritas: import the list."""


@priority.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_list(file: Path) -> None:
    """Take in a table with the columns tahun, nomor, judul, and dasar; exit code 1 where it cannot be read."""
    try:
        counts = priorities.save(priorities.parse(file.read_bytes(), file.name))
    except SatuDataError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{counts['new']} new, {counts['changed']} changed")
