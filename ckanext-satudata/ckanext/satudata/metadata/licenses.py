"""CKAN's licence register, made from the code list."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from ckanext.satudata.metadata import codelists


def write_register() -> str:
    """Write the register where CKAN can read it and return its file:// address."""
    entries = [
        {
            "id": code.code,
            "title": code.name,
            "url": code.extra["uri"],
            "status": "active",
            "domain_data": "true",
            "od_conformance": code.extra["od_conformance"],
            "osd_conformance": "not reviewed",
            "maintainer": "",
            "family": "",
        }
        for code in codelists.load("lisensi")
    ]
    text = json.dumps(entries)
    name = f"satudata-licenses-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    path = Path(tempfile.gettempdir()) / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    return path.as_uri()
