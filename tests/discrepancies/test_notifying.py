"""Mails about discrepancies, through a real SMTP server: once when new, again after the days told, then no more."""

from mailbox import mailbox

import pytest
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import digest, mail
from ckanext.satudata.discrepancies import find
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE
from sqlalchemy import text

from discrepancies.comparing import OTHER, STANDARD

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

ONE, TWO, WALIDATA = "satu@satudata.example", "dua@satudata.example", "walidata@satudata.example"


@pytest.fixture
def mails(monkeypatch):
    """Return a function that lets the morning's mails go out; it gives {address: body}, one mail for each."""
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")

        monkeypatch.setattr(digest.workdays, "is_working_day", lambda _day: True)

        def run():
            kept.clear()
            digest.run()
            assert len({message["To"] for message in kept}) == len(kept)
            return {message["To"]: message.get_content() for message in kept}

        yield run


@pytest.fixture
def pair(publish):  # noqa: F811
    """Two OPDs whose three measures of one kecamatan differ: three cases. The second is reached by its OPD."""
    Organization(peran="walidata", surel=WALIDATA, title="Dinas Kominfo")
    first, second = Organization(title="Dinas Satu"), Organization(title="Dinas Dua", surel=TWO)
    publish(STANDARD, PEOPLE, first["id"], kontak_email=ONE)
    made = publish(STANDARD, OTHER, second["id"])
    ckan_model.Session.execute(
        text("UPDATE package SET extras = extras - 'kontak_email' WHERE id = :id"), {"id": made[0]["id"]}
    )
    ckan_model.Session.commit()
    find.search(STANDARD)
    return first, second


def pass_days(count):
    """Let that many days go by since the mails."""
    span = "make_interval(days => :days)"
    passed = text(f"UPDATE satudata_discrepancy SET told = told - {span}, found = found - {span}")
    ckan_model.Session.execute(passed, {"days": count})
    ckan_model.Session.commit()


def grow(values):
    """Change figures, {old: new}, and search again."""
    change = text("UPDATE satudata_observation SET value = :new WHERE value = :old")
    for old, new in values.items():
        ckan_model.Session.execute(change, {"old": old, "new": new})
    ckan_model.Session.commit()
    find.search(STANDARD)


def case(measure):
    """Return the id of the case of a measure."""
    cases = act("satudata_discrepancy_list", kind="values")["cases"]
    return next(one_case["id"] for one_case in cases if one_case["measure"] == measure)


def test_new_ones_are_told_once_in_one_mail(pair, mails):
    """Three cases, three addresses, three mails; the next morning none, and none again after the table is reloaded."""
    sent = mails()
    assert set(sent) == {ONE, TWO, WALIDATA}
    for body in sent.values():
        assert body.count("/satudata/selisih/") == 3
        assert "Dinas Satu" in body
        assert "Dinas Dua" in body
    assert mails() == {}
    find.search(STANDARD)
    assert mails() == {}


def test_what_stays_open_is_told_again_what_is_settled_is_not(pair, mails):
    """After 14 days: open ones to all, explained ones to the walidata, settled ones to nobody; and 14 days later."""
    mails()
    reason = "Kami menghitung menurut tempat tinggal."
    act("satudata_discrepancy_settle", id=case("jumlah"), reason=reason)
    act("satudata_discrepancy_explain", id=case("laki_laki"), reason=reason)
    pass_days(13)
    assert mails() == {}
    pass_days(2)
    sent = mails()
    count = {address: body.count("/satudata/selisih/") for address, body in sent.items()}
    assert count == {ONE: 1, TWO: 1, WALIDATA: 2}
    assert mails() == {}
    act("satudata_discrepancy_settle", id=case("laki_laki"), reason=reason)
    act("satudata_discrepancy_settle", id=case("perempuan"), reason=reason)
    pass_days(100)
    assert mails() == {}


def test_no_reminder_where_none_is_wanted(pair, mails, monkeypatch):
    """0 days: new ones only."""
    monkeypatch.setitem(tk.config, "ckanext.satudata.discrepancy_reminder_days", 0)
    assert len(mails()) == 3
    pass_days(1000)
    assert mails() == {}


def test_opened_again_is_new_again(pair, mails):
    """By the walidata, or because a value has changed after it was settled; not because it changes while open."""
    mails()
    grow({60: 61, 100: 101})
    assert mails() == {}
    for measure in ("laki_laki", "jumlah"):
        act("satudata_discrepancy_settle", id=case(measure), reason="Angka Dinas Satu yang berlaku.")
    act("satudata_discrepancy_reopen", id=case("laki_laki"), reason="Definisinya belum jelas.")
    grow({61: 62, 101: 102})
    assert mails()[ONE].count("/satudata/selisih/") == 2


def test_a_lost_mail_is_sent_the_next_morning(pair, mails, monkeypatch):
    """While the mail server is away, or is not there at all, nothing counts as told."""
    server = tk.config["smtp.server"]
    monkeypatch.setitem(tk.config, "smtp.server", "127.0.0.1:1")
    assert mails() == {}
    monkeypatch.setitem(tk.config, "smtp.mail_from", "")
    assert mails() == {}
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")
    monkeypatch.setitem(tk.config, "smtp.server", server)
    assert len(mails()) == 3


def test_nothing_private_is_mailed(pair, mails):
    """A case of a dataset that is not public (any more) is told to nobody."""
    ckan_model.Session.query(ckan_model.Package).update({"private": True})
    ckan_model.Session.commit()
    assert mails() == {}


def test_a_long_list_is_cut(mails, monkeypatch):
    """Of three cases two are told, and that there is one more."""
    monkeypatch.setattr(mail, "SHOWN", 2)
    texts = [f"kasus {number}." for number in range(3)]
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        assert mail.digest({ONE: texts}, str) == {ONE}
    [message] = kept
    assert message["Subject"] == "3"
    body = message.get_content()
    assert "kasus 1." in body
    assert "kasus 2." not in body
    assert "1" in body.rpartition("kasus 1.")[2]
