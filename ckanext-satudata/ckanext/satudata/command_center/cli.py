"""Commands of the command center: `ckan satudata scoreboard …`, `ckan satudata screens …`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata
from ckanext.satudata.command_center import auth, snapshot
from ckanext.satudata.command_center import screens as shown
from ckanext.satudata.command_center.scoreboard import export
from ckanext.satudata.exceptions import NoSnapshot, UnknownScreen


@satudata.group()
def scoreboard() -> None:
    """Kinerja OPD: compute, publish and export a month's board."""


@scoreboard.command()
@click.argument("month", default="")
def preview(month: str) -> None:
    """Print the board of a MONTH (2026-10; the running one by default) as it would be published now."""
    board = _call("satudata_scoreboard_preview", {"month": month})
    click.echo(export.heading(board))
    for row in board["offices"]:
        score = "-" if row["score"] is None else f"{row['score']:g}"
        click.echo(f"{row['rank'] or '-':>4} {score:>6}  {row['title']}")
    for name, reason in board["unmeasured"].items():
        click.echo(f"{name}: {export.text_of(reason)}", err=True)


@scoreboard.command()
@click.argument("month")
@click.option("--note", required=True, help="What the reader should know, at least 10 characters.")
@click.option("--user", required=True, help="Who publishes: a user of the walidata.")
def publish(month: str, note: str, user: str) -> None:
    """Publish the board of a MONTH; one that is there stays as an older version."""
    done = _call("satudata_scoreboard_publish", {"month": month, "note": note}, {"user": user, "ignore_auth": False})
    click.echo(f"{done['month']} {done['version']}")


@scoreboard.command("export")
@click.argument("month")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".xlsx or .pdf")
def export_board(month: str, output: Path) -> None:
    """Write the published board of a MONTH with its suggestions to a file."""
    writers = {".xlsx": export.as_xlsx, ".pdf": export.as_pdf}
    if output.suffix not in writers:
        raise click.ClickException(f"{output.name}: {' | '.join(writers)}")
    output.write_bytes(writers[output.suffix](_call("satudata_scoreboard_show", {"month": month})))


@satudata.group()
def screens() -> None:
    """Screens of the command center."""


@screens.command("snapshot")
@click.argument("names", nargs=-1)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".png or .pdf")
@click.option("--size", default=snapshot.SIZES[0], type=click.Choice(snapshot.SIZES), show_default=True)
@click.option("--theme", default=snapshot.THEMES[0], type=click.Choice(snapshot.THEMES), show_default=True)
@click.option("--user", default="", help="As whom they are seen; as everybody unless told.")
def take(names: tuple[str, ...], output: Path, size: str, theme: str, user: str) -> None:
    """Picture the screens NAMES, all that the user may see by default; a PDF has a page for each."""
    member_of = auth.organizations_of(user)
    try:
        chosen = [shown.load(name) for name in names or shown.names()]
    except UnknownScreen as error:
        raise click.ClickException(str(error)) from error
    visible = [screen for screen in chosen if auth.may_see(screen.organizations, member_of)]
    if output.suffix not in (".png", ".pdf") or not visible or (output.suffix == ".png" and len(visible) > 1):
        raise click.ClickException("Write one screen to a .png file, or any number of them to a .pdf file.")
    try:
        pictures = [snapshot.picture(screen.name, user, size, theme) for screen in visible]
    except NoSnapshot as error:
        raise click.ClickException(str(error)) from error
    title = ", ".join(screen.title for screen in visible)
    output.write_bytes(pictures[0] if output.suffix == ".png" else snapshot.document(pictures, title))


def _call(action: str, data: dict[str, Any], context: dict[str, Any] | None = None) -> Any:
    """Call an action as the site; what it refuses is the command's error."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        return tk.get_action(action)(context or {"ignore_auth": True, "user": site}, data)
    except tk.ValidationError as error:
        raise click.ClickException(" ".join(text for texts in error.error_dict.values() for text in texts)) from error
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        raise click.ClickException(str(error) or action) from error
