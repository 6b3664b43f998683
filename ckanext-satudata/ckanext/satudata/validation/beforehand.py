"""What each check needs, read once by the server from which the processes of checks are forked.

A check of a small file is a tenth of a second, to import and to read all this is a whole one. No DuckDB here: its
threads would not survive the fork.
"""

from __future__ import annotations

import contextlib

import frictionless
from ckanext.satudata import units
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.metadata import codelists

# units of checks, steps, personal data; what they import comes with them
from ckanext.satudata.validation import engine  # noqa: F401


def read() -> None:
    """Import every unit that a check may ask, what frictionless imports late, and the list of regions."""
    # a unit that is broken is told by the check that asks for it
    with contextlib.suppress(SatuDataError):
        for folder in units.FOLDERS.values():
            _ = folder.modules
    _ = frictionless.system.methods
    frictionless.Schema.from_descriptor({"fields": [{"name": "tahun", "type": "integer"}]})
    codelists.load("wilayah")


read()
