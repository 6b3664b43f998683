"""The demonstration goes on: at each start its series reach up to yesterday, unless somebody has put in his own."""

import csv
import datetime
import io

import pytest
from ckanext.satudata import clock
from ckanext.satudata.demo import loader
from ckanext.satudata.tables import stored
from factories_satudata import act
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

NAME = "lalu-lintas-harian"


@pytest.fixture
def load(monkeypatch):
    """Return a function that loads one dataset as on a day so many days from today; it returns its last day."""
    began = clock.today()

    def loading(days):
        for module in (clock, loader):
            monkeypatch.setattr(module, "today", lambda: began + datetime.timedelta(days=days))
        district = loader.District("51.08")
        dataset = next(dataset for dataset in district.datasets if dataset["name"] == NAME)
        organization = dataset["owner_org"]
        parents = district.declared["organizations"]
        for name, declared in parents.items():
            if name == organization or not declared.get("groups"):
                district._ensure("organization", name, {**declared, "groups": []})
        district._load_dataset(dict(dataset))
        [resource] = act("package_show", id=NAME)["resources"]
        rows = csv.DictReader(io.StringIO(stored.content(resource).decode()))
        last = max(row["tanggal"] for row in rows)
        return last, began + datetime.timedelta(days=days - 1)

    return loading


def test_a_series_ends_yesterday_at_each_start(load):
    """By the district's clock, and the next release moves on once its date has passed."""
    last, yesterday = load(-9)
    assert last == yesterday.isoformat()
    first = act("package_show", id=NAME)["jadwal_rilis"]
    last, yesterday = load(-4)
    assert last == yesterday.isoformat()
    moved = act("package_show", id=NAME)["jadwal_rilis"]
    assert moved > first
    act("package_patch", id=NAME, jadwal_rilis="2099-01-31")
    load(0)
    assert act("package_show", id=NAME)["jadwal_rilis"] == "2099-01-31"


def test_what_somebody_put_in_stays(load):
    """A file of an officer is no demonstration any more."""
    load(-4)
    [resource] = act("package_show", id=NAME)["resources"]
    content = stored.content(resource)
    replacement = b"\n".join(content.splitlines()[:50]) + b"\n"
    act("resource_patch", id=resource["id"], upload=FileStorage(io.BytesIO(replacement), "milik-sendiri.csv"))
    load(0)
    [now] = act("package_show", id=NAME)["resources"]
    assert stored.content(now) == replacement
