"""Requests for data: who may ask, see and answer; the time of the law; and that no person is told to anybody."""

import datetime

import pytest
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, workdays
from ckanext.satudata.command_center.scoreboard import compute, month
from ckanext.satudata.demo import loader
from ckanext.satudata.requests import model
from data_requests import PAGE, REQUEST, ago, as_user, ask
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_a_request_goes_its_way(offices):
    """Received, given to an OPD, prolonged once, answered, corrected: each step by whoever may, and kept."""
    _office, walidata, _headers = offices["walidata"]
    dinas, clerk, _headers = offices["dinas"]
    _office, stranger, _headers = offices["lain"]
    number = ask()["number"]
    assert as_user("", "show", number=number)["state"] == "received"
    for nobody in ("", clerk):
        with pytest.raises(tk.NotAuthorized):
            as_user(nobody, "assign", number=number, organization=dinas["name"])
    as_user(walidata, "assign", number=number, organization=dinas["name"], note="Tanyakan bidang tangkap.")
    due = workdays.after(clock.today(), 10)
    assert as_user("", "show", number=number)["due"] == due.isoformat()
    with pytest.raises(tk.NotAuthorized):
        as_user(stranger, "answer", number=number, text="Tidak ada pada kami.")
    as_user(clerk, "prolong", number=number, reason="Data desa masih dikumpulkan.")
    assert as_user("", "show", number=number)["due"] == workdays.after(due, 7).isoformat()
    with pytest.raises(tk.ValidationError, match="number"):
        as_user(clerk, "prolong", number=number, reason="Masih perlu waktu lagi.")
    with pytest.raises(tk.ValidationError, match="text"):
        as_user(clerk, "answer", number=number)
    hidden = act("package_create", **dataset_dict(owner_org=dinas["id"], private=True))
    with pytest.raises(tk.ValidationError, match="dataset"):
        as_user(clerk, "answer", number=number, dataset=hidden["name"])
    shown = act("package_create", **dataset_dict(owner_org=dinas["id"], name="nelayan"))
    done = as_user(clerk, "answer", number=number, dataset=shown["name"])
    assert (done["state"], done["answer_dataset"]["name"], done["late"]) == ("answered", "nelayan", False)
    as_user(clerk, "answer", number=number, text="Lihat juga tabel per kecamatan.")
    for verb in ("assign", "prolong", "close"):
        with pytest.raises(tk.ValidationError, match="number"):
            as_user(walidata, verb, number=number, organization=dinas["name"], reason="Sudah dijawab.")
    history = as_user("", "show", number=number)["history"]
    steps = ["corrected", "answered", "prolonged", "shown", "assigned", "received"]
    assert [event["what"] for event in history] == steps
    # what offices write for each other stays with them
    assert history[4]["text"] == ""
    assert as_user(clerk, "show", number=number)["history"][4]["text"] == "Tanyakan bidang tangkap."


def test_a_request_can_be_given_to_another_opd(offices):
    """The first OPD sees the person no more, the second does."""
    _office, walidata, _headers = offices["walidata"]
    number = ask()["number"]
    for name in ("dinas", "lain"):
        as_user(walidata, "assign", number=number, organization=offices[name][0]["id"])
    assert "asker" not in as_user(offices["dinas"][1], "show", number=number)
    assert as_user(offices["lain"][1], "show", number=number)["asker"]["email"] == REQUEST["email"]
    with pytest.raises(tk.NotAuthorized):
        as_user(offices["dinas"][1], "answer", number=number, text="Sudah kami jawab.")


def test_refusing_needs_a_reason_of_the_law(app, offices):
    """One of the list of articles 6 and 17, and what it means here."""
    _office, walidata, _headers = offices["walidata"]
    number = ask()["number"]
    text = "Nama penerima adalah rahasia pribadi mereka."
    with pytest.raises(tk.ValidationError, match="refusal"):
        as_user(walidata, "refuse", number=number, refusal="malas", text=text)
    done = as_user(walidata, "refuse", number=number, refusal="rahasia_pribadi", text=text)
    assert (done["state"], done["refusal_article"]) == ("refused", "17 huruf h")
    assert "17 huruf h" in app.get(f"{PAGE}/{number}").body


def test_what_is_no_request_for_data_leaves_the_list(app, offices):
    """Closed by the walidata with a reason that the asker reads; nobody else finds it."""
    _office, walidata, headers = offices["walidata"]
    made = ask()
    as_user(walidata, "close", number=made["number"], reason="Ini aduan; kirim lewat SP4N-LAPOR!.")
    assert as_user("", "list")["count"] == 0
    app.get(f"{PAGE}/{made['number']}", status=404)
    app.get(f"{PAGE}/{made['number']}", headers=headers)
    assert [request["number"] for request in as_user(walidata, "list", state="closed")["requests"]] == [made["number"]]
    assert as_user("", "list", state="closed")["count"] == 0
    assert "SP4N-LAPOR!" in app.get(made["url"].partition(tk.config["ckan.site_url"])[2]).body


