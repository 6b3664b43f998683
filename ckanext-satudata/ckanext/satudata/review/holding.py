"""A write of a dataset that nobody may release at once: it is tried, kept as a submission, and undone.

CKAN's own action runs to its end within a savepoint, so that whatever it would refuse is refused now, and what it
would make is known to the letter; then the savepoint is rolled back. Uploaded files stay at addresses of their own,
which only the submission names.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ckan import model
from ckan.lib import signals
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate import revision
from ckanext.satudata.gate.steps import Kind, Write, Written
from ckanext.satudata.publishing import years
from ckanext.satudata.review import authority, granting, machine, restricting
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import REASON, RELEASED_BEFORE, RELEASED_BY
from ckanext.satudata.review.digests import MARK, changed_fields, digest_of, resource_digests
from ckanext.satudata.review.restricting import restriction
from ckanext.satudata.review.summaries import summarize
from flask import has_request_context
from sqlalchemy import select

# in the context of `package_show`: what is released, whoever asks
AS_RELEASED = "satudata_as_released"
# submissions that one run of the job looks at
MOST_AT_ONCE = 20
SENT = N_("Handed over. It waits for the walidata; until then only your OPD and the walidata see it.")
HELD = N_("Handed over. It waits for the walidata; until then everybody sees what is public now.")
CLOSED = N_("Out of the public's sight at once. What else you have changed waits for the walidata.")
WITHDRAWN = N_("This dataset was withdrawn. The walidata can bring it back; then change it.")


def find_base(write: Write) -> None:
    """Step: find out what this write goes on from. Raises ValidationError for a dataset that was withdrawn."""
    write.data.pop(MARK, None)
    write.context.pop(RELEASED_BY, None)
    write.context.pop(RELEASED_BEFORE, None)
    package = _package(write)
    if not _is_dataset(write, package):
        return
    authorized = _find_authority(write, package)
    if authorized is not None:
        write.context[RELEASED_BY] = authorized
        if authorized.kind is authority.Kind.SITE and package is not None and package.state == "active":
            # a job of the portal notes what it has done with a table: that releases nothing
            write.context[RELEASED_BEFORE] = digest_of(show_released(package.id))
        if authorized.resources is not None:
            write.resources_before = _by_id(authorized.resources)
        return
    if package is None:
        return
    if records.withdrawal(package.id):
        raise tk.ValidationError({"id": [tk._(WITHDRAWN)]})
    submission = records.find_open(package.id)
    if package.state != "active" or submission is None or submission.payload is None:
        return
    resources = submission.payload["resources"]
    write.resources_before = _by_id(resources)
    # a form of the dataset names no files: those that wait go on waiting
    write.data.setdefault("resources", [dict(resource) for resource in resources])


def hold_back(write: Write) -> None:
    """Step: hold back what nobody may release, now that it is known what the check found."""
    package = _package(write)
    if not _is_dataset(write, package) or RELEASED_BY in write.context:
        return
    granted = granting.find_usable(write, package)
    if granted is not None:
        write.context[RELEASED_BY] = granted
    elif package is not None and package.state == "active":
        write.hold = hold
        write.after(functools.partial(_look, write))
    else:
        _keep_as_draft(write, package)


def hold(original: Callable[..., Any], write: Write) -> tuple[Any, Written]:
    """Try a write, and keep what it would make of a public dataset; return what the action returns."""
    package = _package(write)
    assert package is not None
    _lock(package.id)
    before = show_released(package.id)
    after = rehearse(original, write, write.data)
    taken = restriction(before, after)
    restricted = {name: value for name, value in {**before, **taken}.items() if name != "metadata_modified"}
    if taken:
        before = rehearse(original, write, dict(restricted))
    submission = _save(write, before, after, set(taken))
    if taken:
        # commits both where the request itself would have
        original({**_without_dataset(write), "return_id_only": True}, restricted)
    elif not write.context.get("defer_commit"):
        model.Session.commit()
    if submission is not None:
        _flash(CLOSED if taken else HELD)
    shown = overlay(after, submission) if submission else before
    result = package.id if write.context.get("return_id_only") else shown
    return result, Written(package.id, after["resources"] if submission or not taken else None)


def rehearse(original: Callable[..., Any], write: Write, data: dict[str, Any]) -> dict[str, Any]:
    """Return what `package_show` would give once `data` are written, and undo it. Raises what the action raises."""
    context = {**_without_dataset(write), "defer_commit": True, "return_id_only": True}
    with _undone(), signals.action_succeeded.muted():
        original(context, data)
        model.Session.flush()
        return show_released(str(data["id"]))


def _without_dataset(write: Write) -> dict[str, Any]:
    """Return the context of a write without what CKAN has kept in it of the dataset as it was."""
    return {name: value for name, value in write.context.items() if name != "original_package"}


def show_released(package_id: str) -> dict[str, Any]:
    """Return a dataset as its row has it, in the form in which it is written."""
    context = {"ignore_auth": True, "use_cache": False, years.AS_WRITTEN: True, AS_RELEASED: True}
    return dict(tk.get_action("package_show")(context, {"id": package_id}))


def overlay(payload: Mapping[str, Any], submission: records.Submission) -> dict[str, Any]:
    """Return what waits, as those see it who may write the dataset."""
    mark = {"id": submission.id, "version": submission.version, "state": submission.state}
    return {**payload, MARK: mark}


def hand_over(package_id: str, user_id: str) -> None:
    """Open a submission of a draft, or count one more version of it. Commits nothing."""
    shown = show_released(package_id)
    submission = records.find_open(package_id)
    digest = digest_of(shown)
    if submission is None:
        submission = records.Submission(
            package_id=package_id,
            user_id=user_id,
            is_first=True,
            digest=digest,
            base={},
            summary=summarize({}, shown),
        )
        model.Session.add(submission)
        model.Session.flush()
        records.note(submission, "sent", user_id)
    elif submission.digest != digest or submission.state == records.RETURNED:
        submission.summary, submission.digest = summarize({}, shown), digest
        send_again(submission, user_id)
    machine.note(submission, shown)


def _look(write: Write, written: Written) -> None:
    """Note what the machine finds in what waits now, once the checks of its files are on record."""
    submission = records.find_open(written.id)
    if submission is None or submission.payload is None:
        return
    machine.note(submission, submission.payload)
    if not write.context.get("defer_commit"):
        model.Session.commit()


def look_at_others() -> None:
    """Look at what waits and nobody has looked at yet: it came by an older version of the portal (a periodic job)."""
    for submission in records.without_findings(MOST_AT_ONCE):
        machine.note(submission, submission.payload or show_released(submission.package_id))
        model.Session.commit()


def _save(write: Write, before: dict[str, Any], after: dict[str, Any], applied: set[str]) -> records.Submission | None:
    """Keep what waits; None where it is what is public already. Commits nothing.

    Fields of `applied` count already, and are nothing that is sent.
    """
    package_id, user_id = str(before["id"]), authority.user_id(write.context)
    submission = records.find_open(package_id)
    digest = digest_of(after)
    if digest == digest_of(before):
        if submission is not None:
            submission.state, submission.changed = records.DROPPED, now()
            records.note(submission, records.DROPPED, user_id)
        submission = None
    elif submission is None:
        base = {
            "fields": revision.of_form(Kind.PACKAGE.value, {"id": package_id}),
            "resources": resource_digests(before),
        }
        submission = records.Submission(
            package_id=package_id, user_id=user_id, payload=after, base=base, digest=digest
        )
        submission.summary = summarize(before, after, write.tables)
        model.Session.add(submission)
        model.Session.flush()
        records.note(submission, "sent", user_id)
    elif submission.digest != digest or submission.state == records.RETURNED:
        is_sent = not applied or changed_fields(submission.payload, after) - applied
        submission.payload, submission.summary, submission.digest = (
            after,
            summarize(before, after, write.tables),
            digest,
        )
        if applied:
            submission.base = restricting.base_after(submission.base, before)
        if is_sent:
            send_again(submission, user_id)
    if submission is not None and write.context.get(REASON):
        submission.reason, submission.note = write.context[REASON]
    model.Session.flush()
    return submission


def send_again(submission: records.Submission, user_id: str) -> None:
    """Count one more version of a submission, which waits for the walidata anew. Commits nothing."""
    submission.version += 1
    submission.state, submission.changed, submission.user_id = records.WAITING, now(), user_id
    submission.release_at, submission.signed, submission.pembina_id = None, None, ""
    records.note(submission, "replaced", user_id)


def _keep_as_draft(write: Write, package: model.Package | None) -> None:
    """Let a dataset that was never public be a draft; it is handed over once it is meant to be active."""
    is_sent = write.data.get("state", "active" if package is None else "draft") == "active"
    is_open = package is not None and records.find_open(package.id) is not None
    write.data["state"] = "draft"
    # otherwise CKAN leaves the state to whoever administers the dataset
    write.context["allow_state_change"] = True
    if not (is_sent or is_open):
        return
    user_id = authority.user_id(write.context)

    def send(written: Written) -> None:
        hand_over(written.id, user_id)
        _flash(SENT)
        if not write.context.get("defer_commit"):
            model.Session.commit()

    write.after(send)


def _package(write: Write) -> model.Package | None:
    return None if write.is_new else model.Package.get(write.id or "")


def _is_dataset(write: Write, package: model.Package | None) -> bool:
    if write.is_new:
        return (write.data.get("type") or "dataset") == "dataset"
    return package is not None and package.type == "dataset"


def _find_authority(write: Write, package: model.Package | None) -> authority.Authority | None:
    """Return what lets a write be public at once, by the organization that has the data, not one they are moved to."""
    if package is None:
        return authority.find_authority_to_create(write.context, write.data)
    return authority.find_authority_over(write.context, package)


def _by_id(resources: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {resource["id"]: resource for resource in resources}


def _flash(text: str) -> None:
    """Say on the next page what became of a form; programs read it in the answer."""
    if has_request_context() and not (tk.request.endpoint or "").startswith("api."):
        tk.h.flash_notice(tk._(text))


def _lock(package_id: str) -> None:
    """Let two who write at the same moment do so one after the other."""
    model.Session.execute(select(model.Package.id).where(model.Package.id == package_id).with_for_update())


@contextlib.contextmanager
def _undone() -> Iterator[None]:
    """Undo what the block does to the database, and what CKAN would tell of it once it is committed."""
    session = model.Session()
    session.flush()
    noted = {name: set(objects) for name, objects in getattr(session, "_object_cache", {}).items()}
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        # an action that refuses has rolled back all
        if savepoint.is_active:
            savepoint.rollback()
        session.expire_all()
        if hasattr(session, "_object_cache"):
            session._object_cache = noted or {"new": set(), "deleted": set(), "changed": set()}
