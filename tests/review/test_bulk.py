"""The release of many by a job: each once, also after a kill; what cannot be released is told with its reason."""

import os
import signal

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.clock import now
from ckanext.satudata.review import bulk, findings
from ckanext.satudata.review import model as records
from ckanext.satudata.schedule import BACKGROUND
from review.conftest import NEW, OLD
from sqlalchemy import event

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
# a file that only adds rows replaces no public figure
MORE = OLD + b"51.08.03,Busungbiu,90\n"


@pytest.fixture
def waiting(office):
    """Return two submissions that add rows, and their datasets."""
    packages = [office.public(name=name, title=name) for name in ("pertama", "kedua")]
    for package_id in packages:
        office.replace(package_id, MORE)
    return packages, [office.waiting(package_id) for package_id in packages]


def begin(office, submissions, user=None):
    """Ask for the release of submissions as they were listed."""
    items = [{"id": row["id"], "version": row["version"]} for row in submissions]
    return office.do(user or office.walidata, "satudata_bulk_release", items=items)["id"]


def outcome(office, bulk_id):
    """Return {title: (state, text)} of a bulk."""
    items = office.do(office.walidata, "satudata_bulk_show", id=bulk_id)["items"]
    return {item["title"]: (item["state"], item["text"]) for item in items}


def test_many_are_released_by_a_job(office, waiting):
    """Nothing happens within the request; the job releases all, each with a record of who asked."""
    packages, submissions = waiting
    bulk_id = begin(office, submissions)
    assert office.content(packages[0]) == OLD
    jobs = helpers.call_action("job_list", queues=[BACKGROUND])
    assert [job["title"] for job in jobs] == [f"Release: {bulk_id}"]
    bulk.run(bulk_id)
    assert [office.content(package_id) for package_id in packages] == [MORE, MORE]
    assert outcome(office, bulk_id) == {"pertama": ("done", ""), "kedua": ("done", "")}
    release = records.last_release(packages[0])
    assert (release.authority, model.User.get(release.user_id).name) == ("walidata", office.walidata)


def test_what_has_changed_since_is_left_out_and_told(office, waiting):
    """Sent again, decided by a colleague, with a figure that nobody has explained: each with its reason, others go."""
    packages, submissions = waiting
    third = office.public(name="ketiga", title="ketiga")
    office.replace(third, NEW)
    submissions.append(office.waiting(third))
    office.replace(packages[1], MORE.replace(b",90", b",91"))
    bulk_id = begin(office, submissions)
    bulk.run(bulk_id)
    done = outcome(office, bulk_id)
    assert done["pertama"] == ("done", "")
    assert done["kedua"][0] == "failed"
    assert "lebih baru" in done["kedua"][1]
    assert done["ketiga"][0] == "failed"
    assert office.content(packages[1]) == OLD
    assert office.content(third) == OLD
    again = begin(office, submissions[:1])
    bulk.run(again)
    assert outcome(office, again)["pertama"][0] == "failed"
    assert len(records.releases(packages[0])) == 2


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_a_worker_that_is_killed(office, waiting, moment):
    """In the middle of the first, or right after it: the next run does what is left, nothing twice."""
    packages, submissions = waiting
    bulk_id = begin(office, submissions)
    assert killed_within(bulk_id, moment) == -signal.SIGKILL
    bulk.run(bulk_id)
    assert outcome(office, bulk_id) == {"pertama": ("done", ""), "kedua": ("done", "")}
    assert [len(records.releases(package_id)) for package_id in packages] == [2, 2]


def killed_within(bulk_id, moment):
    """Run a bulk in a process that kills itself at a moment of its first release; return its exit code."""
    model.Session.remove()
    model.meta.engine.dispose()
    child = os.fork()
    if child == 0:
        written = []

        def note(session, _context):
            written.extend(row for row in session.new if isinstance(row, records.Release))

        def kill(session):
            if written and not session.in_nested_transaction():
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(model.Session, "after_flush", note)
        event.listen(model.Session, moment, kill)
        try:
            bulk.run(bulk_id)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_lost_run_is_put_on_the_queue_again(office, waiting, monkeypatch):
    """Once it has moved nothing for a while; one that has ended is left alone."""
    _packages, submissions = waiting
    bulk_id = begin(office, submissions)
    enqueued = []
    monkeypatch.setattr(bulk, "_enqueue", enqueued.append)
    bulk.resume()
    assert enqueued == []
    model.Session.query(bulk.Bulk).update({"moved": now() - 2 * bulk.LOST_AFTER})
    model.Session.commit()
    bulk.resume()
    assert enqueued == [bulk_id]
    bulk.run(bulk_id)
    model.Session.query(bulk.Bulk).update({"moved": now() - 2 * bulk.LOST_AFTER})
    model.Session.commit()
    bulk.resume()
    assert enqueued == [bulk_id]


def test_whose_word_it_is(office, waiting):
    """An officer cannot ask for it, and who has left the walidata meanwhile releases nothing."""
    packages, submissions = waiting
    with pytest.raises(tk.NotAuthorized):
        begin(office, submissions, office.officer)
    bulk_id = begin(office, submissions)
    model.User.get(office.walidata).state = model.State.DELETED
    model.Session.commit()
    bulk.run(bulk_id)
    items = office.do(office.second_walidata, "satudata_bulk_show", id=bulk_id)["items"]
    assert {item["state"] for item in items} == {"failed"}
    assert office.content(packages[0]) == OLD


def test_the_query_and_the_rule_agree(office, waiting):
    """What the desk offers to release without a look is what the job releases."""
    packages, submissions = waiting
    third = office.public(name="ketiga", title="ketiga")
    office.replace(third, NEW)
    data = {"id": submissions[1]["id"], "version": submissions[1]["version"], "at": "2199-01-01T09:00"}
    office.do(office.walidata, "satudata_submission_release", **data)
    clean = office.do(office.walidata, "satudata_submission_list", clean="true")
    assert clean["clean"] == clean["count"]
    listed = {row["id"] for row in clean["submissions"]}
    assert listed == {submissions[0]["id"]}
    waiting_rows = model.Session.query(records.Submission).filter_by(state=records.WAITING)
    assert listed == {row.id for row in waiting_rows if findings.find_obstacle(row) is None}
    assert packages[0] == clean["submissions"][0]["package"]["id"]


def test_pages(office, waiting, app):
    """The list of all without a finding, all ticked; then how far it is, which a reload does not change."""
    packages, submissions = waiting
    headers = {"Authorization": factories.APIToken(user=office.walidata)["token"]}
    desk = app.get("/satudata/tinjauan/?state=waiting", headers=headers).get_data(as_text=True)
    assert "/satudata/tinjauan/bersama/?" in desk
    page = app.get("/satudata/tinjauan/bersama/?state=waiting", headers=headers).get_data(as_text=True)
    assert page.count(" checked>") == 2
    ticks = [f"{row['id']}:{row['version']}" for row in submissions]
    answer = app.post("/satudata/tinjauan/bersama/", data={"pilih": ticks}, headers=headers, follow_redirects=False)
    address = answer.headers["Location"]
    before = app.get(address, headers=headers).get_data(as_text=True)
    assert 'max="2" value="0"' in before
    assert 'data-module="satudata-live"' in before
    bulk.run(address.rsplit("/", 1)[-1])
    after = app.get(address, headers=headers).get_data(as_text=True)
    assert 'max="2" value="2"' in after
    assert 'data-module="satudata-live"' not in after
    assert app.get(address, headers={}).status_code == 403
    assert office.content(packages[0]) == MORE
