"""The district's own settings: shows, changes and checks them; `./satudata config`, and the same in Docker.

They lie in a folder that nothing else writes: `satudata.ini`, and what nobody may read in `secrets.ini` (mode 600).
An option is one that CKAN or this package declares; its words and the form of its value are in `options.yaml` here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

sys.path.insert(0, str(Path(__file__).parent))

from catalogue import Catalogue, Problem
from render import SECRETS, SECTION, SETTINGS, BadSettings, load_settings, parse_settings

HIDDEN = "(diisi, tidak ditampilkan)"
HEAD = {
    SETTINGS: Path(__file__).with_name(SETTINGS),
    SECRETS: Path(__file__).with_name(SECRETS),
}


def problems(folder: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong in the settings of a folder, each with what to do about it."""
    try:
        settings = load_settings(folder)
    except BadSettings as error:
        yield Problem("", str(error))
        return
    plain = parse_settings(folder / SETTINGS)
    for name, value in settings.items():
        yield from catalogue.check(name, value)
        if name in plain and catalogue.is_secret(name):
            yield Problem(
                name, f"rahasia tidak boleh di {SETTINGS}; hapus barisnya, lalu ./satudata config set {name}"
            )
    private = folder / SECRETS
    if private.exists() and private.stat().st_mode & 0o077:
        yield Problem("", f"{SECRETS} terbaca orang lain; jalankan chmod 600 {private}")


@click.group(help="Pengaturan kabupaten/kota ini; tidak pernah ditulis ulang oleh up.")
@click.option("--folder", type=click.Path(path_type=Path), envvar="SATUDATA_ETC", required=True, hidden=True)
@click.pass_context
def config(context: click.Context, folder: Path) -> None:
    """Remember the folder."""
    context.obj = folder


@config.command("set", help="Mengisi pilihan: NAMA=NILAI …; rahasia cukup NAMA, nilainya ditanyakan.")
@click.argument("assignments", nargs=-1, required=True, metavar="NAMA=NILAI…")
@click.pass_obj
def set_command(folder: Path, assignments: tuple[str, ...]) -> None:
    """Set options, all of them or none."""
    catalogue = Catalogue.load()
    changes: dict[str, str] = {}
    for assignment in assignments:
        name, equals, value = (part.strip() for part in assignment.partition("="))
        if not equals and catalogue.is_secret(name):
            value = _prompt_secret(name)
        elif not equals:
            _fail(f"{name}: nilainya belum ditulis.\n    Cara memperbaiki: ./satudata config set {name}=NILAI")
        changes[name] = value
    faults = [problem for name, value in changes.items() for problem in catalogue.check(name, value)]
    if faults:
        _fail("\n".join(str(problem) for problem in faults) + "\nTidak ada yang diubah.")
    try:
        load_settings(folder)
    except BadSettings as error:
        _fail(f"{error}\nTidak ada yang diubah.")
    for name, value in changes.items():
        secret = catalogue.is_secret(name)
        save(folder / (SECRETS if secret else SETTINGS), name, value)
        if secret:
            save(folder / SETTINGS, name, None)
        click.echo(f"  ✓ {name} = {HIDDEN if secret else value}")
    click.echo(_when_it_counts())


@config.command("unset", help="Menghapus pilihan, sehingga nilai bawaannya berlaku lagi.")
@click.argument("names", nargs=-1, required=True, metavar="NAMA…")
@click.pass_obj
def unset_command(folder: Path, names: tuple[str, ...]) -> None:
    """Take options out."""
    settings = _settings(folder)
    if missing := [name for name in names if name not in settings]:
        _fail(f"{missing[0]} tidak diisi; tidak ada yang diubah.\n    Lihat: ./satudata config list")
    for name in names:
        for file in (SETTINGS, SECRETS):
            save(folder / file, name, None)
        click.echo(f"  ✓ {name} kembali ke bawaan")
    click.echo(_when_it_counts())


