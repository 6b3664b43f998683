"""Screens that are made in the browser are the YAML that a file would hold, checked alike, and never lost."""

import json

import pytest
import yaml
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.command_center import screens
from ckanext.satudata.command_center.editing import actions
from factories_satudata import Organization, act

SERVICES = ("with_plugins", "clean_db", "clean_index", "clean_queues")
SCREEN = """title: Rapat inflasi
order: 3
tiles:
  - {kind: clock, title: Waktu setempat}
  - {kind: number, title: 'Beras: medium', standard: harga_pangan, measure: harga, filters: {komoditas: [beras]}}
"""


@pytest.mark.parametrize("name", screens.shipped())
def test_what_is_written_says_what_was_read(name):
    """A shipped screen goes through the editor unchanged, and once more to the very same text."""
    written = actions.as_yaml(screens.load(name).descriptor)
    again = screens.parse_screen(name, written)
    assert again.descriptor == screens.load(name).descriptor
    assert actions.as_yaml(again.descriptor) == written
    # a line for each tile, as the files have it
    assert sum(line.startswith("  - {kind: ") for line in written.splitlines()) == len(again.tiles)


@pytest.mark.parametrize("odd", [{}, {"title": "x"}, {"tiles": []}, {"tiles": "satu"}, {"tiles": ["a", 3, None, {}]}])
def test_odd_descriptors_are_written_too(odd):
    """What the check will refuse is not lost on the way to it."""
    assert (yaml.safe_load(actions.as_yaml(odd)) or {}) == odd


@pytest.mark.services
@pytest.mark.usefixtures(*SERVICES)
class TestSaved:
    """With a database."""

    def test_the_way_of_a_screen(self, app):
        """Saved, shown, changed, brought back, deleted, brought back again: each is a version more."""
        assert act("satudata_screen_save", name="inflasi", text=SCREEN)["version"] == 1
        assert app.get("/command-center/inflasi.yaml").body == SCREEN
        shown = json.loads(app.get("/command-center/inflasi/data").body)
        assert [tile["face"] for tile in shown["tiles"]] == ["clock", "empty"]
        # after those whose order is smaller
        assert screens.names()[:4] == [*screens.shipped()[:2], "inflasi", screens.shipped()[2]]
        act("satudata_screen_save", name="inflasi", text=SCREEN.replace("Rapat", "Pasar dan"))
        assert screens.load("inflasi").title == "Pasar dan inflasi"
        act("satudata_screen_restore", name="inflasi", version=1)
        assert screens.load("inflasi").title == "Rapat inflasi"
        act("satudata_screen_delete", name="inflasi")
        assert "inflasi" not in screens.names()
        assert app.get("/command-center/inflasi", status=404)
        act("satudata_screen_restore", name="inflasi", version=2)
        assert screens.load("inflasi").title == "Pasar dan inflasi"
        history = act("satudata_screen_history", name="inflasi")
        assert [(version["version"], version["deleted"]) for version in history] == [
            (5, False),
            (4, True),
            (3, False),
            (2, False),
            (1, False),
        ]

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("ringkasan", SCREEN, "ringkasan"),
            ("../etc", SCREEN, "hyphens"),
            ("inflasi", "tiles: []", "title"),
            ("inflasi", SCREEN.replace("clock", "jam"), "jam"),
            ("inflasi", "a: [", "line 1"),
            ("inflasi", "satu kata saja", "title"),
        ],
    )
    def test_what_is_wrong_is_not_saved(self, name, text, message):
        """A shipped name, a strange name, a frame or a tile that the check refuses, no YAML, no screen at all."""
        with pytest.raises(tk.ValidationError) as refused:
            act("satudata_screen_save", name=name, text=text)
        assert message in str(refused.value.error_dict)
        assert "inflasi" not in screens.names()

    def test_a_wrong_tile_says_so_on_its_face_before_it_is_saved(self):
        """The preview draws the other one, and tells what keeps the screen from being saved."""
        preview = act(
            "satudata_screen_preview", name="inflasi", text=SCREEN.replace("measure: harga,", "ukuran: harga,")
        )
        assert [tile["face"] for tile in preview["tiles"]] == ["clock", "wrong"]
        assert "measure" in " ".join(preview["tiles"][1]["problems"])
        assert preview["problems"]

    def test_only_the_walidata_arranges(self, app):
        """Neither visitors nor officers of another OPD see the tools or may send anything."""
        officer, walidata = factories.User(), factories.User()
        offices = {officer["name"]: Organization(), walidata["name"]: Organization(peran="walidata")}
        for name, office in offices.items():
            act("organization_member_create", id=office["id"], username=name, role="editor")
        data = {"name": "inflasi", "text": SCREEN}
        for action in ("save", "preview", "delete", "restore", "history"):
            context = {"user": officer["name"], "ignore_auth": False}
            with pytest.raises(tk.NotAuthorized):
                tk.get_action(f"satudata_screen_{action}")(context, {**data, "version": 1})
        assert app.get("/command-center/ringkasan/susun", status=403)
        context = {"user": walidata["name"], "ignore_auth": False}
        assert tk.get_action("satudata_screen_save")(context, data)["user"] == walidata["name"]
        # an internal screen is no text for everybody either
        internal = SCREEN.replace("order: 3", f"organizations: [{offices[officer['name']]['name']}]")
        tk.get_action("satudata_screen_save")({**context}, {"name": "inflasi", "text": internal})
        assert app.get("/command-center/inflasi.yaml", status=403)

    def test_a_walidata_sees_the_internal_screen_that_he_made(self, app):
        """On every address of it, as do the people it is for; nobody else does."""
        made, guest, stranger = (factories.UserWithToken() for _person in range(3))
        office = Organization()
        act(
            "organization_member_create", id=Organization(peran="walidata")["id"], username=made["name"], role="editor"
        )
        act("organization_member_create", id=office["id"], username=guest["name"], role="member")
        internal = SCREEN.replace("order: 3", f"organizations: [{office['name']}]")
        context = {"user": made["name"], "ignore_auth": False}
        tk.get_action("satudata_screen_save")(context, {"name": "inflasi", "text": internal})
        addresses = ("/command-center/inflasi", "/command-center/inflasi.yaml", "/command-center/inflasi/susun")
        for address in addresses:
            assert app.get(address, headers={"Authorization": made["token"]}).status_code == 200
            assert app.get(address, status=403)
            assert app.get(address, headers={"Authorization": stranger["token"]}, status=403)
        assert app.get(addresses[0], headers={"Authorization": guest["token"]}).status_code == 200
        listed = tk.get_action("satudata_screen_list")({"user": made["name"], "ignore_auth": False}, {})
        assert "inflasi" in [screen["name"] for screen in listed]
