"""`validate FILE`: check a file without storing anything, for people and pipelines.

Two ways lead here: `ckan satudata validate`, and `satudata-validate` (`./satudata validate`), which is the same
command without CKAN around it and answers in a third of the time.
"""

from __future__ import annotations

import configparser
import json
import os
from pathlib import Path

import click
from ckanext.satudata import config, late
from ckanext.satudata.exceptions import UnknownStandard, UnusableSchema
from ckanext.satudata.late import _
from ckanext.satudata.standards import model
from ckanext.satudata.validation import engine, expected
from ckanext.satudata.validation.report import WARNING, Report

VALID, INVALID, UNUSABLE = 0, 1, 2
# what is read of the portal's own ini, and what stands for it where there is none
OPTIONS = {
    "ckanext.satudata.wilayah": "51.08",
    "ckan.locale_default": "id",
    "ckan.display_timezone": "Asia/Makassar",
}


@click.command("validate")
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
    with late.speaking(config.locale()):
        try:
            chosen_standard = model.load(standard) if standard else None
            custom_schema = expected.parse_schema(schema.read_bytes()) if schema else None
        except (UnknownStandard, UnusableSchema) as error:
            click.echo(str(error), err=True)
            raise SystemExit(UNUSABLE) from error
        report = engine.check(file.read_bytes(), file.name, chosen_standard, custom_schema)
        if as_json:
            click.echo(json.dumps(report.described(file.name), indent=1, ensure_ascii=False))
        else:
            _print(report, file.name)
    raise SystemExit(VALID if report.valid else INVALID)


def _print(report: Report, name: str) -> None:
    for problem in report.problems:
        level = _("warning") if problem.level == WARNING else _("error")
        click.echo(f"{level}: {problem.message}")
    if report.total > len(report.problems):
        click.echo(_("… and {0} more.").format(report.total - len(report.problems)))
    verdict = _("{file}: valid, {rows} rows") if report.valid else _("{file}: not valid, {rows} rows")
    click.echo(verdict.format(file=name, rows=report.rows))


def main() -> None:
    """Check a file without CKAN; the portal's ini is the one that CKAN_INI names, if any."""
    options = dict(OPTIONS)
    ini = os.environ.get("CKAN_INI")
    if ini:
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(ini, encoding="utf-8")
        if parser.has_section("app:main"):
            options |= {name: value for name, value in parser["app:main"].items() if name in OPTIONS}
    with late.standing_alone(options):
        validate(prog_name="satudata-validate")
