"""Keeps the search index equal to the database: CKAN writes the index first, and a database can be killed then."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ckan import model
from ckan.lib import search
from ckan.lib.search.common import make_connection
from ckanext.satudata import config

GRACE = datetime.timedelta(minutes=2)
PAGE = 1000


def differences() -> Iterator[str]:
    """Yield the ids of datasets that only one of index and database has, or that differ in their time of change."""
    query = model.Session.query(model.Package.id, model.Package.metadata_modified).filter_by(state="active")
    stored = {row.id: _second(row.metadata_modified) for row in query}
    indexed = dict(_indexed())
    for dataset_id in stored.keys() | indexed.keys():
        if stored.get(dataset_id) != indexed.get(dataset_id):
            yield dataset_id


def mend(package_id: str) -> None:
    """Index a dataset as it is in the database."""
    package = model.Package.get(package_id)
    if package is None or package.state != "active":
        search.clear(package_id)
    else:
        search.rebuild(package_id)


def _indexed() -> Iterator[tuple[str, str]]:
    """Yield id and time of change of each dataset in the index."""
    connection, cursor = make_connection(decode_dates=False), "*"
    parameters = {
        "fq": [f'site_id:"{config.site_id()}"', "entity_type:package", "state:active"],
        "fl": "id,metadata_modified",
        "rows": PAGE,
        "sort": "index_id asc",
    }
    while True:
        answer = connection.search("*:*", cursorMark=cursor, **parameters)
        for row in answer.docs:
            yield row["id"], _second(datetime.datetime.fromisoformat(row["metadata_modified"].rstrip("Z")))
        if answer.nextCursorMark == cursor:
            return
        cursor = answer.nextCursorMark


def _second(moment: datetime.datetime) -> str:
    """Return a moment to the millisecond, which is what the index keeps."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")
