"""Fill the ini template with values from the environment; used by `./satudata` and by the Docker image alike."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Mapping
from pathlib import Path


def render(template: Path, values: Mapping[str, str]) -> str:
    """Return the template with each `${NAME}` replaced.

    Raises KeyError naming the first value that is missing, and ValueError for one with a line break,
    which could add options.
    """
    for name, value in values.items():
        if "\n" in value:
            raise ValueError(f"the value of {name} contains a line break")
    return string.Template(template.read_text(encoding="utf-8")).substitute(values)


if __name__ == "__main__":
    sys.stdout.write(render(Path(sys.argv[1]), {key: value for key, value in os.environ.items() if "\n" not in value}))
