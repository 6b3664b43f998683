"""Debian's packages: what the installation needs of the system, and how it gets there without starting services."""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from native.console import Failure, run

MINIMUM_JAVA = 17
POLICY = Path("/usr/sbin/policy-rc.d")
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/satudata.conf")


def postgres_bin() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version first."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return programs[-1].parent if programs else None


def java_version() -> int | None:
    """Return the major version of `java`, or None where there is none."""
    if not shutil.which("java"):
        return None
    text = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', text)
    return int(match.group(1)) if match else None


def _has_venv() -> bool:
    with contextlib.suppress(ImportError):
        import ensurepip  # noqa: F401 - Debian ships it in a package of its own

        return True
    return False


RUNTIME: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: postgres_bin() is not None,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "openjdk-17-jre-headless": lambda: (java_version() or 0) >= MINIMUM_JAVA,
    "maven": lambda: shutil.which("mvn") is not None,
    "libmagic1": lambda: ctypes.util.find_library("magic") is not None,
    "python3-venv": _has_venv,
}
JSONLITE = [Path(folder) / "R" / "site-library" / "jsonlite" for folder in ("/usr/lib", "/usr/local/lib")]
# what the portal can do without: pictures of screens
OPTIONAL: dict[str, Callable[[], bool]] = {"chromium": lambda: shutil.which("chromium") is not None}
TESTING: dict[str, Callable[[], bool]] = {
    **OPTIONAL,
    # the examples of the API's guide are run
    "curl": lambda: shutil.which("curl") is not None,
    "r-base-core": lambda: shutil.which("Rscript") is not None,
    "r-cran-jsonlite": lambda: any(map(Path.is_dir, JSONLITE)),
    "mariadb-server-core": lambda: shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin") is not None,
    "age": lambda: shutil.which("age") is not None,
    "nginx-light": lambda: shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is not None,
}


def missing(packages: dict[str, Callable[[], bool]]) -> list[str]:
    """Return the packages whose program is not on this machine."""
    return [package for package, present in packages.items() if not present()]


def install(packages: list[str], log: Path) -> None:
    """Install Debian packages as root or through sudo; raise Failure where neither is possible."""
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise Failure(f"Mesin ini bukan Debian/Ubuntu. Pasang sendiri: {', '.join(packages)}; lalu ulangi.")
    prefix = _as_root(packages)
    cure = f"periksa jaringan, lalu jalankan sendiri: sudo apt-get install {' '.join(packages)}"
    env = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    with _services_stay_off(prefix):
        run([*env, "apt-get", "update", "-q"], log, cure)
        run([*env, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], log, cure)


def _as_root(packages: list[str]) -> list[str]:
    if os.getuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise Failure(
        "Paket sistem belum lengkap dan akun ini tidak punya sudo.\n"
        f"    Cara memperbaiki: minta administrator menjalankan: apt-get install {' '.join(packages)}"
    )


@contextlib.contextmanager
def _services_stay_off(prefix: list[str]) -> Iterator[None]:
    """Keep Debian from starting PostgreSQL and Redis of its own: ours are private instances."""
    made = [path for path in (POLICY, NO_MAIN_CLUSTER) if not path.exists()]
    contents = {POLICY: "#!/bin/sh\nexit 101\n", NO_MAIN_CLUSTER: "create_main_cluster = false\n"}
    for path in made:
        _privileged(prefix, ["mkdir", "-p", str(path.parent)])
        _privileged(prefix, ["tee", str(path)], contents[path])
        _privileged(prefix, ["chmod", "755", str(path)])
    try:
        yield
    finally:
        for path in made:
            _privileged(prefix, ["rm", "-f", str(path)])


def _privileged(prefix: list[str], command: list[str], stdin: str = "") -> None:
    subprocess.run([*prefix, *command], input=stdin, text=True, stdout=subprocess.DEVNULL, check=True)
