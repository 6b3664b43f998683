"""What a test lets a catalogue do in a process of its own; CKAN_INI says which. It prints JSON.

second.py fill NAME COUNT          publish datasets of an OPD of that name
second.py harvest METHOD URL       harvest a catalogue; print the counts of the run
second.py list                     print title, guid and number of resources of each dataset
"""

import json
import os
import sys

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk
from ckanext.satudata.harvest import pipeline
from ckanext.satudata.harvest.definition import Agency, faults
from ckanext.satudata.harvest.model import Source
from factories_satudata import dataset_dict

from harvest.conftest import FIXED

MAPS = {
    "ckan_api": {name: name for name in ("name", "guid", "title", "notes", "tags", "resources")},
    "dcat_rdf": {"guid": ["uri", "identifier"], "title": "title", "notes": "notes", "tags": "tags"},
    "data_json": {"guid": "identifier", "title": "title", "notes": "description"},
}


def act(action, /, **data):
    """Call an action as the site itself."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def fill(name, count):
    """Publish datasets with a link each."""
    act("organization_create", name=name, title=name, jenis_organisasi="opd", peran="produsen")
    for number in range(int(count)):
        link = {"url": f"https://{name}.example/{number}.csv", "name": "Berkas", "format": "CSV"}
        fields = dataset_dict(name=f"{name}-{number}", title=f"Data {name} {number}", owner_org=name, resources=[link])
        act("package_create", **fields)
    return int(count)


def harvest(method, url):
    """Harvest once; the source is remembered by its address."""
    name = f"sumber-{method.replace('_', '-')}"
    path = {"ckan_api": "", "dcat_rdf": "/catalog.ttl", "data_json": "/data.json"}[method]
    declared = {
        "title": "Portal tetangga",
        "organization": model.Session.query(model.Group.name).filter_by(is_organization=True).first()[0],
        "contact": {"unit": "Bidang Data", "email": "data@satudata.example"},
        "schedule": "manual",
        "access": {"method": method, "url": url + path, "internal": True},
        "map": MAPS[method],
        "fixed": {key: value for key, value in FIXED.items() if key not in MAPS[method]},
        "limits": {"requests_per_second": 1000},
    }
    agency = Agency(name, declared)
    assert list(faults(agency)) == []
    source = model.Session.query(Source).filter_by(name=name).first()
    if source is None:
        source = Source(name=name, definition=declared)
        model.Session.add(source)
        model.Session.commit()
    run = pipeline.run(source, agency)
    return {**run.counts, "error": run.error}


def titles():
    """Return what the search finds, with what tells where it came from."""
    datasets = act("package_search", rows=1000)["results"]
    extras = [{extra["key"]: extra["value"] for extra in dataset.get("extras", [])} for dataset in datasets]
    return sorted(
        [dataset["title"], extra.get("guid", ""), len(dataset["resources"])]
        for dataset, extra in zip(datasets, extras, strict=True)
    )


if __name__ == "__main__":
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        work = {"fill": fill, "harvest": harvest, "list": titles}[sys.argv[1]]
        print(json.dumps(work(*sys.argv[2:])))
