"""How answers travel: small, and kept where they never change."""

import re

import pytest

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_page_is_compressed_for_who_takes_it(app, coding):
    """A page says how it is written, and that it depends on what is taken; without a wish it is plain."""
    answer = app.get("/about", headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    plain = app.get("/about", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(answer.data) < len(plain.data) / 2


def test_assets_with_a_hash_are_kept_for_a_year_and_others_are_not(app):
    """The name of an asset changes with what is in it; a page is asked for anew."""
    page = app.get("/about").body
    asset = re.search(r'href="(/webassets/[^"]+\.css)', page)[1]
    assert "max-age=31536000, immutable" in app.get(asset).headers["Cache-Control"]
    assert "immutable" not in app.get("/about").headers["Cache-Control"]


def test_a_page_that_is_only_read_has_no_script_of_ckan(app):
    """Neither the libraries nor the font of signs."""
    for address in ("/", "/about", "/dataset/"):
        page = app.get(address).body
        assert "_light.js" in page
        for part in ("/vendor/", "_main.js", "fontawesome"):
            assert part not in page, address
