"""Complaints whose time has passed, from the published rows; what the room writes down is kept, goes out as CSV."""

import csv
import io

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import clock
from ckanext.satudata.command_center import wall
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.command_center.war_room import cases
from ckanext.satudata.observations import load
from factories_satudata import Organization
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import COMPLAINTS

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
HEADER, ROWS = COMPLAINTS[0], COMPLAINTS[1:]


@pytest.fixture
def complaints(publish):  # noqa: F811
    """Publish four complaints, three of them finished, and one that came today."""
    fresh = ["A5", clock.today().isoformat(), "informasi", "Air", "1.03", "Dinas PU", "proses", "", "", 1]
    dataset, resource = publish("pengaduan", [HEADER, *ROWS, fresh])
    load.load(resource["id"])
    return dataset


def do(user, action, **data):
    """Call an action as a person; "" is the public."""
    model.Session.remove()
    context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user) if user else None}
    return helpers.call_action(action, context=context, **data)


def member(**more):
    """Return the name of an officer of a new organization."""
    user = factories.User()
    organization = Organization(**more)
    helpers.call_action("organization_member_create", id=organization["id"], username=user["name"], role="editor")
    return user["name"]


@pytest.mark.usefixtures("with_request_context")
def test_only_what_is_late_and_not_finished(complaints):
    """A4 came on Friday 6 June 2025 and has 14 working days: two Fridays and a Monday are off. A5 came today."""
    [case] = cases.overdue()
    assert (case.number, case.office, case.kind, case.matter) == ("A4", "Dinas PU", "pengaduan", "Sampah")
    assert case.due.isoformat() == "2025-06-30"
    assert case.late > 200


@pytest.mark.usefixtures("with_request_context")
def test_what_is_written_down_stays_and_goes_out(complaints):
    """The walidata assigns, and later notes the next step; an officer reads, the public does not; the CSV has both."""
    walidata, officer = member(peran="walidata"), member()
    do(walidata, "satudata_situation_save", case="A4", owner="Kabid Persampahan", step="Angkut", until="2026-12-01")
    do(walidata, "satudata_situation_save", case="A4", owner="Kabid Persampahan", note="=1+1, truk rusak")
    do(walidata, "satudata_situation_save", note="Rapat dibuka.")
    room = do(officer, "satudata_situation_list")
    assert [entry["case"] for entry in room["log"]] == ["", "A4", "A4"]
    assert room["cases"][0]["last"]["note"] == "=1+1, truk rusak"
    assert room["log"][2]["until"] == "2026-12-01"
    for person in ("", officer):
        with pytest.raises(tk.NotAuthorized):
            do(person, "satudata_situation_save", case="A4", note="Bukan saya.")
    with pytest.raises(tk.NotAuthorized):
        do("", "satudata_situation_list")


@pytest.mark.usefixtures("with_request_context")
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"case": "A1", "note": "Sudah selesai."}, "case"),
        ({"case": "A4"}, "note"),
        ({"note": "x", "until": "besok"}, "until"),
    ],
)
def test_what_cannot_be_written(complaints, data, field):
    """Of a complaint that is not late, nothing at all, a day that is none."""
    walidata = member(peran="walidata")
    with pytest.raises(tk.ValidationError) as error:
        do(walidata, "satudata_situation_save", **data)
    assert field in error.value.error_dict


def test_the_page_and_its_csv(complaints, app):
    """Read by an officer, not by the public; nothing in the CSV is a formula."""
    walidata = member(peran="walidata")
    do(walidata, "satudata_situation_save", case="A4", note="=1+1")
    headers = {"Authorization": factories.APIToken(user=walidata)["token"]}
    page = app.get("/satudata/siaga/?rapat=1", headers=headers).body
    assert "Sampah" in page
    assert "satudata-meeting" in page
    answer = app.get("/satudata/siaga/keputusan.csv", headers=headers)
    [row] = csv.DictReader(io.StringIO(answer.body.lstrip("\ufeff")))
    assert (row["nomor_laporan"], row["opd"], row["catatan"]) == ("A4", "Dinas PU", "'=1+1")
    assert app.get("/satudata/siaga/keputusan.csv", status=403)


@pytest.mark.usefixtures("with_request_context")
def test_the_tile_says_its_source(complaints):
    """On the wall the complaint stands with its OPD and its days, without the room's words."""
    screen = Screen("uji-siaga", {"title": "Uji", "tiles": [{"kind": "overdue", "title": "Aduan"}]})
    [face] = wall.shown(screen, set())["tiles"]
    assert [row["label"] for row in face["rows"]] == ["Sampah"]
    assert face["footer"]["datasets"][0]["name"] == complaints["name"]
