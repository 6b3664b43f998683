"""Credentials of sources: an agency's file names them, and they lie outside of the repository."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.exceptions import BrokenAgency

NAMED = re.compile(r"\{secret:([A-Z][A-Z0-9_]*)\}")


def filled(value: Any) -> Any:
    """Return the data with each `{secret:NAME}` replaced. Raises BrokenAgency for a secret that nobody has set."""
    if isinstance(value, str):
        return NAMED.sub(lambda match: _value(match[1]), value)
    if isinstance(value, dict):
        return {key: filled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each) for each in value]
    return value


def _value(name: str) -> str:
    """Return a secret: the file of that name in the secrets' folder (as Docker gives them), else the environment."""
    folder = config.harvest_secrets()
    file = Path(folder) / name if folder else None
    if file is not None and file.is_file():
        return file.read_text(encoding="utf-8").strip()
    value = os.environ.get(f"SATUDATA_SECRET_{name}")
    if value is None:
        text = _("The secret {0} is not set. Put it into a file of that name in the folder {1}.")
        raise BrokenAgency(text.format(name, folder or "ckanext.satudata.harvest.secrets"))
    return value
