"""A discrepancy is explained, settled and opened again, by whom, and for whom to see."""

import pytest
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import find, model
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, PEOPLE_HEADER
from sqlalchemy import text

from discrepancies.comparing import STANDARD, officer

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def one(**question):
    """Return the only case."""
    [case] = act("satudata_discrepancy_list", **question)["cases"]
    return case


def as_user(action, name, **data):
    """Call an action as that person, with all checks."""
    return tk.get_action(action)({"user": name, "ignore_auth": False}, data)


def test_the_state_survives_a_reload_and_not_a_new_value(pair):
    """The same figures loaded anew stay settled; another value opens the case again; what is mended goes."""
    _offices, made = pair
    case = next(
        one_case["id"] for one_case in act("satudata_discrepancy_list")["cases"] if one_case["measure"] == "jumlah"
    )
    act("satudata_discrepancy_settle", id=case, reason="Angka Disdukcapil yang berlaku.")
    ckan_model.Session.execute(text("UPDATE satudata_observation SET set_id = set_id"))
    from ckanext.satudata.observations import load

    load.load(made[1][1]["id"])
    find.search(STANDARD)
    assert act("satudata_discrepancy_show", id=case)["state"] == "settled"
    change = text("UPDATE satudata_observation SET value = :new WHERE value = :old")
    ckan_model.Session.execute(change, {"old": 100, "new": 99})
    ckan_model.Session.commit()
    find.search(STANDARD)
    shown_case = act("satudata_discrepancy_show", id=case)
    assert (shown_case["state"], sorted(shown_case["values"])) == ("open", [94, 99])
    assert [event["what"] for event in shown_case["history"]] == ["reopened", "settled", "found"]
    ckan_model.Session.execute(change, {"old": 99, "new": 94})
    ckan_model.Session.commit()
    find.search(STANDARD)
    with pytest.raises(tk.ObjectNotFound):
        act("satudata_discrepancy_show", id=case)
    assert model.history(case)[0]["what"] == "gone"


def test_who_may_explain_and_settle(pair):
    """Officers of both OPDs explain, nobody else; the walidata settles and opens again; each with a reason."""
    offices, _made = pair
    first, second = (officer(office) for office in offices)
    stranger = officer(Organization()["id"])
    walidata = officer(Organization(peran="walidata")["id"])
    case = next(
        one_case["id"] for one_case in act("satudata_discrepancy_list")["cases"] if one_case["measure"] == "jumlah"
    )
    reason = "Kami menghitung menurut tempat tinggal, bukan menurut KTP."
    for name in (stranger, ""):
        with pytest.raises(tk.NotAuthorized):
            as_user("satudata_discrepancy_explain", name, id=case, reason=reason)
    with pytest.raises(tk.ValidationError) as raised:
        as_user("satudata_discrepancy_explain", first, id=case, reason="beda")
    assert "10" in raised.value.error_dict["reason"][0]
    assert as_user("satudata_discrepancy_explain", first, id=case, reason=reason)["state"] == "explained"
    assert as_user("satudata_discrepancy_explain", second, id=case, reason=reason)["state"] == "explained"
    for name in (first, stranger, ""):
        with pytest.raises(tk.NotAuthorized):
            as_user("satudata_discrepancy_settle", name, id=case, reason=reason)
    shown_case = as_user(
        "satudata_discrepancy_settle", walidata, id=case, reason="Keduanya benar menurut definisinya."
    )
    assert shown_case["state"] == "settled"
    assert [(event["what"], bool(event["user"])) for event in shown_case["history"]] == [
        ("settled", True),
        ("explained", True),
        ("explained", True),
        ("found", False),
    ]
    # names of officers are not for everybody, reasons are
    public = as_user("satudata_discrepancy_show", "", id=case)["history"]
    assert {event["user"] for event in public} == {""}
    assert public[1]["reason"] == reason
    with pytest.raises(tk.ValidationError):
        as_user("satudata_discrepancy_explain", first, id=case, reason=reason)
    assert (
        as_user("satudata_discrepancy_reopen", walidata, id=case, reason="Definisinya belum jelas.")["state"] == "open"
    )


def test_a_decision_may_be_for_the_whole_case(publish):  # noqa: F811
    """Two regions of the same two datasets are one case: decided at once only when asked to."""
    changed = [PEOPLE_HEADER, *([*row[:3], row[3] + 1, row[4], row[5] + 1] for row in PEOPLE[3:])]
    publish(STANDARD, PEOPLE, Organization()["id"])
    publish(STANDARD, changed, Organization()["id"])
    find.search(STANDARD)
    listed = act("satudata_discrepancy_list", kind="values")["cases"]
    assert sorted((one_case["measure"], one_case["figures"]) for one_case in listed) == [
        ("jumlah", 2),
        ("laki_laki", 2),
    ]
    case = next(one_case for one_case in listed if one_case["measure"] == "jumlah")
    reason = "Angka Disdukcapil yang berlaku."
    act("satudata_discrepancy_settle", id=case["id"], reason=reason)
    assert one(kind="values", state="settled")["figures"] == 1
    listed = act("satudata_discrepancy_list", kind="values", state="open")["cases"]
    left = next(one_case for one_case in listed if one_case["measure"] == "jumlah")
    act("satudata_discrepancy_settle", id=left["id"], reason=reason, alike=True)
    assert one(kind="values", state="settled")["figures"] == 2


def test_nothing_private_is_told(pair):
    """As soon as one of the datasets is private, nobody sees the case, not even its id."""
    _offices, made = pair
    case = act("satudata_discrepancy_list")["cases"][0]
    ckan_model.Session.query(ckan_model.Package).filter_by(id=made[1][0]["id"]).update({"private": True})
    ckan_model.Session.commit()
    assert act("satudata_discrepancy_list")["count"] == 0
    with pytest.raises(tk.ObjectNotFound):
        act("satudata_discrepancy_show", id=case["id"])
