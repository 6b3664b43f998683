"""Writes `docs/rujukan.md`: every action, option and command, in Indonesian.

What there is comes from the code, a line about each from `rujukan.yaml` in the package; `./satudata` tells its own
commands itself. A name without a line, and a line without a name, is an error. `./satudata texts` runs this.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ckanext-satudata/ckanext/satudata"
TEXT = """# Rujukan

Setiap aksi, opsi dan perintah. Berkas ini ditulis oleh `./satudata texts` dari kode dan `rujukan.yaml` paketnya; uji
gagal bila ada yang belum tercantum.

## Aksi

`/api/3/action/NAMA`, dengan kunci API pada kepala `Authorization` bila perlu. Parameter setiap aksi:
`/api/3/action/help_show?name=NAMA`.

{actions}

## Opsi

Baris `ckan.ini`, misalnya `ckanext.satudata.wilayah = 51.08`.

{options}

## Perintah ckan satudata

Dijalankan sebagai `./satudata ckan satudata …`, dengan `--help` untuk pilihannya.

{commands}

## Perintah ./satudata

{own}
"""


class Incomplete(Exception):
    """Names that have no line, or lines that no name has."""


def page() -> str:
    """Return the page as it must be. Raises Incomplete."""
    lines = yaml.safe_load((PACKAGE / "rujukan.yaml").read_text(encoding="utf-8"))
    names = {"actions": actions(), "options": options(), "commands": commands()}
    for kind, documented in names.items():
        if differing := set(documented) ^ set(lines[kind]):
            raise Incomplete(f"ckanext-satudata/ckanext/satudata/rujukan.yaml, {kind}: {', '.join(sorted(differing))}")
    tables = {kind: _table({name: lines[kind][name] for name in documented}) for kind, documented in names.items()}
    tables["options"] = _table({name: f"{lines['options'][name]} {default}" for name, default in options().items()})
    return TEXT.format(**tables, own=_table(room_commands()))


def actions() -> list[str]:
    """Return the names of the actions that rooms offer."""
    paths = (path for path in PACKAGE.rglob("*.py") if path.name != "auth.py")
    modules = (ast.parse(path.read_text(encoding="utf-8")) for path in paths)
    functions = (node for module in modules for node in module.body if isinstance(node, ast.FunctionDef))
    return sorted(node.name for node in functions if node.name.startswith("satudata_") and _is_action(node))


def _is_action(function: ast.FunctionDef) -> bool:
    return [argument.arg.lstrip("_") for argument in function.args.args] == ["context", "data_dict"]


def options() -> dict[str, str]:
    """Return {option: what is said of its default}, in the order of their declaration."""
    declared = yaml.safe_load((PACKAGE / "config_declaration.yaml").read_text(encoding="utf-8"))
    lines = [option for group in declared["groups"] for option in group["options"]]
    return {option["key"]: _default(option) for option in lines}


def _default(option: dict[str, Any]) -> str:
    value = option.get("default")
    return f"Bawaan: `{value}`." if value not in (None, "") else ""


def commands() -> list[str]:
    """Return the commands below `ckan satudata`."""
    from ckanext.satudata import cli

    cli.load_rooms()
    return sorted(_below(cli.satudata, "ckan satudata"))


def _below(command: click.Command, words: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield words
        return
    for name, further in command.commands.items():
        yield from _below(further, f"{words} {name}")


def room_commands() -> dict[str, str]:
    """Return {command of `./satudata`: what its help says}."""
    sys.path.insert(0, str(ROOT))
    from native import cli

    [group] = [action for action in cli._parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return {f"./satudata {choice.dest}": str(choice.help) for choice in group._choices_actions}


def _table(rows: dict[str, str]) -> str:
    return "\n".join(f"- `{name}`: {text}".rstrip() for name, text in rows.items())


def write() -> None:
    """Write the page."""
    (ROOT / "docs/rujukan.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
