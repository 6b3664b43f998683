"""`satudata-validate` and `./satudata validate`: a process that checks one file and ends."""

from __future__ import annotations

import gc
import sys

# new objects after which rubbish is looked for, 700 by default; a code list of regions alone has 91 thousand
SELDOM = 100_000


def main() -> None:
    """Check a file without CKAN, see `command`."""
    # what is imported lives as long as the process: to look through it for rubbish is a fifth of a small check
    gc.disable()
    # frictionless brings a library that draws tables, which reads the width of every letter where it can: we draw none
    sys.modules["wcwidth"] = None  # type: ignore[assignment]
    from ckanext.satudata.validation import command

    gc.set_threshold(SELDOM)
    gc.enable()
    command.main()


if __name__ == "__main__":
    main()
