"""The command `ckan satudata map`."""

from __future__ import annotations

from pathlib import Path

import click
from ckanext.satudata import config, language
from ckanext.satudata.cli import satudata
from ckanext.satudata.exceptions import BadMap
from ckanext.satudata.metadata import codelists
from ckanext.satudata.regions import boundaries, importing

# of what is listed by name; the rest is counted
LISTED = 5


@satudata.group("map")
def map_commands() -> None:
    """The maps of the district."""


@map_commands.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_map(file: Path) -> None:
    """Take outlines of kecamatan or desa in: GeoJSON, a Shapefile in a ZIP, SQL of wilayah_boundaries."""
    with language.of_the_portal():
        try:
            taken = importing.take(file)
        except BadMap as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"  ✓ {taken.regions} wilayah di {len(taken.maps)} peta")
    for text, codes in (("tanpa batas di berkas itu", taken.missing), ("di berkas itu, tidak dipakai", taken.unused)):
        if codes:
            click.echo(f"  ! {len(codes)} {text}: {', '.join(codes[:LISTED])}{', …' if len(codes) > LISTED else ''}")


@map_commands.command("list")
def list_maps() -> None:
    """Say of which regions of the district there is a map."""
    district = config.wilayah()
    below = codelists.load("wilayah").children(district)
    for code in (district, *(region.code for region in below if boundaries.level_below(region.code))):
        mark = "✓" if boundaries.has(code) else "–"
        click.echo(f"  {mark} {code}  {codelists.wilayah_label(code)}: {boundaries.level_below(code)}")
