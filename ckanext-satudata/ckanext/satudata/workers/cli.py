"""The command `ckan satudata worker`."""

from __future__ import annotations

import click
from ckanext.satudata import workers
from ckanext.satudata.cli import satudata


@satudata.command()
@click.argument("queues", nargs=-1)
def worker(queues: tuple[str, ...]) -> None:
    """Run the jobs of QUEUES (without any: of the default queue) until it is stopped."""
    workers.run(list(queues))
