"""The commands `ckan satudata harvest`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click
from ckan.plugins.toolkit import _
from ckanext.satudata import language
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import HarvestError
from ckanext.satudata.harvest import definition, foresight, guide, jobs, model, sources
from ckanext.satudata.harvest.model import FINISHED


@satudata.group("harvest", short_help="Harvest the agencies' own systems.")
def harvest() -> None:
    """Harvest the agencies' own systems."""


@harvest.command("list")
def list_sources() -> None:
    """List the sources with their schedule and last run."""
    for file, fault in sources.sync().items():
        click.secho(f"{file}: {fault}", fg="red", err=True)
    for source in sources.every():
        run = model.last_run(source)
        state = f"{run.started:%Y-%m-%d %H:%M} {run.state} {_summary(run.counts)}" if run else "-"
        schedule = source.definition["schedule"] if source.active else "off"
        click.echo(f"{source.name:<24} {schedule:<16} {source.definition['access']['method']:<12} {state}")


@harvest.command()
@click.argument("name")
@click.option("--most", default=50, show_default=True, help="Show at most so many records.")
def preview(name: str, most: int) -> None:
    """Show what a run would add, change (before and after) and remove; nothing is written."""
    sources.sync()
    with _telling():
        source = sources.find(name)
        foreseen, notes = foresight.preview(source, sources.agency_of(source), most)
    for change in foreseen:
        click.echo(f"{change.outcome:<12} {change.identifier}  {change.title}")
        for field, (before, after) in change.fields.items():
            click.echo(f"    {field}: {before!r} -> {after!r}")
        if change.error:
            click.secho(f"    {change.error}", fg="red")
    for note in notes:
        click.secho(note, fg="yellow")


@harvest.command()
@click.argument("name")
@click.option("--full", is_flag=True, help="Compare contents, whatever the source says about versions.")
@click.option("--allow-removal", is_flag=True, help="Pass the guard against the loss of many datasets.")
def run(name: str, full: bool, allow_removal: bool) -> None:
    """Harvest a source now, in this process; exit code 1 when the run did not finish."""
    sources.sync()
    with _telling():
        source = sources.find(name)
        done = jobs.harvest(source, full=full, approved=allow_removal)
    click.echo(_summary(done.counts))
    for note in done.log:
        click.secho(note, fg="yellow")
    for change in model.bad_records(done):
        click.secho(f"{change.identifier}: {change.error}", fg="red")
    if done.state != FINISHED:
        raise click.ClickException(done.error or done.state)


@harvest.command()
@click.argument("name")
@click.option("--most", default=20, show_default=True, help="Show at most so many runs.")
def history(name: str, most: int) -> None:
    """Show the runs of a source, the last one first."""
    with _telling():
        source = sources.find(name)
    for run in model.runs(source, most):
        lasted = f"{(run.finished - run.started).total_seconds():.0f} s" if run.finished else ""
        click.echo(f"{run.started:%Y-%m-%d %H:%M} {run.state:<9} {lasted:>7} {_summary(run.counts)} {run.error or ''}")


@harvest.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Check an agency's file without asking its source; exit code 1 when it is faulty."""
    with _telling():
        agency = definition.parse_agency(file)
        faults = list(definition.surroundings(agency))
    if faults:
        raise click.ClickException("\n".join(f"{file.name}: {fault}" for fault in faults))
    click.echo(_("{0}: good, {1} by {2}.").format(file.name, agency.title, agency.method))


@harvest.command("docs")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
def write_guide(output: Path | None) -> None:
    """Write the guide of the harvest (docs/panen.md), made from the readers and the schema."""
    with language.of_the_portal():
        text = guide.page()
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """Show errors in the portal's language: a command has no request that names its reader's."""
    with language.of_the_portal():
        try:
            yield
        except HarvestError as error:
            raise click.ClickException(str(error)) from error


def _summary(counts: dict[str, int]) -> str:
    return ", ".join(f"{outcome} {number}" for outcome, number in counts.items() if number)
