"""Mails of requests for data, reminders, and what is forgotten in the end."""

import datetime
import re
from mailbox import mailbox

import pytest
from ckan import model as ckan_model
from ckan.lib import jobs as rq_jobs
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, workdays
from ckanext.satudata.requests import forgetting, mails, model
from data_requests import REQUEST, SECRET, ago, as_user, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def deliver():
    """Do the queued mails."""
    queue = rq_jobs.get_queue()
    for job in queue.jobs:
        if job.func_name.endswith("mail.send"):
            job.perform()
    queue.empty()


def test_mail_goes_to_whom_it_concerns(offices, monkeypatch):
    """To asker, walidata and OPD through a real SMTP server; offices' mails have no person in them."""
    _office, walidata, _headers = offices["walidata"]
    dinas, clerk, _headers = offices["dinas"]
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")
        made = ask()
        as_user(walidata, "assign", number=made["number"], organization=dinas["name"])
        as_user(clerk, "prolong", number=made["number"], reason="Data desa masih dikumpulkan.")
        as_user(clerk, "answer", number=made["number"], text="Belum ada menurut desa.")
        deliver()
        asker = REQUEST["email"]
        expected = [asker, "walidata@satudata.example", "dinas@satudata.example", asker, asker, asker]
        assert [message["To"] for message in kept] == expected
        bodies = [message.get_content() for message in kept]
        assert made["url"] in bodies[0]
        for body in bodies[1:3]:
            assert not [word for word in (*SECRET, made["url"]) if word in body]
        assert "Data desa masih dikumpulkan." in bodies[4]
    # the server is gone now: the request is kept all the same
    number = ask()["number"]
    deliver()
    assert as_user("", "show", number=number)["state"] == "received"


def test_on_a_day_off_nobody_is_reminded(monkeypatch):
    """On Christmas, a Friday, there is no mail about what is due in two working days; on the Monday after there is."""
    counts = []
    monkeypatch.setattr(mails.mail, "digest", lambda paragraphs, _subject: counts.append(len(paragraphs)))
    monkeypatch.setattr(mails.mail, "walidata", lambda: ["walidata@satudata.example"])
    waiting = model.DataRequest(number="1", title="Data desa", due=datetime.date(2026, 12, 30))
    monkeypatch.setattr(mails.model, "search", lambda _filters: [waiting])
    for day in (25, 28):
        monkeypatch.setattr(mails, "today", lambda day=day: datetime.date(2026, 12, day))
        mails.remind()
    assert counts == [1]


def test_offices_are_reminded_before_and_after_the_last_day(offices, monkeypatch):
    """One mail for each office: of what is due in two working days, today, or since one; not of the rest."""
    if not workdays.is_working_day(clock.today()):
        pytest.skip("offices are closed, and so is the reminder")
    _office, walidata, _headers = offices["walidata"]
    dinas = offices["dinas"][0]
    numbers = {}
    for days in (3, 8, 9, 10, 11, 12):
        numbers[days] = as_user(walidata, "create", **REQUEST, received=ago(days).isoformat())["number"]
        if days != 11:
            as_user(walidata, "assign", number=numbers[days], organization=dinas["name"])
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")
        mails.remind()
    numbers_by_address = {
        message["To"]: sorted(re.findall(r"permintaan/(\d+-\d+)", message.get_content())) for message in kept
    }
    assert numbers_by_address == {
        "dinas@satudata.example": [numbers[8], numbers[10]],
        "walidata@satudata.example": [numbers[11]],
    }


def test_askers_are_forgotten(offices):
    """A year after the answer: person, purpose and unshown words are gone; the request and its answer stay."""
    _office, walidata, _headers = offices["walidata"]
    old, new, waiting, closed = (ask()["number"] for _number in range(4))
    for number in (old, new):
        as_user(walidata, "answer", number=number, text="Belum ada menurut desa.")
    as_user(walidata, "close", number=closed, reason="Ini bukan permintaan data.")
    long_ago = clock.now() - datetime.timedelta(days=366)
    model.find(old).decided = long_ago
    closing = ckan_model.Session.query(model.RequestEvent).filter_by(what="closed").one()
    closing.moment = long_ago
    ckan_model.Session.commit()
    forgetting.run()
    forgetting.run()
    emails = {request.number: request.email for request in model.search({})}
    assert emails == {old: "", closed: "", new: REQUEST["email"], waiting: REQUEST["email"]}
    gone = model.find(old)
    assert (gone.name, gone.purpose, gone.title, gone.answer) == ("", "", "", "Belum ada menurut desa.")
    assert [event["what"] for event in as_user("", "show", number=old)["history"]] == [
        "forgotten",
        "answered",
        "received",
    ]
