"""SIGKILL at any moment of a release: it has happened whole, or not at all, and never twice."""

import os
import signal

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.review import decisions
from ckanext.satudata.review import model as records
from review.conftest import NEW, OLD
from sqlalchemy import event

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def killed(work, moment):
    """Do something in a process that kills itself at a moment of the transaction that writes a release."""
    model.Session.remove()
    model.meta.engine.dispose()
    child = os.fork()
    if child == 0:
        written = []

        def note(session, _context):
            written.extend(row for row in session.new if isinstance(row, records.Release))
            if written and moment == "after_flush":
                os.kill(os.getpid(), signal.SIGKILL)

        def kill(session):
            # the end of a savepoint is none of the transaction
            if written and not session.in_nested_transaction():
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(model.Session, "after_flush", note)
        if moment != "after_flush":
            event.listen(model.Session, moment, kill)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(
    ("moment", "is_done"), [("after_flush", False), ("before_commit", False), ("after_commit", True)]
)
def test_a_release_that_is_killed(office, moment, is_done):
    """Before its commit nothing is public and it still waits; after it, all is public, and no second one is made."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    assert killed(lambda: office.release(submission), moment) == -signal.SIGKILL
    model.Session.remove()
    assert office.content(package_id) == (NEW if is_done else OLD)
    assert len(records.releases(package_id)) == (2 if is_done else 1)
    if is_done:
        assert records.find_submission(submission["id"]).state == "released"
        with pytest.raises(tk.ValidationError, match="already"):
            office.release(submission)
    else:
        assert office.waiting(package_id)["version"] == submission["version"]
        office.release(submission)
    assert office.content(package_id) == NEW
    assert len(records.releases(package_id)) == 2


def test_a_decision_for_a_moment_survives(office):
    """The worker dies between decision and release: the next minute's job makes up for it, once."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    data = {"id": submission["id"], "version": submission["version"], "at": "2199-01-01T09:00", "reason": "koreksi"}
    office.do(office.walidata, "satudata_submission_release", **data)
    row = records.find_submission(submission["id"])
    row.release_at = row.created
    model.Session.commit()
    assert killed(decisions.release_due, "before_commit") == -signal.SIGKILL
    model.Session.remove()
    assert office.content(package_id) == OLD
    for _minute in range(2):
        decisions.release_due()
    assert office.content(package_id) == NEW
    assert len(records.releases(package_id)) == 2
