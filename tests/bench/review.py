"""Times the walidata's desk beside CKAN's own list of datasets.

./satudata bench review [DATASETS] [OPEN SUBMISSIONS]

So many datasets are made by CKAN's own action, and so many of them have something that waits. Both pages are then
asked for in turn by the same client, logged in as the same walidata. Goal: p95 of the desk below 300 ms.
In the end a hundred of them are released as the job does that.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

NEEDS = ("services",)
# arguments of a run that only shows that it runs, which the suite does
TINY = ("10", "5")
DATASETS, SUBMISSIONS, TIMES, BULK = 1500, 300, 60, 100
MOST_MS = 300
DESK = "/satudata/tinjauan/"


def fill(act: Callable[..., Any], name: str, datasets: int, submissions: int) -> list[str]:
    """Make an office with its datasets, some of which have an edition that waits; return the ids of the datasets."""
    from ckan import model
    from ckanext.satudata.gate import revision
    from ckanext.satudata.gate.steps import Kind
    from ckanext.satudata.review import confirming, holding, machine
    from ckanext.satudata.review import model as records
    from ckanext.satudata.review.digests import resource_digests
    from factories_satudata import dataset_dict

    office = act("organization_create", name=name, title="Dinas Uji", jenis_organisasi="opd", peran="produsen")["id"]
    packages = []
    for number in range(datasets):
        title = f"Tabel Uji Ukur {number}"
        data = dataset_dict(name=f"{name}-{number}", title=title, owner_org=office)
        packages.append(act("package_create", **data)["id"])
    for package in packages[:submissions]:
        public = holding.show_released(package)
        payload = {**public, "notes": "Keterangan baru."}
        base = {"fields": revision.of_form(Kind.PACKAGE.value, {"id": package}), "resources": resource_digests(public)}
        summary = {"fields": 1, "files": 0, "warnings": 0}
        values = {"package_id": package, "payload": payload, "digest": uuid.uuid4().hex, "summary": summary}
        values["base"] = base
        submission = records.Submission(**values)
        model.Session.add(submission)
        model.Session.flush()
        records.note(submission, "sent", "")
        records.note(submission, records.CONFIRMED, "", confirming.series(payload))
        machine.note(submission, payload)
    model.Session.commit()
    return packages


def percentiles(client: Any, addresses: list[str], headers: dict[str, str]) -> dict[str, list[float]]:
    """Ask for the pages in turn; return the milliseconds of each, sorted."""
    taken: dict[str, list[float]] = {address: [] for address in addresses}
    for _round in range(TIMES):
        for address in addresses:
            start = time.perf_counter()
            answer = client.get(address, headers=headers)
            taken[address].append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return {address: sorted(values) for address, values in taken.items()}


def release_many(person: str) -> tuple[int, float]:
    """Release up to BULK of what waits, by the job; return how many were, and the seconds that it took."""
    from ckan import model
    from ckanext.satudata.review import bulk, findings
    from ckanext.satudata.review import model as records

    waiting = model.Session.query(records.Submission.id, records.Submission.version)
    chosen = waiting.filter(findings.without_obstacle()).limit(BULK).all()
    bulk_id = bulk.begin([(row.id, row.version) for row in chosen], person)
    start = time.perf_counter()
    bulk.run(bulk_id)
    return bulk.counts(bulk_id)[bulk.DONE], time.perf_counter() - start


def clear(act: Callable[..., Any], name: str, packages: list[str]) -> None:
    """Take away all that was made."""
    from ckan import model
    from ckanext.satudata.review import model as records
    from ckanext.satudata.review.bulk import Bulk, BulkItem

    waiting = model.Session.query(records.Submission.id).filter(records.Submission.package_id.in_(packages))
    items = model.Session.query(BulkItem).filter(BulkItem.submission_id.in_(waiting))
    bulks = {item.bulk_id for item in items}
    items.delete()
    model.Session.query(Bulk).filter(Bulk.id.in_(bulks)).delete()
    events = model.Session.query(records.SubmissionEvent)
    events.filter(records.SubmissionEvent.submission_id.in_(waiting)).delete()
    for package in packages:
        model.Session.query(records.Submission).filter_by(package_id=package).delete()
        model.Session.query(records.Release).filter_by(package_id=package).delete()
        model.Session.commit()
        act("dataset_purge", id=package)
    act("organization_purge", id=name)
    act("organization_purge", id=f"{name}-walidata")
    act("user_delete", id=name)


def main(datasets: int, submissions: int) -> int:
    """Print both pages' times, and that of the release; return 1 where the goal is missed."""
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk

    # what is made is put into the index at once, not one by one
    settings = {**CKANConfigLoader(os.environ["CKAN_INI"]).get_config(), "ckan.search.solr_commit": False}
    app = make_app(settings)
    name = f"bench-{uuid.uuid4().hex[:8]}"
    with app._wsgi_app.test_request_context():
        from ckan.lib import search

        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]

        def act(action: str, **data: Any) -> Any:
            return tk.get_action(action)({"ignore_auth": True, "user": user}, data)

        start = time.perf_counter()
        packages = fill(act, name, datasets, submissions)
        search.commit()
        print(
            f"{datasets} datasets, {submissions} submissions made in {time.perf_counter() - start:.0f} s", flush=True
        )
        person = act("user_create", name=name, email=f"{name}@satudata.example", password=uuid.uuid4().hex)
        office = {"title": "Walidata Uji", "jenis_organisasi": "opd", "peran": "walidata"}
        act("organization_create", name=f"{name}-walidata", **office)
        act("organization_member_create", id=f"{name}-walidata", username=name, role="admin")
        # the portal's own jobs have made the datasets; in a district the walidata's role cascades to its offices
        act("organization_member_create", id=name, username=name, role="editor")
        token = act("api_token_create", user=name, name=name)["token"]
    try:
        # outside of the context: within one, all requests would have the same user
        client = app._wsgi_app.test_client()
        taken = percentiles(client, [DESK, "/dataset/"], {"Authorization": token})
        with app._wsgi_app.test_request_context():
            released, seconds = release_many(person["id"])
        for address, values in taken.items():
            p95 = values[int(len(values) * 0.95) - 1]
            print(f"{address}: median {statistics.median(values):.0f} ms, p95 {p95:.0f} ms", flush=True)
        print(f"released by the job: {released} in {seconds:.0f} s", flush=True)
    finally:
        with app._wsgi_app.test_request_context():
            clear(act, name, packages)
    is_fast = taken[DESK][int(TIMES * 0.95) - 1] <= MOST_MS
    return 0 if is_fast and released == min(BULK, submissions) else 1


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(words + [DATASETS, SUBMISSIONS][len(words) :])))