def test_time_and_order(offices):
    """Ten working days: what came eleven ago is late and stands first; one that came on paper counts from its day."""
    _office, walidata, _headers = offices["walidata"]
    fresh = ask()["number"]
    with pytest.raises(tk.NotAuthorized):
        ask(received=ago(11).isoformat())
    late = as_user(walidata, "create", **REQUEST, received=ago(11).isoformat())["number"]
    just = as_user(walidata, "create", **REQUEST, received=ago(10).isoformat())["number"]
    listed = as_user("", "list")["requests"]
    assert [request["number"] for request in listed] == [late, just, fresh]
    assert [(request["days"], request["late"]) for request in listed] == [(11, True), (10, False), (0, False)]
    assert [request["number"] for request in as_user("", "list", state="late")["requests"]] == [late]
    with pytest.raises(tk.ValidationError, match="number"):
        as_user(walidata, "prolong", number=late, reason="Baru terbaca hari ini.")
    as_user(walidata, "answer", number=late, text="Data ini tidak dikumpulkan lagi.")
    assert as_user("", "show", number=late)["late"]
    with pytest.raises(tk.ValidationError, match="state"):
        as_user("", "list", state="hilang")


def test_the_scoreboard_counts_them(offices):
    """By hand: all came on Monday 1 June and are due on the 15th, each counts for the OPD that had it on that day."""
    _office, _walidata, _headers = offices["walidata"]
    dinas, lain = offices["dinas"][0], offices["lain"][0]
    due = datetime.date(2026, 6, 15)
    cases = [
        # (given to, on day, decided on day): dinas has two, one in time; lain has one, late; the walidata has what
        # nobody was given by its day, although it was given away later; the closed one counts nowhere
        ([(dinas, "2026-06-02")], "2026-06-15"),
        ([(dinas, "2026-06-02")], "2026-06-16"),
        ([(dinas, "2026-06-02"), (lain, "2026-06-12")], None),
        ([(dinas, "2026-06-17")], "2026-06-18"),
        ([(dinas, "2026-06-02")], "closed"),
    ]
    for entries, end in cases:
        request = model.add(datetime.datetime.fromisoformat("2026-06-01T04:00"), **{**REQUEST, "period": ""})
        assert request.due == due
        for office, day in entries:
            moment = datetime.datetime.fromisoformat(f"{day}T04:00")
            model.note(request, "assigned", office=office["id"], moment=moment)
            request.office, request.state = office["id"], model.ASSIGNED
        if end == "closed":
            request.state = model.CLOSED
        elif end:
            request.state, request.decided = model.ANSWERED, datetime.datetime.fromisoformat(f"{end}T04:00")
    ckan_model.Session.commit()
    board = compute.board(month.Month("2026-06", datetime.date(2026, 7, 10)))
    assert "requests" not in board["unmeasured"]
    by_title = {row["title"]: row["criteria"].get("requests") for row in board["offices"]}
    counts = {title: (measured["good"], measured["cases"]) for title, measured in by_title.items() if measured}
    assert counts == {"Dinas Perikanan": (1, 2), "Dinas Lain": (0, 1), "Dinas Kominfo": (0, 1)}
    late, in_time = by_title["Dinas Perikanan"]["evidence"]
    assert (late["state"], in_time["state"]) == ("bad", "good")
    assert in_time["said"]["values"] == {"due": "15 Juni 2026", "days": 10}
    assert in_time["url"].startswith(PAGE)
    # on the last day itself it may still be answered
    running = compute.board(month.Month("2026-06", due))
    counted = {row["title"] for row in running["offices"] if "requests" in row["criteria"]}
    assert counted == {"Dinas Perikanan", "Dinas Kominfo"}


def test_the_demonstration_has_some(offices):
    """Of each state one at least, one late; loaded once; offices have had theirs since the day on which they came."""
    district = loader.District("51.08")
    steps = [step for declared in district.requests for step in declared.get("steps", [])]
    for name in {step["organization"] for step in steps if "organization" in step}:
        Organization(name=name, title=f"Kantor {name}")
    for name in {step["dataset"] for step in steps if "dataset" in step}:
        act("package_create", **dataset_dict(name=name, owner_org=offices["dinas"][0]["id"]))
    for _number in range(2):
        district._load_requests()
    listed = as_user("", "list")["requests"]
    assert len(listed) == len(district.requests)
    assert {request["state"] for request in listed} == {"received", "assigned", "answered", "refused"}
    assert any(request["late"] and not request["decided"] for request in listed)
    held = model.due_in(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))
    assert all(office == request.office for request, office in held)
