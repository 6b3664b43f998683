"""Files of documents: JSON, or XLSX in the cells of a form."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange import documents, forms
from ckanext.satudata.exchange.forms import Filled
from ckanext.satudata.tables import reader


def content(upload: Any) -> tuple[bytes, str]:
    """Return the bytes and the name of an upload. Raises UnfitDocument for one that is missing or too large."""
    name = os.path.basename(getattr(upload, "filename", None) or "")
    if not name:
        raise UnfitDocument(N_("Choose a file first."))
    limit = config.max_file_mb()
    found = upload.stream.read(limit * 2**20 + 1)
    if len(found) > limit * 2**20:
        raise UnfitDocument(N_("The file is larger than {limit} MB."), limit=limit)
    return found, name


def read(kind: str, upload: Any, given: Any, dataset: str, folder: Path) -> Filled:
    """Return the documents of an upload, or those given. Raises UnfitDocument, UnreadableTable."""
    if given is not None:
        return _of_json(given)
    found, name = content(upload)
    if name.lower().endswith(".json"):
        return _of_json(_parsed(found))
    if reader.format_of(name) not in {"xlsx", "xls", "ods"}:
        raise UnfitDocument(N_("The file {file} is neither JSON nor XLSX."), file=name)
    reader.check_container(found, name)
    path = folder / f"form.{reader.format_of(name)}"
    path.write_bytes(found)
    if kind == documents.VARIABLE and not dataset:
        raise UnfitDocument(N_("Say which dataset these variables belong to."))
    return forms.read(kind, path, name, lambda begun: documents.known(kind, begun, dataset))


def _parsed(found: bytes) -> Any:
    try:
        return json.loads(found)
    except (ValueError, RecursionError) as error:
        raise UnfitDocument(N_("The file is no JSON: {error}."), error=str(error)) from error


def _of_json(given: Any) -> Filled:
    """Return the documents of a list, of a single one, or of an answer of INDAH, which has them under `data`."""
    if isinstance(given, dict) and isinstance(given.get("data"), list):
        given = given["data"]
    found = given if isinstance(given, list) else [given]
    if not all(isinstance(each, dict) for each in found):
        raise UnfitDocument(N_("The file holds no metadata: it must be a JSON object or a list of them."))
    return Filled(found, {}, [])


def as_json(found: list[dict[str, Any]], kind: str) -> str:
    """Return documents as a file: an object where a record is one document, else a list."""
    shown: Any = found if kind == documents.VARIABLE else found[0]
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def as_xlsx(found: list[dict[str, Any]], kind: str) -> bytes:
    """Return documents as a form."""
    stream = io.BytesIO()
    forms.write(kind, found, stream)
    return stream.getvalue()
