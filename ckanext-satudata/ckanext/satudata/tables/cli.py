"""`ckan satudata read`: what reading would do to a file, without storing anything; needs no database."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import N_, SatuDataError, WrongStep
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import sentence

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@satudata.command("read")
@click.argument("file", type=FILE)
@click.option("--sheet", help="Sheet to read.")
@click.option(
    "--steps", "steps_file", type=FILE, help="Steps to take (JSON, as --json prints them), instead of finding them."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Tidy CSV to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the steps as JSON.")
def read(file: Path, sheet: str | None, steps_file: Path | None, output: Path | None, as_json: bool) -> None:
    """Show the steps from FILE to a tidy table; exit code 1 when it cannot be read so."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            if steps_file:
                result = reading.apply(file, file.name, Path(folder), _steps(steps_file))
            else:
                result = reading.propose(file, file.name, Path(folder), sheet)
        except SatuDataError as error:
            raise click.ClickException(str(error)) from error
        if output:
            shutil.copyfile(result.file.path, output)
    if as_json:
        click.echo(json.dumps([step.as_dict() for step in result.steps], indent=1, ensure_ascii=False))
        return
    for step in result.steps:
        click.echo(str(sentence(step)))
    for warning in result.warnings:
        click.echo(f"! {warning.sentence}")
    if not result.steps:
        click.echo(f"{file.name}: no steps needed")


def _steps(path: Path) -> list[Step]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WrongStep(N_("The steps are no JSON: {reason}"), reason=error) from error
    if not isinstance(data, list):
        raise WrongStep(N_("The steps are no list."))
    return [Step.from_dict(step) for step in data]
