"""`ckan satudata personal measure`; it needs no database."""

from __future__ import annotations

from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.personal.measuring import generator, real, score


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
    for name, result in scores.items():
        click.echo("\n".join([f"== {name}", *result.notes, *result.lines()]))
    good = all(result.is_good for result in scores.values())
    click.echo(f"goal: recall >= {score.RECALL}, precision >= {score.PRECISION}: {'reached' if good else 'MISSED'}")
    raise SystemExit(0 if good else 1)
