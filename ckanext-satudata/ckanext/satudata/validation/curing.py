"""What an officer can choose where the guard found personal data: steps of reading that leave it out."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import kind
from ckanext.satudata.validation.report import Report

GUARD = "personal-data"
# what a walidata may answer for: findings of the guard, and what it could not look into
OVERRIDABLE = {GUARD, "unread-file"}
LABELS = {
    "drop_column": N_("Leave out the columns {columns}"),
    "mask_column": N_("Mask the columns {columns}"),
    "count_rows": N_("Count the rows by {by} instead of listing persons"),
}


def choices(report: Report) -> list[tuple[str, dict[str, Any], Step]]:
    """Return the cures that mend all findings of a report at once: marked text, its values, and the step.

    Nothing where a finding lies outside the table: there only the officer can delete it.
    """
    findings = [problem for problem in report.errors if problem.type == GUARD]
    if not findings or any(not problem.values.get("cures") for problem in findings):
        return []
    columns = list(dict.fromkeys(name for problem in findings for name in problem.values["columns"]))
    steps = [Step("drop_column", {"columns": columns})]
    keeps = {_option(problem.values["cures"], "mask_column", "keep") for problem in findings}
    if len(keeps) == 1 and None not in keeps:
        steps.append(Step("mask_column", {"columns": columns, "keep": keeps.pop()}))
    by = [name for name in _option(findings[0].values["cures"], "count_rows", "by") or [] if name not in columns]
    if by:
        steps.append(Step("count_rows", {"by": by, "into": "jumlah"}))
    values = {"columns": ", ".join(columns), "by": ", ".join(by)}
    return [(LABELS[step.kind], values, step) for step in steps]


def choice(report: Report, kind_of_step: str) -> Step | None:
    """Return the cure of a kind, None where it is not offered."""
    return next((step for _text, _values, step in choices(report) if step.kind == kind_of_step), None)


def may_be_overridden(report: Report) -> bool:
    """Return whether nothing refuses the file but what a walidata may answer for."""
    refusing = {problem.type for problem in report.errors}
    return bool(refusing) and refusing <= OVERRIDABLE


def is_cured(steps: list[Step]) -> bool:
    """Return whether people chose to leave personal data out: what is published then is the table that was read."""
    return any(step.kind in LABELS for step in steps)


def with_cure(steps: list[Step], cure: Step) -> list[Step]:
    """Return the steps with a cure at its place among them."""
    return sorted([*steps, cure], key=lambda step: kind(step.kind).ORDER)


def _option(cures: list[dict[str, Any]], name: str, option: str) -> Any:
    """Return an option of the cure of one kind, None where that is not offered."""
    return next((step["options"][option] for step in cures if step["kind"] == name), None)
