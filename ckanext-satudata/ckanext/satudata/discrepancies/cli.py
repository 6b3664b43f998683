"""Commands about discrepancies: `ckan satudata discrepancies …`."""

from __future__ import annotations

import click
from ckanext.satudata.cli import satudata
from ckanext.satudata.discrepancies import find


@satudata.group()
def discrepancies() -> None:
    """Discrepancies: where published figures disagree."""


@discrepancies.command("search")
@click.option("--standard", help="Only this one; all of them unless told.")
def search(standard: str | None) -> None:
    """Search for them anew; what people have decided stays as long as the values do."""
    counts = {standard: find.search(standard)} if standard else find.search_all()
    for name, count in counts.items():
        click.echo(f"{name:<32}{count:>10}")
