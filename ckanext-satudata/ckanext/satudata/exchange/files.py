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
    content_bytes = upload.stream.read(limit * 2**20 + 1)
    if len(content_bytes) > limit * 2**20:
        raise UnfitDocument(N_("The file is larger than {limit} MB."), limit=limit)
    return content_bytes, name


def parse_upload(kind: str, upload: Any, document: Any, dataset: str, folder: Path) -> Filled:
    """Return the documents of an upload, or those given. Raises UnfitDocument, UnreadableTable."""
    if document is not None:
        return _of_json(document)
    content_bytes, name = content(upload)
    if name.lower().endswith(".json"):
        return _of_json(_parsed(content_bytes))
    if reader.format_of(name) not in {"xlsx", "xls", "ods"}:
        raise UnfitDocument(N_("The file {file} is neither JSON nor XLSX."), file=name)
    reader.check_container(content_bytes, name)
    path = folder / f"form.{reader.format_of(name)}"
    path.write_bytes(content_bytes)
    if kind == documents.VARIABLE and not dataset:
        raise UnfitDocument(N_("Say which dataset these variables belong to."))
    return forms.parse_form(kind, path, name, lambda begun: documents.find_current(kind, begun, dataset))


def _parsed(content_bytes: bytes) -> Any:
    try:
        return json.loads(content_bytes)
    except (ValueError, RecursionError) as error:
        raise UnfitDocument(N_("The file is no JSON: {error}."), error=str(error)) from error


def _of_json(document: Any) -> Filled:
    """Return the documents of a list, of a single one, or of an answer of INDAH, which has them under `data`."""
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        document = document["data"]
    documents = document if isinstance(document, list) else [document]
    if not all(isinstance(item, dict) for item in documents):
        raise UnfitDocument(N_("The file holds no metadata: it must be a JSON object or a list of them."))
    return Filled(documents, {}, [])


def as_json(selected: list[dict[str, Any]], kind: str) -> str:
    """Return documents as a file: an object where a record is one document, else a list."""
    shown: Any = selected if kind == documents.VARIABLE else selected[0]
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def as_xlsx(selected: list[dict[str, Any]], kind: str) -> bytes:
    """Return documents as a form."""
    stream = io.BytesIO()
    forms.write(kind, selected, stream)
    return stream.getvalue()
