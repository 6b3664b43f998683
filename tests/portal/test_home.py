"""What the home page counts."""

import pytest
from ckanext.satudata.portal.helpers import satudata_home
from factories_satudata import Organization, act, dataset_dict, kegiatan_dict

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context"),
]


def test_only_public_datasets_count():
    """Private datasets and records of another type, such as activities, are no datasets of the public."""
    office = Organization()
    act("package_create", **dataset_dict(owner_org=office["id"], name="terbuka", private=False))
    act("package_create", **dataset_dict(owner_org=office["id"], name="tertutup", private=True))
    act("package_create", **kegiatan_dict(owner_org=office["id"], private=False))
    home = satudata_home()
    assert home["datasets"] == 1
    assert [item["count"] for item in home["urusan"]] == [1]
    assert [(item["title"], item["count"]) for item in home["offices"]] == [(office["title"], 1)]
    assert [item["name"] for item in home["latest"]] == ["terbuka"]
