"""Commands about observations: `ckan satudata observations …`."""

from __future__ import annotations

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.observations import load


@satudata.group()
def observations() -> None:
    """Observations: the figures of all published tables that follow a standard."""


@observations.command()
def rebuild() -> None:
    """Load all of them anew from the DataStore; each table is replaced at once, nothing is missing meanwhile."""
    counts = load.rebuild()
    for resource_id, count in counts.items():
        click.echo(f"{resource_id} {count:>10}")
    click.echo(f"{len(counts)} tables, {sum(counts.values())} observations")
