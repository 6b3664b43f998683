"""`./satudata validate`: hands over to the environment's program, and loads nothing that installs or starts things.

A pipeline calls it for each file, so every import here is paid each time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from native.console import say
from native.layout import Layout

# as the command itself does where the call is wrong: no pipeline may take it for a verdict about the file
UNUSABLE = 2
MODULE = "ckanext.satudata.validation.alone"


def validate(root: Path, words: Sequence[str]) -> NoReturn:
    """Become the process that checks a file without storing it; its exit codes are those of `ckan satudata validate`.

    Raises SystemExit where the environment has not been made yet.
    """
    layout = Layout(root)
    python = layout.bin("python")
    if not python.exists():
        say("Portal ini belum dipasang.\n    Cara memperbaiki: ./satudata up --detach")
        raise SystemExit(UNUSABLE)
    environ = {**os.environ, **({"CKAN_INI": str(layout.ini)} if layout.ini.exists() else {})}
    os.execve(python, [str(python), "-m", MODULE, *words], environ)  # noqa: S606 - a shell is what we do not want
