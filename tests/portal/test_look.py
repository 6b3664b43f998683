"""What a sysadmin sets on the page of settings is seen: in the header, on the home page, walls, mails and prints."""

import io
from mailbox import mailbox

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.command_center.scoreboard import export, formula
from ckanext.satudata.metadata import look
from factories_satudata import act
from PIL import Image
from pypdf import PdfReader
from werkzeug.datastructures import FileStorage

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]


def picture(name, colour):
    """Return an uploaded picture."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(stream, "PNG")
    stream.seek(0)
    return FileStorage(stream, name, content_type="image/png")


def save(**values):
    """Save settings as the page does."""
    act("config_option_update", **values)


@pytest.fixture
def settings():
    """Set name, arms, colour, photo, greeting and address; take them away again."""
    names = {
        "ckan.site_title": "Portal Data Blora",
        "ckan.site_description": "Sesarengan mbangun Blora",
        "ckan.site_intro_text": "Sugeng rawuh, **warga Blora**.",
        "ckanext.satudata.colour": "#7a1f1f",
        "ckanext.satudata.address": "Jalan Pemuda 12\nBlora",
    }
    save(**names, logo_upload=picture("lambang.png", "red"), photo_upload=picture("alun-alun.png", "green"))
    yield names
    for name in (*names, "ckan.site_logo", look.PHOTO):
        save(**{name: "Satu Data Uji" if name == "ckan.site_title" else ""})


def test_every_page_shows_the_district(settings, app):
    """Header, home page and wall show name, arms, colour, photo, greeting, motto and address; pictures are served."""
    shown = look.current()
    assert "/uploads/admin/" in shown.logo
    assert "/uploads/admin/" in shown.photo
    assert shown.logo != shown.photo
    for address in (shown.logo, shown.photo):
        assert app.get(address).headers["Content-Type"] == "image/png"
    page = app.get("/").body
    for text in (
        f'src="{shown.logo}"',
        f"url('{shown.photo}')",
        "--satudata-deep: #7a1f1f",
        "<strong>Portal Data Blora</strong>",
        "Sesarengan mbangun Blora",
        "<strong>warga Blora</strong>",
        "Jalan Pemuda 12\nBlora",
    ):
        assert text in page, text
    assert "<title>" in page
    assert "Portal Data Blora" in page.split("<title>")[1].split("</title>")[0]
    wall = app.get("/command-center/ringkasan").body
    assert f'src="{shown.logo}"' in wall
    assert "Portal Data Blora" in wall


def test_mails_and_prints_have_name_and_address(settings, ckan_config, monkeypatch):
    """A mail ends with the address and names the portal; a printed board has arms, name and address above."""
    with mailbox() as (address, messages):
        monkeypatch.setitem(ckan_config, "smtp.server", address)
        monkeypatch.setitem(ckan_config, "smtp.mail_from", "satudata@blorakab.go.id")
        assert mail.send("opd@blorakab.go.id", "Uji", "Isi surel")
    text = messages[0].get_content()
    assert "Jalan Pemuda 12" in text
    assert "Portal Data Blora" in text
    board = {"month": "2026-10", "as_of": "2026-10-31", "formula": formula.load(), "offices": [], "unmeasured": {}}
    first_page = PdfReader(io.BytesIO(export.as_pdf(board))).pages[0]
    printed = first_page.extract_text()
    assert "Portal Data Blora" in printed
    assert "Jalan Pemuda 12" in printed
    assert len(first_page.images) == 1


def test_another_photo_replaces_the_first(settings):
    """The file of a photo that was replaced is gone; clearing it takes it off the page."""
    before = look.current().photo
    save(**{look.PHOTO: before}, photo_upload=picture("lain.png", "blue"))
    after = look.current().photo
    assert after != before
    save(**{look.PHOTO: after}, clear_photo_upload="true")
    assert look.current().photo == ""


@pytest.mark.parametrize(("colour", "cure"), [("merah", "#0b4f6c"), ("#ffd700", "4.5:1")])
def test_colours_that_cannot_be_read_are_refused(colour, cure):
    """White letters stand on the colour: one on which they cannot be read is refused, with what to do."""
    with pytest.raises(tk.ValidationError, match=cure):
        save(**{"ckanext.satudata.colour": colour})
