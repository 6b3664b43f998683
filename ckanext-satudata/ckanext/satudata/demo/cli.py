"""The command `ckan satudata-demo`."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

import click
from ckanext.satudata.demo import loader


@click.group("satudata-demo", short_help="Demonstration district.")
def demo() -> None:
    """Demonstration district."""


@demo.command()
@click.option("--wilayah", required=True, help="Kemendagri code of the kabupaten/kota.")
@click.option("--passwords", required=True, type=click.Path(path_type=Path), help="JSON file {user: password}.")
def load(wilayah: str, passwords: Path) -> None:
    """Load the district; what is there already stays."""
    known = json.loads(passwords.read_text(encoding="utf-8")) if passwords.exists() else {}
    district = loader.District(wilayah)
    for name in district.users:
        known.setdefault(name, secrets.token_urlsafe(12))
    descriptor = os.open(passwords, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(known, stream, indent=1)
    district.load(known, click.echo)
