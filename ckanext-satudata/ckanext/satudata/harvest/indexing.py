"""Brings what was committed to the search index and the activity stream, many datasets at a time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pysolr
from ckan import logic, model
from ckan.lib import search
from ckan.lib.plugins import get_permission_labels
from ckan.lib.search import index
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.harvest import query_cache
from ckanext.satudata.harvest.model import ADDED, DELETED, UPDATED, Record

log = logging.getLogger(__name__)

# Solr is there and does not take what it got
REFUSED = "HTTP 400"
ACTIVITY_OUTCOMES = {ADDED, UPDATED, DELETED}


def index_pending(source_id: str) -> None:
    """Index the datasets of a source that were committed and not yet indexed, and tell CKAN's activity stream of them.

    Solr gets all of them by one request and one commit, and each is read once for both.
    """
    pending = list(_pending(source_id))
    if not pending:
        return
    user = model.User.get(tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"])
    packages = [row.package_id for row in pending]
    with _together(), query_cache.cached_reads(packages):
        for row in pending:
            try:
                both = logic.package_show_default_and_custom_schemas({"ignore_auth": True}, row.package_id)
            except tk.ObjectNotFound:
                log.warning("dataset %s was removed by somebody while it was being harvested", row.package_id)
                continue
            logic.index_update_package_dicts(both, defer_commit=True)
            _tell(user, row.outcome, both[1])
    search.commit()
    marked = model.Session.query(Record).filter(Record.source_id == source_id, Record.package_id.in_(packages))
    marked.update({"indexed": True}, synchronize_session=False)
    model.Session.commit()
    model.Session.expunge_all()


@contextlib.contextmanager
def _together() -> Iterator[None]:
    """Send the documents that are indexed in the block to Solr at its end: CKAN sends each by itself."""
    connection, documents = index.make_connection(), list[dict[str, Any]]()
    send, connect = connection.add, index.make_connection
    connection.add = lambda docs, **_options: documents.extend(docs)
    index.make_connection = lambda: connection
    try:
        yield
    finally:
        index.make_connection = connect
    if not documents:
        return
    try:
        send(docs=documents, commit=False)
    except (pysolr.SolrError, OSError) as error:
        if REFUSED not in str(error):
            raise search.SearchIndexError(f"Solr: {str(error)[:1000]}") from error
        # one document that it does not take must not keep the others from being found, in this run and every later one
        for document in documents:
            _send_alone(send, document)


def _send_alone(send: Callable[..., Any], document: dict[str, Any]) -> None:
    try:
        send(docs=[document], commit=False)
    except pysolr.SolrError as error:
        if REFUSED not in str(error):
            raise search.SearchIndexError(f"Solr: {str(error)[:1000]}") from error
        log.error("dataset %s cannot be indexed: %s", document.get("id"), str(error)[:1000])


def _tell(user: model.User, outcome: str | None, dataset: dict[str, Any]) -> None:
    """Note a dataset in the activity stream, as CKAN would for a person's edit."""
    if outcome not in ACTIVITY_OUTCOMES or not plugin_loaded("activity") or not config.has_activity_streams():
        return
    from ckanext.activity.model import Activity

    package = model.Package.get(dataset["id"])
    labels = get_permission_labels().get_dataset_labels(package)
    kind = "new package" if outcome == ADDED else "changed package"
    model.Session.add(Activity(user.id, package.id, kind, {"package": dataset, "actor": user.name}, labels))


def _pending(source_id: str) -> Iterator[Any]:
    return iter(
        model.Session.query(Record.package_id, Record.outcome)
        .filter(Record.source_id == source_id, ~Record.indexed, Record.package_id.isnot(None))
        .order_by(Record.identifier)
        .all()
    )
