"""The lock files: exact versions with the hashes of their files, made from what is asked for by uv."""

from __future__ import annotations

from pathlib import Path

from native.console import run
from native.layout import Layout

CURE = "periksa jaringan, dan apakah versi di setup.py dan config/lock/*.in dapat dipasang bersama"
# each by the files that say what is wanted; a later one holds the earlier one's versions
LOCKS = {"runtime": ("runtime.in",), "dev": ("runtime.in", "dev.in")}


def make(layout: Layout, *, upgrade: bool) -> None:
    """Write config/lock/{runtime,dev}.txt; versions stay as they are where they fit, unless `upgrade` is asked for.

    Raises Failure where no set of versions satisfies all wishes.
    """
    folder = layout.root / "config" / "lock"
    options = ["--quiet", "--generate-hashes", "--universal", "--no-annotate", "--no-strip-extras"]
    options += ["--all-extras", "--python-version", "3.11", "--custom-compile-command", "./satudata lock"]
    options += ["--upgrade"] if upgrade else []
    for name, wishes in LOCKS.items():
        command: list[str | Path] = [layout.bin("uv"), "pip", "compile", *options]
        command += ["--override", folder / "overrides.txt", "--output-file", folder / f"{name}.txt"]
        command += [layout.root / "setup.py", *(folder / wish for wish in wishes)]
        run(command, layout.log / "lock.log", CURE)
