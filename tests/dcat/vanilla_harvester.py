"""Harvests a feed with ckanext-dcat's RDF harvester in a vanilla CKAN; run by `test_vanilla_harvest.py` in a process.

Takes the feed's address. For each line of standard input it harvests once and prints one line of JSON: "states" of the
harvest objects, "errors", and "datasets", each as `package_show` answers.
"""

import datetime
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import vanilla

vanilla.add_peers()

from ckan import model  # noqa: E402
from ckan.cli import load_config  # noqa: E402
from ckan.config.middleware import make_app  # noqa: E402
from ckan.plugins import toolkit as tk  # noqa: E402
from ckanext.dcat.harvesters import DCATRDFHarvester  # noqa: E402
from ckanext.harvest import queue  # noqa: E402
from ckanext.harvest.model import (  # noqa: E402
    HarvestGatherError,
    HarvestJob,
    HarvestObject,
    HarvestObjectError,
    HarvestSource,
)


def act(action, **data):
    """Call an action as the site's own user."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"ignore_auth": True, "user": user}, data)


def harvest():
    """Harvest once, stage by stage, without the queues; return what is there then."""
    job = HarvestJob(source=model.Session.query(HarvestSource).one(), status="Running")
    job.save()
    for object_id in queue.gather_stage(DCATRDFHarvester(), job) or []:
        queue.fetch_and_import_stages(DCATRDFHarvester(), HarvestObject.get(object_id))
    job.status = "Finished"
    job.finished = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    job.save()
    states = [
        harvest_object.report_status
        for harvest_object in model.Session.query(HarvestObject).filter_by(harvest_job_id=job.id)
    ]
    errors = [
        error.message for kind in (HarvestGatherError, HarvestObjectError) for error in model.Session.query(kind)
    ]
    names = model.Session.query(model.Package.name).filter_by(type="dataset", state="active").all()
    return {"states": states, "errors": errors, "datasets": [act("package_show", id=name) for (name,) in names]}


if __name__ == "__main__":
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        office = act("organization_create", name="pusat", title="Portal Pusat")
        fields = {"name": "satudata", "title": "Satu Data", "source_type": "dcat_rdf", "frequency": "MANUAL"}
        act("harvest_source_create", url=sys.argv[1], owner_org=office["id"], **fields)
        for _line in sys.stdin:
            print(json.dumps(harvest()), flush=True)
