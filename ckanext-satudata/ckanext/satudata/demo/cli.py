"""The command `ckan satudata-demo`."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.demo import board, loader, server, sources
from ckanext.satudata.quality import files


@click.group("satudata-demo", short_help="Demonstration district.")
def demo() -> None:
    """Demonstration district."""


@demo.command()
@click.option("--wilayah", required=True, help="Kemendagri code of the kabupaten/kota.")
@click.option("--passwords", required=True, type=click.Path(path_type=Path), help="JSON file {user: password}.")
def load(wilayah: str, passwords: Path) -> None:
    """Load the district; what is there already stays."""
    accounts = json.loads(passwords.read_text(encoding="utf-8")) if passwords.exists() else {}
    district = loader.District(wilayah)
    for name in district.users:
        accounts.setdefault(name, secrets.token_urlsafe(12))
    descriptor = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(accounts, stream, indent=1)
    district.load(accounts, click.echo)
    # behind the loads of its tables in the queue, so that the scores are there on the first day
    tk.enqueue_job(files.run, title="Quality")
    # and behind those, for it counts what they find
    tk.enqueue_job(board.publish, title="Kinerja OPD")


@demo.command("sources")
@click.option("--wilayah", required=True, help="Kemendagri code of the kabupaten/kota.")
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Where the sources are laid out.")
@click.option("--port", required=True, type=int, help="Port on loopback.")
def serve_sources(wilayah: str, folder: Path, port: int) -> None:
    """Lay out the systems of the district's agencies, and answer for them on loopback; runs until it is stopped."""
    sources.build(folder, wilayah)
    server.serve(folder / "http", port)
