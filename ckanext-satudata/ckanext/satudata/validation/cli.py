"""`ckan satudata validate`: check a file without storing anything; needs no database."""

from __future__ import annotations

import json
from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import model
from ckanext.satudata.validation import engine
from ckanext.satudata.validation.report import ERROR

VALID, INVALID, UNUSABLE = 0, 1, 2


@satudata.command("validate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--standard", help="Standard that the file is to follow.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def validate(file: Path, standard: str | None, as_json: bool) -> None:
    """Check FILE; exit code 0 when it is valid, 1 when it is not, 2 when the call itself is wrong."""
    try:
        wanted = model.load(standard) if standard else None
    except UnknownStandard as error:
        click.echo(str(error), err=True)
        raise SystemExit(UNUSABLE) from error
    problems = engine.check(file.read_bytes(), file.name, wanted)
    valid = all(problem.level != ERROR for problem in problems)
    if as_json:
        report = {"file": file.name, "standard": standard, "valid": valid}
        click.echo(json.dumps({**report, "problems": [problem.as_dict() for problem in problems]}, indent=1))
    else:
        for problem in problems:
            click.echo(f"{problem.level}: {problem.message}")
        click.echo(f"{file.name}: {'valid' if valid else 'not valid'}")
    raise SystemExit(VALID if valid else INVALID)
