"""Writes everything that cannot be made anew into one file, while the portal runs."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from native import debian, postgres, stamps
from native.archive import Archive, Manifest
from native.console import Failure, run, say, step
from native.layout import Layout, load_secrets, load_settings, write_private

DATABASES = ("satudata", "satudata_datastore")
# what the installation itself remembers, beside the district's own folder
STATE_FILES = ("secrets.json", "settings.json", "passwords.json")
RECIPIENTS = "backup-recipients.txt"
CURE = "lihat .satudata/log/backup.log; periksa ruang disk, lalu ulangi"
AGE = {"age": lambda: shutil.which("age") is not None}
# the number of rows of each table, in one statement and so of one moment
ROWS = """SELECT table_name || ' ' || (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I',
 table_name), false, true, '')))[1]::text FROM information_schema.tables
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1;"""


@dataclass(frozen=True)
class Snapshot:
    """A moment of a database that other connections may read, and how many rows each table has in it."""

    name: str
    rows: dict[str, int]


def connection(layout: Layout, port: int, database: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments of PostgreSQL's programs for a database, and the environment with the password."""
    env = {**os.environ, "PGPASSWORD": load_secrets(layout)["postgres_superuser"]}
    return ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", database], env


class _Session:
    """A conversation with psql, whose transaction lives as long as it does."""

    END = "-- end of the answer --"

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, statement: str) -> list[str]:
        """Return the lines that a statement answers. Raises Failure where psql has ended."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return []
        stdin.write(f"{statement}\n\\echo {self.END}\n")
        stdin.flush()
        lines: list[str] = []
        while (line := stdout.readline().rstrip("\n")) != self.END:
            if not line and self._process.poll() is not None:
                raise Failure(f"PostgreSQL tidak menjawab.\n    Cara memperbaiki: {CURE}")
            lines.append(line)
        return lines

    def close(self) -> None:
        """End it."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(60)
        if self._process.stdout:
            self._process.stdout.close()


@contextlib.contextmanager
def snapshot(layout: Layout, port: int, database: str) -> Iterator[Snapshot]:
    """Hold a moment of a database until the block ends."""
    where, env = connection(layout, port, database)
    command = [str(postgres.program("psql")), *where, "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"]
    session = _Session(command, env)
    try:
        name = session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();")[0]
        yield Snapshot(name, rows_of(session.ask(ROWS)))
    finally:
        session.close()


def rows_of(lines: list[str]) -> dict[str, int]:
    """Return {table: number of rows} as `ROWS` tells it."""
    pairs = (line.split() for line in lines if line)
    return {table: int(number) for table, number in pairs}


def write(layout: Layout, ports: dict[str, int], target: IO[bytes], work: Path) -> Manifest:
    """Write a backup of the running portal into a stream; `work` is a folder for what lies between.

    Files are never changed once they are stored, and are swept hours after nothing names them: those that are there
    before and after the moment of the databases are all that they name.
    """
    settings = load_settings(layout)
    kept = work / "storage"
    _link(layout.storage, kept)
    with contextlib.ExitStack() as stack:
        moments = {name: stack.enter_context(snapshot(layout, ports["postgres"], name)) for name in DATABASES}
        for name, moment in moments.items():
            where, env = connection(layout, ports["postgres"], name)
            flags = ["--format=custom", f"--snapshot={moment.name}", f"--file={work / name}.dump"]
            run([postgres.program("pg_dump"), *where, *flags], layout.log / "backup.log", CURE, env=env)
    _link(layout.storage, kept)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    rows = {name: moment.rows for name, moment in moments.items()}
    archive = Archive(target, Manifest(now, version(layout), settings.get("wilayah", ""), rows))
    for name in STATE_FILES:
        if (layout.state / name).exists():
            archive.add(layout.state / name, f"state/{name}")
    archive.add_folder(layout.etc, "etc")
    for name in DATABASES:
        archive.add(work / f"{name}.dump", f"databases/{name}.dump")
    archive.add_folder(kept, "storage")
    archive.close()
    return archive.manifest


