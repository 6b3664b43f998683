"""A refused file is settled once the good one is in: nobody is asked to mend it any more, its report stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.validation import model, store


def settle(check: Mapping[str, Any], title: str, *, is_new: bool, kept: str = "") -> None:
    """Delete the refused files of a dataset that a good one takes the place of, as their officer would.

    Those of the same resource; of those that belong to none, the ones of the same file name or title, and where the
    good file `is_new`, the only one. `check` is the record of the good file's check, `title` the name of its resource,
    `kept` the id of a refused file that is left alone.
    """
    drafts = [
        report
        for report in model.of(check["package_id"])
        if report.state == model.DRAFT and report.id not in (kept, check["id"])
    ]
    of_resource = [report for report in drafts if report.resource_id == check["resource_id"]]
    loose = [report for report in drafts if not report.resource_id]
    alike = [report for report in loose if report.filename == check["filename"] or _is_called(report, title)]
    if not alike and is_new and len(loose) == 1:
        alike = loose
    for report in [*of_resource, *alike]:
        model.change(report.id, state=model.DELETED)
        store.remove(report.id)


def _is_called(report: model.CheckReport, title: str) -> bool:
    return bool(title) and (report.settings or {}).get("name") == title
