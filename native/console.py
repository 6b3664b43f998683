"""What a person sees of a long installation: each step, how long it took, and a cure when it fails."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any


class Failure(Exception):
    """A step cannot go on; the text says what is wrong and how to mend it. Raised by any step, shown by `cli.main`."""


def say(text: str = "") -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show a step and its duration in seconds."""
    start = time.monotonic()
    interactive = sys.stdout.isatty()
    if interactive:
        print(f"  … {title}", end="", flush=True)
    try:
        yield
    except BaseException:
        say(f"{chr(13) if interactive else ''}  ✗ {title}  ({time.monotonic() - start:.1f} dtk)")
        raise
    say(f"{chr(13) if interactive else ''}  ✓ {title}  ({time.monotonic() - start:.1f} dtk)")


def run(
    command: Sequence[str | Path],
    log: Path,
    cure: str,
    *,
    env: dict[str, str] | None = None,
    user: str | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
) -> str:
    """Run a command, append what it prints to `log`, and return that output.

    Raises Failure with the last lines of the output and `cure` when the command fails.
    """
    words = [str(word) for word in command]
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"\n$ {Path(words[0]).name} …\n")
    try:
        result = subprocess.run(
            words,
            env=env,
            cwd=cwd,
            input=stdin,
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **identity(user),
            check=False,
        )
    except FileNotFoundError as error:
        raise Failure(f"Perintah {words[0]} tidak ada.\n    Cara memperbaiki: {cure}") from error
    with log.open("a", encoding="utf-8") as stream:
        stream.write(result.stdout)
    if result.returncode:
        tail = "\n".join("      " + line for line in result.stdout.strip().splitlines()[-12:])
        raise Failure(
            f"Perintah {Path(words[0]).name} gagal (kode {result.returncode}):\n{tail}\n"
            f"    Cara memperbaiki: {cure}\n    Catatan lengkap: {log}"
        )
    return result.stdout


def identity(user: str | None) -> dict[str, Any]:
    """Return the arguments by which subprocess runs a command as an account, with none of our own groups."""
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def wait_until(ready: Callable[[], object], seconds: float, what: str, cure: str) -> None:
    """Poll `ready()` until it is true; raise Failure after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise Failure(f"{what} belum siap setelah {seconds:.0f} detik.\n    Cara memperbaiki: {cure}")
        time.sleep(0.15)
