"""Published tables to ask about."""

import csv
import io

import pytest
from ckanext.satudata.publishing import datastore
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage


@pytest.fixture
def publish():
    """Return a function that publishes rows (the first is the header) by a standard and loads them; it gives both."""
    number = iter(range(100))

    def make(standard, rows, office=None, **metadata):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(rows)
        index = next(number)
        owner = office or Organization()["id"]
        dataset = act(
            "package_create",
            **dataset_dict(owner_org=owner, name=f"uji-{index}", title=f"Jumlah Uji {index} di Kabupaten", **metadata),
        )
        file = FileStorage(io.BytesIO(stream.getvalue().encode()), "tabel.csv")
        resource = act(
            "resource_create", package_id=dataset["id"], upload=file, url="tabel.csv", name="Tabel", standar=standard
        )
        datastore.load(resource["id"])
        return dataset, resource

    return make
