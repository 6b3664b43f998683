"""Brings a backup back: onto a bare machine, or in place of what is here; and says whether all of it is there."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from native import account, backup, debian, instance, postgres, preparing, services, stamps
from native.archive import BrokenArchive, Manifest, extract
from native.console import Failure, run, say, step
from native.layout import JsonFile, Layout, choose_ports, load_settings, port_is_free, save_settings

CURE = "lihat .satudata/log/backup.log; cadangan itu sendiri tidak berubah, ulangi dengan --replace"
# extensions are there before the tables that want them, and belong to the superuser
PROCEDURE = ("--exit-on-error", "--no-comments")


def restore(layout: Layout, options: argparse.Namespace, start: Callable[[Layout, argparse.Namespace], int]) -> int:
    """Restore a backup, start the portal, and compare; return 0 where all that the backup tells of is there.

    `start` is what `up` does. Nothing here is touched before the whole file has been read and found good.
    """
    layout.prepare()
    if _is_used(layout) and not options.replace:
        raise Failure(
            "Di sini sudah ada portal; memulihkan menghapus datanya.\n"
            "    Cara memperbaiki: pulihkan di folder lain, atau tambahkan --replace (cadangkan dahulu)"
        )
    work = layout.state / "restore"
    shutil.rmtree(work, ignore_errors=True)
    try:
        with step("Membaca dan memeriksa cadangan"):
            manifest = _read(layout, options.file, options.key, work)
        if _newer(manifest.version, backup.version(layout)):
            raise Failure(f"Cadangan dari versi {manifest.version}; perbarui kode ini lebih dahulu (git pull).")
        if _is_used(layout):
            preparing.remove(layout)
            layout.prepare()
        settings = _lay_out(layout, work, options.port)
        ports = settings["ports"]
        preparing.prepare_backends(layout, ports)
        instance.write_ini(layout, ports, settings["wilayah"], demo=settings["demo"])
        services.start_supervisor(layout, ports)
        preparing.start_backends(layout, ports)
        with step("Memulihkan basis data"):
            for name in backup.DATABASES:
                _restore_database(layout, ports["postgres"], name, work / "databases" / f"{name}.dump")
        wrong = list(compare_rows(layout, ports["postgres"], manifest))
        with step("Memulihkan berkas"):
            _restore_files(layout, work / "storage")
        wrong += compare_files(layout, manifest)
        with step("Migrasi basis data"):
            instance.migrate(layout, ports)
        with step("Menyusun ulang indeks pencarian"):
            instance.reindex(layout)
        preparing.note_index(layout)
        if settings["demo"]:
            # it came with the backup: loaded once more it would no longer be what was saved
            stamps.done(layout, "demo", instance.demo_declared(layout, settings["wilayah"]))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    start(layout, argparse.Namespace(fresh=False, port=None, wilayah=None, demo=None, detach=True))
    return _report(layout, ports, manifest, wrong)


def _is_used(layout: Layout) -> bool:
    return (postgres.data_folder(layout) / "PG_VERSION").exists()


def _read(layout: Layout, file: Path, key: Path | None, work: Path) -> Manifest:
    work.mkdir(mode=0o700)
    try:
        with _opened(layout, file, key) as stream:
            return extract(stream, work)
    except BrokenArchive as error:
        raise Failure(f"{file.name}: {error}") from error


@contextlib.contextmanager
def _opened(layout: Layout, file: Path, key: Path | None) -> Iterator[IO[bytes]]:
    """Yield the backup as it was before it was encrypted. Raises Failure."""
    if not file.is_file():
        raise Failure(f"Berkas {file} tidak ada.")
    if not file.name.endswith(".age"):
        with file.open("rb") as stream:
            yield stream
        return
    if key is None or not key.is_file():
        raise Failure("Cadangan ini disandikan.\n    Cara memperbaiki: tambahkan --key BERKAS-KUNCI")
    debian.install(debian.missing(backup.AGE), layout.log / "apt.log")
    command = ["age", "--decrypt", "--identity", str(key), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        if process.stdout is None or process.stderr is None:
            return
        try:
            yield process.stdout
        except BrokenArchive as error:
            message = process.stderr.read().decode().strip()
            raise Failure(f"{file.name}: {message.splitlines()[0] if message else error}") from error


def _newer(theirs: str, ours: str) -> bool:
    def parts(version: str) -> list[int]:
        return [int(part) for part in version.split(".") if part.isdigit()]

    return parts(theirs) > parts(ours)


def _lay_out(layout: Layout, work: Path, web: int | None) -> dict:
    """Put settings and secrets in their place; ports that others use here are chosen anew. Returns the settings."""
    for name in backup.STATE_FILES:
        if (work / "state" / name).exists():
            shutil.move(work / "state" / name, layout.state / name)
    before = layout.etc
    if before.exists() and any(before.rglob("*.ini")):
        kept = before.with_name("etc.sebelum-pemulihan")
        shutil.rmtree(kept, ignore_errors=True)
        before.rename(kept)
    if (work / "etc").exists():
        shutil.copytree(work / "etc", layout.etc, dirs_exist_ok=True)
        for path in layout.etc.rglob("*"):
            secret = path.name == "secrets.ini" or path.is_relative_to(layout.harvest_secrets)
            path.chmod((0o700 if secret else 0o755) if path.is_dir() else (0o600 if secret else 0o644))
    settings = load_settings(layout)
    free = {name: port for name, port in settings["ports"].items() if port_is_free(port)}
    settings["ports"] = choose_ports(free, web)
    save_settings(layout, settings)
    (layout.state / "settings.json").chmod(0o644)
    return JsonFile(layout.state / "settings.json").read()


def _restore_database(layout: Layout, port: int, name: str, dump: Path) -> None:
    where, env = backup.connection(layout, port, name)
    run([postgres.program("pg_restore"), *where, *PROCEDURE, dump], layout.log / "backup.log", CURE, env=env)


def compare_rows(layout: Layout, port: int, manifest: Manifest) -> Iterator[str]:
    """Yield each table that has another number of rows than at the moment of the backup."""
    for database, expected in manifest.rows.items():
        lines = postgres.sql(layout, port, backup.ROWS, database).splitlines()
        stored = backup.rows_of(lines)
        for table in sorted({*expected, *stored}):
            if expected.get(table) != stored.get(table):
                yield f"tabel {database}.{table}: {stored.get(table, 0)} baris, seharusnya {expected.get(table, 0)}"


def _restore_files(layout: Layout, files: Path) -> None:
    layout.storage.mkdir(exist_ok=True)
    if files.exists():
        shutil.copytree(files, layout.storage, dirs_exist_ok=True)
    account.hand_over(layout)


def compare_files(layout: Layout, manifest: Manifest) -> list[str]:
    """Return each file that is not there, or not as long as it was; checksums were compared before."""
    stored = {name: size for name, (size, _digest) in manifest.files.items() if name.startswith("storage/")}
    paths = {name: layout.storage / name.removeprefix("storage/") for name in stored}
    missing = (name for name, path in paths.items() if not path.is_file() or path.stat().st_size != stored[name])
    return [f"berkas {name} tidak ada" for name in missing]


def _report(layout: Layout, ports: dict[str, int], manifest: Manifest, wrong: list[str]) -> int:
    """Say what is there again, and what is not; return 0 where nothing is missing."""
    rows = manifest.rows["satudata"]
    files = sum(name.startswith("storage/") for name in manifest.files)
    tables = {name: number for name, number in manifest.rows["satudata_datastore"].items() if not name.startswith("_")}
    say(f"\nDipulihkan dari cadangan {manifest.made}:")
    say(f"  {rows.get('package', 0)} dataset, {rows.get('user', 0)} akun, {rows.get('group', 0)} organisasi")
    say(f"  {len(tables)} tabel dengan {sum(tables.values())} baris, {files} berkas")
    wrong = [*wrong, *compare_search(layout, ports["postgres"], ports["solr"])]
    if not services.http_ok(f"http://127.0.0.1:{ports['web']}/catalog.ttl"):
        wrong.append("umpan DCAT /catalog.ttl tidak menjawab")
    for text in wrong:
        say(f"  ✗ {text}")
    if not wrong:
        say("  ✓ basis data, berkas, indeks pencarian dan umpan sama dengan cadangan")
        stamps.done(layout, "restored", manifest.made)
    return 1 if wrong else 0


def compare_search(layout: Layout, postgres_port: int, solr_port: int, core: str = "ckan") -> list[str]:
    """Return what differs between the search index and the active datasets; empty where nothing does."""
    database = f"satudata{core.removeprefix('ckan')}"
    number = int(postgres.sql(layout, postgres_port, "SELECT count(*) FROM package WHERE state = 'active'", database))
    question = "select?q=*:*&fq=entity_type:package&fq=state:active&rows=0&wt=json"
    with urllib.request.urlopen(f"http://127.0.0.1:{solr_port}/solr/{core}/{question}", timeout=30) as answer:
        listed = json.load(answer)["response"]["numFound"]
    return [] if listed == number else [f"indeks pencarian: {listed} dataset, seharusnya {number}"]
