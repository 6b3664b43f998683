"""`ckan satudata dcat`: looks after the feed."""

from __future__ import annotations

import sys

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata


@satudata.group(short_help="The feed for the national portal.")
def dcat() -> None:
    """Look after the feed for the national portal."""


@dcat.command("check")
@click.argument("names", nargs=-1)
def check_command(names: tuple[str, ...]) -> None:
    """Check public datasets (all, or those named) against the SHACL shapes of DCAT-AP 3."""
    from ckanext.satudata.dcat import check

    found = {} if names else {tk._("catalogue"): check.catalogue()}
    for name in names or check.public_datasets():
        try:
            found[name] = check.dataset(name)
        except (tk.ObjectNotFound, tk.NotAuthorized):
            click.echo(tk._("{0}: there is no public dataset of that name.").format(name), err=True)
            sys.exit(2)
    for name, violations in found.items():
        click.echo(f"{name}: {len(violations)}")
        for violation in violations:
            click.echo(f"  {violation.node} {violation.path}: {violation.message}")
    total = sum(len(violations) for violations in found.values())
    click.echo(tk._("{0} checked, {1} violations.").format(len(found), total))
    sys.exit(1 if total else 0)
