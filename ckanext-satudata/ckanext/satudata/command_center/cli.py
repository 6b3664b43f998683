"""Commands of the command center: `ckan satudata scoreboard …`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata
from ckanext.satudata.command_center.scoreboard import export


@satudata.group()
def scoreboard() -> None:
    """Kinerja OPD: compute, publish and export a month's board."""


@scoreboard.command()
@click.argument("month", default="")
def preview(month: str) -> None:
    """Print the board of a MONTH (2026-10; the running one unless told) as it would be published now."""
    board = _asked("satudata_scoreboard_preview", {"month": month})
    click.echo(export.heading(board))
    for row in board["offices"]:
        score = "-" if row["score"] is None else f"{row['score']:g}"
        click.echo(f"{row['rank'] or '-':>4} {score:>6}  {row['title']}")
    for name, reason in board["unmeasured"].items():
        click.echo(f"{name}: {export.said(reason)}", err=True)


@scoreboard.command()
@click.argument("month")
@click.option("--note", required=True, help="What the reader should know, at least 10 characters.")
@click.option("--user", required=True, help="Who publishes: a user of the walidata.")
def publish(month: str, note: str, user: str) -> None:
    """Publish the board of a MONTH; one that is there stays as an older version."""
    done = _asked("satudata_scoreboard_publish", {"month": month, "note": note}, {"user": user, "ignore_auth": False})
    click.echo(f"{done['month']} {done['version']}")


@scoreboard.command("export")
@click.argument("month")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".xlsx or .pdf")
def export_board(month: str, output: Path) -> None:
    """Write the published board of a MONTH with its suggestions to a file."""
    writers = {".xlsx": export.as_xlsx, ".pdf": export.as_pdf}
    if output.suffix not in writers:
        raise click.ClickException(f"{output.name}: {' | '.join(writers)}")
    output.write_bytes(writers[output.suffix](_asked("satudata_scoreboard_show", {"month": month})))


def _asked(action: str, data: dict[str, Any], context: dict[str, Any] | None = None) -> Any:
    """Call an action as the site; what it refuses is the command's error."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        return tk.get_action(action)(context or {"ignore_auth": True, "user": site}, data)
    except tk.ValidationError as error:
        raise click.ClickException(" ".join(text for texts in error.error_dict.values() for text in texts)) from error
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        raise click.ClickException(str(error) or action) from error
