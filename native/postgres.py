"""A private PostgreSQL: cluster, roles and databases."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from native import debian
from native.account import service_user
from native.console import Failure, run
from native.layout import SETS, TEST_SETS, Layout, load_secrets, write_private

DATABASES = tuple(f"{name}{suffix}" for suffix in SETS for name in ("satudata", "satudata_datastore"))
CURE = "lihat catatan di .satudata/log/postgres.log; bila perlu ./satudata up --fresh (menghapus data)"


def data_folder(layout: Layout) -> Path:
    """Return the cluster's folder: in `.satudata/`, or in /var/lib where root's checkout is closed to the account."""
    inside = layout.state / "postgres"
    if service_user() is None or _reachable(layout.state):
        return inside
    digest = hashlib.sha256(str(layout.root).encode()).hexdigest()[:10]
    return Path("/var/lib") / f"satudata-{digest}" / "postgres"


def _reachable(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in [folder, *folder.parents])


def ensure_cluster(layout: Layout) -> bool:
    """Run initdb once, into a temporary folder that is then renamed; return whether it was done now."""
    target = data_folder(layout)
    if (target / "PG_VERSION").exists():
        return False
    unfinished = target.with_name("postgres.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    user = service_user()
    _give_to(unfinished, user)
    password = unfinished.with_name("postgres.pw")
    write_private(password, load_secrets(layout)["postgres_superuser"])
    _give_to(password, user)
    try:
        run(
            [
                program("initdb"),
                f"--pgdata={unfinished}",
                "--username=postgres",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
            layout.log / "postgres.log",
            CURE,
            user=user,
            cwd=Path("/"),
        )
    finally:
        password.unlink()
    unfinished.rename(target)
    return True


def _give_to(path: Path, user: str | None) -> None:
    if user:
        shutil.chown(path, user, user)


def program(name: str) -> Path:
    """Return one of the server's programs; raise Failure where PostgreSQL is not installed."""
    folder = debian.postgres_bin()
    if folder is None:
        raise Failure("PostgreSQL belum terpasang.\n    Cara memperbaiki: sudo apt-get install postgresql")
    return folder / name


def settings(port: int) -> dict[str, str]:
    """Return the options of the server: loopback only, no socket file, sizes for a small machine."""
    return {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "shared_buffers": "256MB",
        "max_connections": "120",
        "log_min_messages": "warning",
        # a failing CREATE ROLE would otherwise put its password into the log
        "log_min_error_statement": "panic",
        "timezone": "UTC",
    }


def command(layout: Layout, port: int) -> list[str]:
    """Return the command line of the server."""
    flags = [part for key, value in settings(port).items() for part in ("-c", f"{key}={value}")]
    return [str(program("postgres")), "-D", str(data_folder(layout)), *flags]


def sql(layout: Layout, port: int, statement: str, database: str = "postgres") -> str:
    """Run SQL as the superuser and return psql's bare output; the password travels in the environment."""
    env = {**os.environ, "PGPASSWORD": load_secrets(layout)["postgres_superuser"]}
    where = ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", database]
    flags = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    return run([program("psql"), *where, *flags], layout.log / "postgres.log", CURE, env=env, stdin=statement)


def is_ready(port: int) -> bool:
    """Return whether the server accepts connections."""
    where = ["-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run([program("pg_isready"), *where], check=False).returncode == 0


def ensure_databases(layout: Layout, port: int) -> bool:
    """Create the two roles and the databases that are missing; return whether any was."""
    secret = load_secrets(layout)
    roles = {"satudata": secret["database"], "satudata_read": secret["datastore_read"]}
    role_names = sql(layout, port, "SELECT rolname FROM pg_roles").split()
    database_names = sql(layout, port, "SELECT datname FROM pg_database").split()
    for role, password in roles.items():
        if role not in role_names:
            sql(layout, port, f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'")
    for database in DATABASES:
        if database not in database_names:
            sql(layout, port, f"CREATE DATABASE {database} OWNER satudata ENCODING 'utf-8'")
            if database.endswith(TEST_SETS):
                # what a test wrote nobody needs after a power failure
                sql(layout, port, f"ALTER DATABASE {database} SET synchronous_commit = off")
    return not (set(roles) <= set(role_names) and set(DATABASES) <= set(database_names))


def url(layout: Layout, port: int, database: str, *, read_only: bool = False) -> str:
    """Return the SQLAlchemy address of a database."""
    secret = load_secrets(layout)
    role, password = ("satudata_read", secret["datastore_read"]) if read_only else ("satudata", secret["database"])
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{database}"
