"""Which files were refused and wait to be mended or deleted."""

from __future__ import annotations

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import local
from ckanext.satudata.tasks import MOST, Kind, Person, Task
from ckanext.satudata.validation import model


def tasks(person: Person) -> list[Task]:
    """Return the refused files of a person's offices: see `tasks.ITasks`. The walidata leave them to the offices."""
    if person.is_walidata or not person.offices:
        return []
    query = ckan_model.Session.query(model.CheckReport.id, model.CheckReport.filename, model.CheckReport.created)
    query = query.join(ckan_model.Package, ckan_model.Package.id == model.CheckReport.package_id).filter(
        model.CheckReport.state == model.DRAFT, ckan_model.Package.owner_org.in_(person.offices)
    )
    text = tk._("refused by the check: mend the file, or delete it")
    return [
        Task(
            Kind.RETURNED,
            row.filename,
            tk.url_for("satudata_report.read", report_id=row.id),
            text,
            local(row.created),
        )
        for row in query.order_by(model.CheckReport.created.desc()).limit(MOST)
    ]