@config.command("get", help="Nilai satu pilihan, artinya, dan bawaannya.")
@click.argument("name", metavar="NAMA")
@click.pass_obj
def get_command(folder: Path, name: str) -> None:
    """Show one option."""
    catalogue = Catalogue.load()
    settings = _settings(folder)
    if name not in settings and (unknown := catalogue.unknown(name)):
        _fail(str(unknown))
    click.echo(_shown(name, settings, catalogue))
    click.echo(f"    {catalogue.words(name)}")


@config.command("list", help="Pilihan yang dapat diisi, menurut pokoknya, dengan artinya.")
@click.option("--all", "everything", is_flag=True, help="juga pilihan CKAN yang jarang diubah (bahasa Inggris)")
@click.option("--set", "only_set", is_flag=True, help="hanya yang sudah diisi")
@click.pass_obj
def list_command(folder: Path, *, everything: bool, only_set: bool) -> None:
    """Show what can be set."""
    catalogue = Catalogue.load()
    settings = _settings(folder)
    for title, names in catalogue.groups(settings, everything=everything).items():
        shown = [name for name in names if name in settings or not only_set]
        if shown:
            click.echo(f"\n{title}")
        for name in shown:
            click.echo(f"  {_shown(name, settings, catalogue)}")
            click.echo(f"      {catalogue.words(name)}")


@config.command("check", help="Memeriksa seluruh pengaturan; kode keluar 1 bila ada yang salah.")
@click.pass_obj
def check_command(folder: Path) -> None:
    """Check the folder."""
    faults = list(problems(folder, Catalogue.load()))
    if faults:
        _fail("\n".join(str(problem) for problem in faults))
    click.echo(f"  ✓ {len(_settings(folder))} pengaturan, tidak ada yang salah")


def save(path: Path, name: str, value: str | None) -> None:
    """Write an option into a file of settings, or take it out; the other lines, comments included, stay."""
    text = path.read_text(encoding="utf-8-sig") if path.exists() else HEAD[path.name].read_text(encoding="utf-8")
    lines: list[str] = []
    place, inside = None, False
    for line in text.splitlines():
        if inside and line[:1].isspace() and line.strip():
            continue
        inside = line.partition("=")[0].strip() == name
        if not inside:
            lines.append(line)
        elif place is None:
            place = len(lines)
    if value is None and place is None:
        return
    if value is not None:
        if not any(line.strip() == f"[{SECTION}]" for line in lines):
            lines.insert(0, f"[{SECTION}]")
            place = None if place is None else place + 1
        lines.insert(len(lines) if place is None else place, f"{name} = {value}")
    _write(path, "\n".join(lines) + "\n")


def _write(path: Path, text: str) -> None:
    """Replace a file at once; secrets have their mode before anything is in them, and the owner stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + "~")
    mode = 0o600 if path.name == SECRETS else 0o644
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), mode)
        if os.getuid() == 0:
            owner = path.stat() if path.exists() else path.parent.stat()
            os.fchown(stream.fileno(), owner.st_uid, owner.st_gid)
        stream.write(text)
    temporary.replace(path)


def _settings(folder: Path) -> dict[str, str]:
    try:
        return load_settings(folder)
    except BadSettings as error:
        _fail(str(error))


def _shown(name: str, settings: dict[str, str], catalogue: Catalogue) -> str:
    if name not in settings:
        return f"{name} (bawaan: {catalogue.default(name) or 'kosong'})"
    return f"{name} = {HIDDEN if catalogue.is_secret(name) else settings[name]}"


def _prompt_secret(name: str) -> str:
    """Return a secret that is typed without being shown, or comes through a pipe."""
    if sys.stdin.isatty():
        return click.prompt(name, hide_input=True, confirmation_prompt="Sekali lagi")
    return sys.stdin.readline().rstrip("\n")


def _when_it_counts() -> str:
    return f"Berlaku sesudah: {os.environ.get('SATUDATA_APPLY', './satudata up --detach')}"


def _fail(text: str) -> NoReturn:
    click.echo("\n".join(f"  ✗ {line}" if not line.startswith(" ") else line for line in text.splitlines()), err=True)
    raise SystemExit(1)


if __name__ == "__main__":
    config(prog_name="./satudata config")
