"""The commands `ckan satudata exchange`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata
from ckanext.satudata.exchange import rows
from werkzeug.datastructures import FileStorage

KINDS = click.Choice([*rows.KINDS, "daftar-data"])


@satudata.group(short_help="Files and figures for BPS and SIPD.")
def exchange() -> None:
    """Give metadata and figures in the forms of BPS and SIPD, and take them in."""


@exchange.command("export")
@click.argument("kind", type=KINDS)
@click.argument("names", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File (.json, .xlsx, .csv); the screen unless told."
)
@click.option("--public", is_flag=True, help="Only what everybody may see.")
def export_command(kind: str, names: tuple[str, ...], output: Path | None, public: bool) -> None:
    """Export metadata of the records named (ms-keg, ms-var, ms-ind), or the Daftar Data (of organizations named)."""
    context = {"user": ""} if public else {"ignore_auth": True, "user": _user()}
    content = (
        _daftar_data(context, names, output) if kind == "daftar-data" else _documents(context, kind, names, output)
    )
    if output is None:
        click.echo(content.decode())
    else:
        output.write_bytes(content)


def _documents(context: Any, kind: str, names: tuple[str, ...], output: Path | None) -> bytes:
    from ckanext.satudata.exchange import files

    if not names:
        raise click.UsageError(tk._("Name the records to export."))
    try:
        documents = [
            document
            for name in names
            for document in tk.get_action("satudata_indah_show")(context, {"kind": kind, "id": name})
        ]
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        raise click.ClickException(tk._("There is no such record.")) from error
    except tk.ValidationError as error:
        raise click.ClickException(str(error.error_summary)) from error
    if kind == "ms-var":
        _tell_gaps(context, names)
    if output is not None and output.suffix == ".xlsx":
        if not documents:
            raise click.ClickException(tk._("No column of this dataset has what a variable (MS-Var) needs."))
        if kind == "ms-keg" and len(documents) > 1:
            raise click.UsageError(tk._("A form holds one activity. Export them one by one, or as JSON."))
        return files.as_xlsx(documents, kind)
    return (
        json.dumps(documents, ensure_ascii=False, indent=2) if len(names) > 1 else files.as_json(documents, kind)
    ).encode()


def _tell_gaps(context: Any, names: tuple[str, ...]) -> None:
    for name in names:
        for gap in tk.get_action("satudata_indah_gap_list")(context, {"id": name}):
            line = tk._("{0}: lacks {1}").format(gap["title"], ", ".join(gap["lacks"]))
            click.secho(f"{name}: {line}", err=True, fg="yellow")


def _daftar_data(context: Any, names: tuple[str, ...], output: Path | None) -> bytes:
    from ckanext.satudata.exchange import daftar_files

    wishes = [{"organization": name} for name in names] or [{}]
    try:
        rows = [row for wish in wishes for row in tk.get_action("satudata_daftar_data_list")(context, wish)]
    except tk.ValidationError as error:
        raise click.ClickException(str(error.error_summary)) from error
    if output is not None and output.suffix == ".xlsx":
        stream = io.BytesIO()
        daftar_files.write_xlsx(rows, stream)
        return stream.getvalue()
    text = io.StringIO(newline="")
    daftar_files.write_csv(rows, text)
    return text.getvalue().encode("utf-8-sig" if output else "utf-8")


@exchange.command("import")
@click.argument("kind", type=KINDS)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", default="", help="Owner of records that name no organization of this portal.")
@click.option("--dataset", default="", help="Dataset whose variables they are (ms-var), or record to change.")
@click.option("--dry-run", is_flag=True, help="Only check.")
def import_command(kind: str, file: Path, organization: str, dataset: str, dry_run: bool) -> None:
    """Take a file in: all of it, or nothing; exit code 1 when something is wrong with it."""
    action = "satudata_daftar_data_import" if kind == "daftar-data" else "satudata_indah_import"
    with file.open("rb") as stream:
        data = {
            "kind": kind,
            "upload": FileStorage(stream, file.name),
            "organization": organization,
            "dataset": dataset,
            "dry_run": dry_run,
        }
        try:
            answer = tk.get_action(action)({"ignore_auth": True, "user": _user()}, data)
        except tk.ValidationError as error:
            raise click.ClickException("; ".join(map(str, error.error_summary.values()))) from error
        except tk.ObjectNotFound as error:
            raise click.ClickException(tk._("There is no such record.")) from error
    for problem in answer["problems"]:
        click.secho(f"{problem['place']}: {problem['text']}", fg="red")
    for record in answer["records"]:
        click.echo(f"{record.get('outcome', ''):<8} {record['title']}")
    click.echo(tk._("{0} records, {1} problems.").format(len(answer["records"]), len(answer["problems"])))
    sys.exit(1 if answer["problems"] else 0)


@exchange.command("schema")
@click.argument("kind", type=click.Choice(rows.KINDS))
def schema_command(kind: str) -> None:
    """Print the JSON Schema that follows from the mapping; `exchange/schemas/` holds it."""
    from ckanext.satudata.exchange import shapes

    click.echo(json.dumps(shapes.build(kind), ensure_ascii=False, indent=2))


@exchange.command("push")
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent.")
def push_command(dry_run: bool) -> None:
    """Send yearly figures to SIPD e-Walidata; exit code 1 when some were refused."""
    context = {"ignore_auth": True, "user": _user()}
    for figure in tk.get_action("satudata_ewalidata_list")(context, {})["unfit"]:
        click.secho(f"{figure['dataset']}: {figure['reason']}", fg="yellow")
    try:
        answer = tk.get_action("satudata_ewalidata_push")(context, {"dry_run": dry_run})
    except tk.ValidationError as error:
        raise click.ClickException("; ".join(error.error_dict["push"])) from error
    for figure in answer["sent"]:
        click.echo(f"{figure['kodeindikator']} {figure['tahun']} {figure['data']}")
    for refusal in answer["refused"]:
        click.secho(
            f"{refusal['figure']['kodeindikator']} {refusal['figure']['tahun']}: {refusal['reason']}", fg="red"
        )
    counts = len(answer["sent"]), answer["known"], len(answer["refused"])
    click.echo(tk._("{0} figures sent, {1} known to SIPD, {2} refused.").format(*counts))
    sys.exit(1 if answer["refused"] else 0)


def _user() -> str:
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
