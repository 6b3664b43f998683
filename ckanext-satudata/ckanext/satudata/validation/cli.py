"""`ckan satudata validate`: check a file without storing anything; needs no database."""

from __future__ import annotations

import json
from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import UnknownStandard, UnusableSchema
from ckanext.satudata.standards import model
from ckanext.satudata.validation import engine, expected
from ckanext.satudata.validation.personal.measuring import generator, real, score

VALID, INVALID, UNUSABLE = 0, 1, 2


@satudata.command("validate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--standard", help="Standard that the file is to follow.")
@click.option(
    "--schema",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table Schema (JSON) that the file is to follow instead of a standard.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, in frictionless's format.")
def validate(file: Path, standard: str | None, schema: Path | None, as_json: bool) -> None:
    """Check FILE; exit code 0 when it is valid, 1 when it is not, 2 when the call itself is wrong."""
    if standard and schema:
        raise click.UsageError("Give --standard or --schema, not both.")
    try:
        wanted = model.load(standard) if standard else None
        own = expected.given(schema.read_bytes()) if schema else None
    except (UnknownStandard, UnusableSchema) as error:
        click.echo(str(error), err=True)
        raise SystemExit(UNUSABLE) from error
    report = engine.check(file.read_bytes(), file.name, wanted, own)
    if as_json:
        click.echo(json.dumps(report.described(file.name), indent=1, ensure_ascii=False))
    else:
        for problem in report.problems:
            click.echo(f"{problem.level}: {problem.message}")
        if report.total > len(report.problems):
            click.echo(f"... {report.total - len(report.problems)} more")
        click.echo(f"{file.name}: {'valid' if report.valid else 'not valid'}, {report.rows} rows")
    raise SystemExit(VALID if report.valid else INVALID)


@satudata.group()
def personal() -> None:
    """Personal-data guard: measure."""


@personal.command("measure")
@click.option("--seed", default=27, show_default=True, help="From which the labelled tables are made.")
@click.option("--tables", default=400, show_default=True, help="How many tables of each group are made.")
@click.option(
    "--real",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of real tables to measure on, too.",
)
def measure(seed: int, tables: int, folder: Path | None) -> None:
    """Print recall and precision by kind; exit code 1 when one of the goals is missed."""
    scores = {f"made from seed {seed}": score.of_cases(generator.cases(seed, tables))}
    if folder:
        scores[f"real tables in {folder}"] = real.of_folder(folder)
    for name, each in scores.items():
        click.echo("\n".join([f"== {name}", *each.notes, *each.lines()]))
    good = all(each.is_good for each in scores.values())
    click.echo(f"goal: recall >= {score.RECALL}, precision >= {score.PRECISION}: {'reached' if good else 'MISSED'}")
    raise SystemExit(VALID if good else INVALID)
