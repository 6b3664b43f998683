"""A refused file is settled once the good one is in: nobody is asked to mend it any more, its report stays."""

from __future__ import annotations

from ckanext.satudata.validation import model, store


def settle(package_id: str, resource_id: str, filename: str, title: str, kept: str = "") -> None:
    """Delete the refused files that a file takes the place of, as their officer would.

    Those of the same resource; of those that belong to none, the one of the same file name or title, or the only one;
    `kept` is the id of one that is left alone.
    """
    drafts = [report for report in model.of(package_id) if report.state == model.DRAFT and report.id != kept]
    loose = [report for report in drafts if not report.resource_id]
    alike = [
        report
        for report in loose
        if report.filename == filename or (title and (report.settings or {}).get("name") == title)
    ]
    own = [report for report in drafts if report.resource_id == resource_id]
    for report in [*own, *(alike or (loose if len(loose) == 1 else []))]:
        model.change(report.id, state=model.DELETED)
        store.remove(report.id)
