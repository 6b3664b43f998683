"""Pictures of screens: who may take one, what a ticket is worth, and what is said where there is no Chromium."""

import io

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from ckanext.satudata.command_center import snapshot
from ckanext.satudata.exceptions import NoSnapshot
from factories_satudata import act
from PIL import Image

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
PASSWORD = "kata-sandi-uji"


def png(width, height):
    """Return a picture of that size."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, "PNG")
    return stream.getvalue()


def test_a_document_has_a_page_as_large_as_each_picture(with_plugins):
    """1920 px are 20 inches of 72 points."""
    made = snapshot.document([png(1920, 1080), png(960, 540)], "Pagi")
    assert made.startswith(b"%PDF-")
    for size in (b"0 0 1440 810", b"0 0 720 405"):
        assert size in made


@pytest.mark.ckan_config("ckanext.satudata.chromium", "peramban-yang-tidak-ada")
def test_without_chromium_it_says_so():
    """The error names the program, the package and the option."""
    with pytest.raises(NoSnapshot, match="peramban-yang-tidak-ada") as refusal:
        snapshot.picture("ringkasan", "")
    assert "ckanext.satudata.chromium" in str(refusal.value)


@pytest.mark.ckan_config("ckan.display_timezone", "Asia/Makassar")
def test_the_briefing_is_made_in_the_local_morning(tmp_path):
    """05.30 in Makassar is 21.30 UTC of the day before; without a folder nothing is made."""
    assert snapshot.briefing_cron() == "30 21 * * *"
    snapshot.briefing()
    assert list(tmp_path.iterdir()) == []


def test_a_ticket_is_good_for_one_visit(app):
    """It shows an internal screen once; a second visit, and a made-up one, see what everybody sees."""
    admin = factories.Sysadmin(password=PASSWORD)
    connect_to_redis().set("satudata:ticket:uji", admin["name"], ex=60)
    first = app.get("/command-center/ringkasan?tiket=uji&ukuran=3840x2160").body
    assert '"still": {"height": 2160, "width": 3840}' in first
    for spent in ("uji", "karangan"):
        assert '"still": null' in app.get(f"/command-center/ringkasan?tiket={spent}").body
    assert app.get("/command-center/ringkasan.png", status=403)
    assert act("satudata_screen_list")


def test_sizes_that_are_none_are_refused(app):
    """Somebody who is logged in cannot ask for a wall of any size."""
    token = factories.APIToken(user=factories.User()["name"])["token"]
    headers = {"Authorization": token}
    assert app.get("/command-center/ringkasan.png?ukuran=99999x99999", headers=headers, status=400)
    assert app.get("/command-center/tidak-ada.png", headers=headers, status=404)
