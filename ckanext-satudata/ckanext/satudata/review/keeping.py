"""Files that no row shows and that are kept all the same: what waits, and each edition that was ever public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan import model
from ckanext.satudata.gate.files import KEY
from ckanext.satudata.review import model as records


def kept_resources() -> Iterator[dict[str, Any]]:
    """Yield their resources: {"id", "file_key", "validation_report"}."""
    query = model.Session.query(records.Submission.payload).filter(records.Submission.state.in_(records.OPEN))
    for (payload,) in query.filter(records.Submission.payload.isnot(None)):
        yield from payload["resources"]
    # a dataset that was purged leaves nothing
    releases = model.Session.query(records.Release.files).join(
        model.Package, model.Package.id == records.Release.package_id
    )
    for (files,) in releases:
        yield from ({"id": file["id"], KEY: file["key"]} for file in files if file["is_upload"])
