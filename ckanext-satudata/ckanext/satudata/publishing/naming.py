"""What a downloaded file is called: title and period of its dataset, instead of an id."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ckan.lib.munge import munge_title_to_name

# what a file's name cannot have on some system
UNNAMED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
LONGEST_NAME = 150


def disposition(dataset: dict[str, Any], resource: dict[str, Any], ending: str) -> str:
    """Return the header Content-Disposition with the file's name, in ASCII and as it is (RFC 6266)."""
    name = file_name(dataset, resource)
    plain = munge_title_to_name(name)
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}')}"


def file_name(dataset: dict[str, Any], resource: dict[str, Any]) -> str:
    """Return the name without its ending: title, which of several tables, period."""
    ends = [str(dataset.get(key) or "") for key in ("dimensi_awal", "dimensi_akhir")]
    parts = [dataset["title"], "-".join(dict.fromkeys(end for end in ends if end))]
    if len(dataset["resources"]) > 1:
        parts.insert(1, PurePath(resource.get("name") or "").stem)
    return " ".join(UNNAMED.sub(" ", " ".join(parts)).split()).strip(".")[:LONGEST_NAME]
