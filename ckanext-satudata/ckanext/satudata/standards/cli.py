"""Commands about standards: `ckan satudata standards …`, `ckan satudata template`."""

from __future__ import annotations

from pathlib import Path

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import check as checking
from ckanext.satudata.standards import model
from ckanext.satudata.standards import template as templates


@satudata.group()
def standards() -> None:
    """Standar Data: list, check."""


@standards.command("list")
def list_() -> None:
    """Show each shipped standard."""
    for standard in model.every():
        click.echo(f"{standard.name:28} {standard.title}")


@standards.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check standards, all shipped ones or those in FILES; exit code 1 when one is wrong."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in files}
    texts = texts or {name: model.text(name) for name in model.names()}
    wrong = 0
    for name, text in texts.items():
        problems = checking.file_problems(name, text)
        wrong += bool(problems)
        for problem in problems:
            click.echo(f"{name}: {problem}")
    click.echo(f"{len(texts)} standards, {wrong} wrong")
    raise SystemExit(1 if wrong else 0)


@satudata.command("template")
@click.argument("name")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="XLSX to write.")
def template(name: str, output: Path) -> None:
    """Write the Excel template of standard NAME."""
    try:
        standard = model.load(name)
    except UnknownStandard as error:
        raise click.ClickException(str(error)) from error
    with output.open("wb") as stream:
        templates.write(standard, stream)
    click.echo(f"{output}: {len(standard.fields)} columns")
