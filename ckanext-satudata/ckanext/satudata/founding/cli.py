"""The commands `ckan satudata init` and `ckan satudata init-template`."""

from __future__ import annotations

import os
from pathlib import Path

import click
from ckanext.satudata import language
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import BadWorkbook
from ckanext.satudata.founding import checking, parsing, slips, taking, template


@satudata.command("init-template")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="XLSX file to write.")
def init_template(output: Path) -> None:
    """Write the workbook that a district fills in."""
    if output.exists():
        raise click.ClickException(f"{output} sudah ada dan tidak ditimpa; pilih nama lain.")
    with output.open("wb") as stream, language.of_the_portal():
        template.write(stream)
    click.echo(f"{output}: isi lembar Kabupaten, OPD dan Petugas, lalu ./satudata init {output}")


@satudata.command("init")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Say what is wrong, and store nothing.")
@click.option("--links", type=click.Path(path_type=Path), help="PDF file for the links of new people.")
@click.option("--again", is_flag=True, help="New links for those who have not used theirs.")
def init(file: Path, check: bool, links: Path | None, again: bool) -> None:
    """Take a district in from its workbook: look, offices, people."""
    slips_file = links or file.with_name(f"{file.stem}-tautan.pdf")
    with language.of_the_portal():
        try:
            book = parsing.parse(file)
            problems = list(checking.problems(book, file.parent))
        except BadWorkbook as error:
            raise click.ClickException(str(error)) from error
        for problem in problems:
            click.echo(f"  ✗ {problem}", err=True)
        if problems:
            raise click.ClickException(f"{len(problems)} sel harus diperbaiki; tidak ada yang disimpan.")
        click.echo(f"  ✓ {len(book.offices)} OPD dan {len(book.people)} orang: tidak ada yang salah")
        if check:
            return
        if slips_file.exists():
            raise click.ClickException(f"{slips_file} sudah ada: pindahkan, atau pilih nama lain dengan --links.")
        try:
            outcome = taking.take(book, file.parent, lambda name: click.echo(f"    {name}"), again=again)
        except BadWorkbook as error:
            raise click.ClickException(str(error)) from error
        click.echo(
            f"OPD: {outcome.offices_made} baru, {outcome.offices_changed} diubah. "
            f"Orang: {outcome.people_made} baru, {outcome.people_changed} diubah."
        )
        if outcome.links:
            # whoever has a link has the account
            descriptor = os.open(slips_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                slips.write(stream, outcome.links)
            mailed = sum(link.is_mailed for link in outcome.links)
            click.echo(f"{len(outcome.links)} tautan sekali pakai di {slips_file}; {mailed} juga lewat surel.")
