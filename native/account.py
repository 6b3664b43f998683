"""The account that the services run as where we are root: a program that listens to the world is never root."""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import subprocess
from collections.abc import Iterator
from pathlib import Path

from native.console import identity, run
from native.layout import Layout

NAME = "satudata"
# what a service must be able to do: run the environment's Python, import the code, read what lies beside it
PROBE = """
import contextlib, sys
from pathlib import Path
import ckan, ckanext.satudata
for folder in ("config", "schemas", "harvesters", ".satudata/solr"):
    for path in Path(sys.argv[1], folder).rglob("*"):
        # a running Solr takes files away meanwhile
        with contextlib.suppress(FileNotFoundError):
            path.is_dir() or path.open("rb").close()
"""


def service_user() -> str | None:
    """Return the account, None where we are somebody who has no other."""
    return NAME if os.getuid() == 0 else None


def of_services(layout: Layout) -> str | None:
    """Return the account of the portal's own services; None where they run as whoever we are.

    PostgreSQL refuses root and has a place for its data elsewhere; the others have to read the checkout, and run as
    root where that lies in a folder which the account may not enter. `doctor` says so.
    """
    return NAME if service_user() and can_read(layout) else None


@functools.cache
def can_read(layout: Layout) -> bool:
    """Return whether the account can run the installation from where it lies."""
    if not _exists():
        return False
    command = [str(layout.bin("python")), "-c", PROBE, str(layout.root)]
    try:
        probe = subprocess.run(command, **identity(NAME), cwd="/", capture_output=True, check=False)
    except OSError:
        return False
    return probe.returncode == 0


def ensure_user(layout: Layout) -> None:
    """Create the account when we are root and it does not exist."""
    if service_user() is None or _exists():
        return
    run(
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        layout.log / "postgres.log",
        f"buat akun sistem {NAME} dengan useradd",
    )


def hand_over(layout: Layout) -> None:
    """Give the services' account what it writes, and the secrets that it reads; what it has already stays."""
    user = of_services(layout)
    if user is None:
        _take_back(layout)
        return
    # what it imports lies compiled beside the code, where it may not write
    compiling = ["-m", "compileall", "-q", "ckanext-satudata"]
    subprocess.run([layout.bin("python"), *compiling], cwd=layout.root, capture_output=True, check=False)
    owner = pwd.getpwnam(user)
    # to enter, not to list
    layout.log.chmod(0o711)
    _set_owner(layout, owner.pw_uid, owner.pw_gid)


def _take_back(layout: Layout) -> None:
    """Own what another account was given, where the checkout was moved to a place that it cannot read."""
    if service_user() is None:
        return
    _set_owner(layout, 0, 0)


def _set_owner(layout: Layout, user: int, group: int) -> None:
    for path in _written(layout):
        # a service that runs takes files away meanwhile
        with contextlib.suppress(FileNotFoundError):
            if path.lstat().st_uid != user:
                os.chown(path, user, group, follow_symlinks=False)


def _written(layout: Layout) -> Iterator[Path]:
    """Yield every file and folder that the services write, and what only they and we may read."""
    for file in (layout.ini, layout.passwords):
        if file.exists():
            yield file
    if layout.harvest_secrets.exists():
        yield from (layout.harvest_secrets, *layout.harvest_secrets.iterdir())
    for folder in written_folders(layout):
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        yield from folder.rglob("*")


def written_folders(layout: Layout) -> list[Path]:
    """Return the folders that the services write."""
    solr = layout.state / "solr"
    return [layout.storage, layout.cache, layout.sources, layout.state / "redis", solr / "home", solr / "log"]


def environment(layout: Layout) -> dict[str, str]:
    """Return what a program of the account finds instead of root's own home."""
    return {"HOME": str(layout.cache)} if of_services(layout) else {}


def _exists() -> bool:
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        return False
    return True
