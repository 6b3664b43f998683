"""The addresses of regions and affairs in the feed lead to a page."""

import pytest

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins")]


def test_page_of_a_code(app):
    """A region's page has its name and says whence the codes are; what does not exist is a 404."""
    page = app.get("/kode/wilayah/51.08").body
    assert "Kabupaten Buleleng" in page
    assert "Kepmendagri" in page
    for path in ("/kode/wilayah/99.99", "/kode/tidak-ada/1", "/kode/..%2F/1"):
        assert app.get(path, expect_errors=True).status_code == 404
