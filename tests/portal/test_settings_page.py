"""The page on which a sysadmin sets what the district looks like."""

import pytest
from ckan.tests import factories

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_form_has_the_fields(app):
    """The page of settings asks for colour, photo and address beside what CKAN asks for."""
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    page = app.get("/ckan-admin/config", headers=headers, status=200).get_data(as_text=True)
    for name in ("ckanext.satudata.colour", "photo_upload", "ckanext.satudata.address", "logo_upload"):
        assert f'name="{name}"' in page
