"""`ckan satudata quality`: scores, files that are broken, and how both went over time."""

from __future__ import annotations

import json
import sys

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata


@satudata.group(short_help="Quality scores and broken files.")
def quality() -> None:
    """Quality scores of datasets, and the check of their files and links."""


@quality.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Look at the files and links of public datasets (all, or those named), and keep what is found."""
    from ckanext.satudata.quality import files, history

    faulty = files.check(files.client(), set(names) or None)
    history.record()
    for dataset, resource, state in faulty:
        click.echo(f"{dataset['name']} {resource['id']} {state.fault} {state.detail}")
    click.echo(tk._("{0} files with a fault.").format(len(faulty)))
    sys.exit(1 if faulty else 0)


@quality.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one list.")
def score(names: tuple[str, ...], as_json: bool) -> None:
    """Keep today's scores of public datasets, and print them (all, or those named), worst first."""
    from ckanext.satudata.quality import history, listing

    history.record()
    rows = [row for row in listing.every() if not names or row["name"] in names]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['score']:5.1f} {row['name']}")


@quality.command("history")
@click.argument("organization", required=False)
def history_command(organization: str | None) -> None:
    """Print the mean score and the number of datasets by day: of the district, or of one organization."""
    from ckan import model
    from ckanext.satudata.quality import history

    group = model.Group.get(organization) if organization else None
    if organization and group is None:
        click.echo(tk._("There is no organization of that name."), err=True)
        sys.exit(2)
    for point in history.over_time(group.id if group else None):
        click.echo(f"{point.day.isoformat()} {point.score:5.1f} {point.datasets:>6}")
