"""The record of a release, written in the transaction that makes a dataset public."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.gate.files import KEY
from ckanext.satudata.review import authority, holding
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import REASON, RELEASED_BEFORE, RELEASED_BY, Authority
from ckanext.satudata.review.digests import digest_of


def record(context: Any, package_id: str) -> None:
    """Write down by whom and by what a dataset is released.

    Nothing for one that is not public by this write, or in which the portal itself has changed nothing people read.
    """
    authorized = context.get(RELEASED_BY)
    package = model.Package.get(package_id)
    if (
        not isinstance(authorized, Authority)
        or package is None
        or package.type != "dataset"
        or package.state != "active"
    ):
        return
    previous = records.last_release(package.id)
    if previous is not None and context.get(RELEASED_BEFORE) == digest_of(holding.show_released(package.id)):
        return
    files = [describe_file(resource) for resource in package.resources]
    submission = authorized.submission
    waiting = records.find_open(package.id)
    if submission is None and waiting is not None and waiting.is_first:
        # the draft that waited is what is made public
        submission = waiting
        waiting.state, waiting.changed = records.RELEASED, now()
        records.note(waiting, records.RELEASED, authority.user_id(context))
    reason, note = (submission.reason, submission.note) if submission else context.get(REASON) or ("", "")
    model.Session.add(
        records.Release(
            package_id=package.id,
            edition=_edition(previous, files),
            moment=now(),
            user_id=authority.user_id(context),
            authority=authorized.kind.value,
            submission_id=submission.id if submission else "",
            reason=reason,
            note=note,
            files=files,
            pembina_id=submission.pembina_id if submission and submission.signed else "",
        )
    )


def describe_file(resource: model.Resource) -> dict[str, Any]:
    """Return what is remembered of a file: see `model.Release.files`."""
    extras = resource.extras or {}
    return {
        "id": resource.id,
        "key": extras.get(KEY) or "",
        "name": (resource.url or "").rsplit("/", 1)[-1] if resource.url_type == "upload" else resource.url or "",
        "title": resource.name or "",
        "format": resource.format or "",
        "sha256": resource.hash or "",
        "size": resource.size,
        "is_upload": resource.url_type == "upload",
        "report": extras.get("validation_report") or "",
    }


def _edition(previous: records.Release | None, files: list[dict[str, Any]]) -> int:
    if previous is None or not previous.files:
        # a dataset that had no file yet had no edition
        return 1
    return int(previous.edition) + (_contents(previous.files) != _contents(files))


def _contents(files: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((file["id"], file["sha256"] or file["name"]) for file in files)