def _link(source: Path, target: Path) -> None:
    """Give the files of a folder a second name, which costs no room; those that vanish meanwhile are left out."""
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_symlink() or place.exists():
            continue
        with contextlib.suppress(FileNotFoundError):
            if path.is_dir():
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, place)
            except OSError:
                # another file system
                shutil.copy2(path, place)


def version(layout: Layout) -> str:
    """Return the version of this checkout as setup.py says it."""
    match = re.search(r'^\s*version="([^"]+)"', (layout.root / "setup.py").read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""


def make(layout: Layout, ports: dict[str, int], folder: Path, keep_days: int | None) -> Path:
    """Write a backup into a folder, under a name with its moment, and delete those that are older than so many days.

    It is encrypted where `etc/backup-recipients.txt` says for whom. Returns the file, which only its owner reads.
    """
    wilayah = load_settings(layout).get("wilayah", "portal")
    recipients = layout.etc / RECIPIENTS
    if recipients.exists():
        debian.install(debian.missing(AGE), layout.log / "apt.log")
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    path = folder / f"satudata-{wilayah}-{now}.tar.gz{'.age' if recipients.exists() else ''}"
    part, work = path.with_name(path.name + ".part"), folder / f".satudata-{now}"
    work.mkdir(mode=0o700)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, _encrypted(stream, recipients) as target:
            write(layout, ports, target, work)
        part.rename(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        part.unlink(missing_ok=True)
    stamps.done(layout, "backup", datetime.datetime.now(datetime.UTC).isoformat())
    if keep_days is not None:
        for old in outdated(folder, keep_days):
            old.unlink()
    return path


@contextlib.contextmanager
def _encrypted(stream: IO[bytes], recipients: Path) -> Iterator[IO[bytes]]:
    """Yield what to write into: the stream itself, or age before it. Raises Failure where age fails."""
    if not recipients.exists():
        yield stream
        return
    command = ["age", "--encrypt", "--recipients-file", str(recipients)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stream, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        try:
            yield process.stdin
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        message = process.stderr.read().decode() if process.stderr else ""
        if process.wait():
            raise Failure(f"Cadangan tidak dapat disandikan: {message.strip()}\n    Periksa etc/{RECIPIENTS}")


def outdated(folder: Path, keep_days: int) -> list[Path]:
    """Return the backups in a folder that are older than so many days; the newest one is never among them."""
    files = sorted(folder.glob("satudata-*.tar.gz*"), key=lambda path: path.stat().st_mtime)
    limit = datetime.datetime.now(datetime.UTC).timestamp() - keep_days * 86400
    return [path for path in files[:-1] if path.stat().st_mtime < limit and not path.name.endswith(".part")]


def make_key(layout: Layout, path: Path) -> None:
    """Write a new key of age into a file, and let further backups be encrypted for it. Raises Failure."""
    if path.exists():
        raise Failure(f"{path} sudah ada dan tidak ditimpa.\n    Cara memperbaiki: pilih nama lain")
    debian.install(debian.missing(AGE), layout.log / "apt.log")
    run(["age-keygen", "-o", path], layout.log / "backup.log", "apt-get install age")
    path.chmod(0o600)
    public = re.search(r"age1\w+", path.read_text(encoding="utf-8"))
    if public is None:
        raise Failure(f"{path} tidak memuat kunci umum.\n    Cara memperbaiki: hapus, lalu ulangi")
    recipients = layout.etc / RECIPIENTS
    before = recipients.read_text(encoding="utf-8") if recipients.exists() else ""
    write_private(recipients, f"{before}{public[0]}\n", 0o644)
    say(f"Kunci ada di {path}. Simpan di luar komputer ini: tanpanya cadangan tidak dapat dibuka oleh siapa pun.")


def report(layout: Layout, ports: dict[str, int], folder: Path, keep_days: int | None) -> None:
    """Make a backup, and say where it is and what is in it."""
    with step("Mencadangkan basis data, berkas dan pengaturan"):
        path = make(layout, ports, folder, keep_days)
    say(f"{path}  ({path.stat().st_size / 2**20:.1f} MiB)")
    if not path.name.endswith(".age"):
        say("Tidak disandikan: siapa pun yang memilikinya membaca semuanya. Buat kunci dengan --make-key FILE.")
