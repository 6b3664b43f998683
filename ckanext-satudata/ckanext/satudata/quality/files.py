"""Looks at each public file and link: is it there, is it of the declared format, is there anything in it."""

from __future__ import annotations

import datetime
import itertools
import logging
from typing import Any

from ckan import model
from ckan.lib import files as ckan_files
from ckan.plugins import toolkit as tk
from ckanext.satudata import language, mail
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import HarvestError, RefusedAddress
from ckanext.satudata.harvest import jobs
from ckanext.satudata.quality import formats, history, score
from ckanext.satudata.quality.model import (
    BROKEN,
    EMPTY,
    FAULTS,
    FORMAT,
    MISSING,
    REFUSED,
    FileState,
    address,
    files_of,
    put,
)
from ckanext.satudata.tables import stored
from ckanext.satudata.tasks import Note
from ckanext.satudata.web import turns
from ckanext.satudata.web.http import Client, portal_agent

log = logging.getLogger(__name__)
_ = tk._

# a link is nobody's favour to us: one request a second to each host, by all workers together
PER_SECOND = 1.0
LINK_SECONDS = 60.0
MOST_SECONDS = 6 * 3600


def client() -> Client:
    """Return the client that asks links; addresses of private networks are refused."""
    return Client(portal_agent(), per_second=PER_SECOND, whole_seconds=LINK_SECONDS, turns=turns.of_all_workers())


def nightly() -> None:
    """Put the check on the queue of harvests, which may wait for slow servers without keeping a table from loading."""
    tk.enqueue_job(run, title="Quality", queue=jobs.QUEUE, rq_kwargs={"timeout": MOST_SECONDS})


def run() -> None:
    """Check all files, keep today's scores, and notify offices of what broke (a job)."""
    with language.of_the_portal():
        check(client())
        history.record()


def check(asker: Client, names: set[str] | None = None) -> list[tuple[dict[str, Any], dict[str, Any], FileState]]:
    """Look at the files of all public datasets, or of those whose names are `wanted`; keep what was found.

    Returns dataset, resource and state of each file with a fault. What has broken since is told in the
    morning (`notes`). A dataset's files are kept together, so that a check that is killed goes on the next night.
    """
    faulty, fresh, checked_ids = [], [], set()
    for dataset in itertools.chain.from_iterable(score.batches()):
        checked_ids.add(dataset["id"])
        if names is not None and dataset["name"] not in names:
            continue
        before = files_of([dataset["id"]])
        for resource in dataset["resources"]:
            state = _look(resource, dataset["id"], asker)
            earlier = before.pop(resource["id"], None)
            state.since = earlier.since if earlier and earlier.fault and state.fault else state.since
            put(FileState, **{column.name: getattr(state, column.name) for column in FileState.__table__.columns})
            if state.fault:
                faulty.append((dataset, resource, state))
                if earlier is None or not earlier.fault:
                    fresh.append((dataset, resource, state))
        for gone in before.values():
            model.Session.delete(gone)
        model.Session.commit()
    if names is None:
        model.Session.query(FileState).filter(FileState.package_id.notin_(checked_ids)).delete()
        model.Session.commit()
    for dataset, resource, state in fresh:
        log.warning("quality: %s %s: %s %s", dataset["name"], resource["id"], state.fault, state.detail)
    return faulty


def _look(resource: dict[str, Any], package: str, asker: Client) -> FileState:
    head, size, fault, detail = _head(resource, asker)
    detected_format = "" if fault else formats.detected(head)
    declared = resource.get("format") or ""
    if not fault and (size == 0 or not head.strip()):
        fault = EMPTY
    elif not fault and formats.contradicts(declared, detected_format):
        fault, detail = FORMAT, _("It is said to be {0} and is {1}.").format(declared, detected_format)
    moment = now()
    return FileState(
        resource_id=resource["id"],
        package_id=package,
        address=address(resource),
        checked=moment,
        fault=fault,
        detail=detail,
        since=moment if fault else None,
        found=detected_format,
        size=size,
    )


def _head(resource: dict[str, Any], asker: Client) -> tuple[bytes, int | None, str, str]:
    """Return the first bytes, the size, the fault and what it was."""
    if resource.get("url_type") == "upload":
        try:
            content = stored.content(resource)
        except ckan_files.exc.MissingFileError:
            return b"", None, MISSING, ""
        return content[: formats.HEAD], len(content), "", ""
    try:
        answer = asker.peek(resource.get("url") or "", formats.HEAD)
    except RefusedAddress:
        return b"", None, REFUSED, ""
    except HarvestError as error:
        return b"", None, BROKEN, str(error)
    size = answer.headers.get("content-length", "")
    return answer.content, int(size) if size.isdigit() else None, "", ""


def notes(since: datetime.datetime) -> list[Note]:
    """Return a note on each file that has broken since a moment (UTC), for its office and the walidata."""
    query = model.Session.query(FileState, model.Package, model.Resource)
    query = query.join(model.Package, model.Package.id == FileState.package_id)
    query = query.join(model.Resource, model.Resource.id == FileState.resource_id)
    walidata = mail.walidata()
    listed = []
    for state, package, resource in query.filter(FileState.fault != "", FileState.since >= since):
        title = resource.name or resource.url
        page = tk.url_for("dataset.read", id=package.name, _external=True)
        text = f"{package.title}, {title}: {_(FAULTS[state.fault])} {state.detail}\n{page}"
        recipients = dict.fromkeys([package.extras.get("kontak_email"), *walidata])
        listed.append(Note(tuple(filter(None, recipients)), text))
    return listed
