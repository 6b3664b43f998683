"""The virtual environment, built from the lock files, with this checkout installed into it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from native import stamps
from native.console import run
from native.layout import Layout, python_of_checkout

CURE = "periksa jaringan dan ruang disk, lalu ulangi perintah ini; ia melanjutkan dari langkah yang gagal"


def ensure(layout: Layout, *, testing: bool = False) -> bool:
    """Build or complete the environment; return whether anything was done.

    `testing` adds the tools of the test run. The checkout is installed editable, so a new file needs no new install.
    """
    lock = layout.root / "config" / "lock" / ("dev.txt" if testing else "runtime.txt")
    setup = [layout.root / "setup.py", layout.root / "pyproject.toml"]
    value = stamps.digest([lock, *setup], python_of_checkout())
    name = "venv-dev" if testing else "venv"
    log = layout.log / "pip.log"
    if stamps.is_done(layout, name, value) and layout.bin("ckan").exists():
        return False
    if not _works(layout):
        run([python_of_checkout(), "-m", "venv", "--clear", layout.venv], log, "pasang paket python3-venv")
    pip: list[str | Path] = [layout.bin("python"), "-m", "pip", "install", "--quiet", "--no-input"]
    # the lock is whole: what a package asks for beside it, such as a psycopg2 to be compiled, is not wanted
    run([*pip, "--no-deps", "-r", lock], log, CURE)
    run([*pip, "--no-deps", "--no-build-isolation", "-e", layout.root], log, CURE)
    stamps.done(layout, name, value)
    return True


def ensure_peers(layout: Layout) -> bool:
    """Install what we are measured against into a folder of its own; return whether anything was done.

    Only a benchmark's process looks there: their pins contradict CKAN's, and the portal must not find them.
    """
    lock = layout.root / "config" / "lock" / "bench.txt"
    value = stamps.digest([lock], python_of_checkout())
    if stamps.is_done(layout, "peers", value) and layout.peers.exists():
        return False
    shutil.rmtree(layout.peers, ignore_errors=True)
    pip: list[str | Path] = [layout.bin("python"), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    run([*pip, "--target", layout.peers, "-r", lock], layout.log / "pip.log", CURE)
    stamps.done(layout, "peers", value)
    return True


def _works(layout: Layout) -> bool:
    python = layout.bin("python")
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
