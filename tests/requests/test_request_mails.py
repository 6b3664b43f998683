"""Mails of requests for data, reminders, and what is forgotten in the end."""

import datetime
import re
from mailbox import deliver, mailbox

import pytest
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, digest
from ckanext.satudata.requests import forgetting, model
from data_requests import REQUEST, SECRET, ago, as_user, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_mail_goes_to_whom_it_concerns(offices, monkeypatch):
    """To the asker at once, through a real SMTP server; offices read of it in the mail of the morning."""
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
        assert [message["To"] for message in kept] == [asker] * 4
        bodies = [message.get_content() for message in kept]
        assert made["url"] in bodies[0]
        assert "Data desa masih dikumpulkan." in bodies[2]
    # the server is gone now: the request is kept all the same
    number = ask()["number"]
    deliver()
    assert as_user("", "show", number=number)["state"] == "received"


def test_on_a_day_off_nobody_is_mailed(offices, monkeypatch):
    """On Christmas, a Friday, there is no mail; on the Monday after, there is."""
    ask()
    sent = []
    monkeypatch.setattr(digest.mail, "is_configured", lambda: True)
    monkeypatch.setattr(digest.mail, "send", lambda recipient, *_text: bool(sent.append(recipient)))
    for day, count in ((25, 0), (28, 1)):
        monkeypatch.setattr(digest, "today", lambda day=day: datetime.date(2026, 12, day))
        digest.run()
        assert sent.count("walidata@satudata.example") == count


def test_offices_are_told_what_is_new_and_what_is_due(offices, monkeypatch):
    """One mail for each address, without a person in it: what has just come, is due soon, today, or was."""
    _office, walidata, _headers = offices["walidata"]
    dinas = offices["dinas"][0]
    numbers = {}
    for days in (3, 8, 9, 10, 11, 12):
        numbers[days] = as_user(walidata, "create", **REQUEST, received=ago(days).isoformat())["number"]
        if days != 11:
            as_user(walidata, "assign", number=numbers[days], organization=dinas["name"])
    # as if all of it had come long ago, but for one
    events = ckan_model.Session.query(model.RequestEvent)
    new = model.find(numbers[3]).id
    events.filter(model.RequestEvent.request_id != new).update({"moment": clock.now() - datetime.timedelta(days=30)})
    ckan_model.Session.commit()
    monkeypatch.setattr(digest.workdays, "is_working_day", lambda _day: True)
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")
        digest.run()
    assert len({message["To"] for message in kept}) == len(kept)
    bodies = {message["To"]: message.get_content() for message in kept}
    requests_by_address = {
        address: sorted(re.findall(r"permintaan/(\d+-\d+)", body)) for address, body in bodies.items()
    }
    assert requests_by_address["dinas@satudata.example"] == sorted([numbers[3], numbers[8], numbers[10]])
    assert requests_by_address["walidata@satudata.example"] == [numbers[11]]
    assert not [word for word in SECRET if word in bodies["dinas@satudata.example"]]


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
