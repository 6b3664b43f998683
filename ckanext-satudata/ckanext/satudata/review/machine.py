"""What the machine finds in what is handed over: under each principle of Satu Data, of persons, of small counts."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.principles import PRINCIPLES, findings
from ckanext.satudata.publishing import protection
from ckanext.satudata.review import confirming
from ckanext.satudata.review.digests import resource_digests
from ckanext.satudata.review.model import Submission
from ckanext.satudata.validation import curing, parsed
from ckanext.satudata.validation import model as checks
from ckanext.satudata.validation.report import Report
from sqlalchemy import func

log = logging.getLogger(__name__)

# warnings of the check that are no matter of the standard: whose they are
CODES, FORM = "kode_referensi", "interoperabilitas"
PRINCIPLE_OF = {
    "unknown-code": CODES,
    "name-of-another-code": CODES,
    "unknown-unit": CODES,
    "header-name": FORM,
    "similar-header": FORM,
    "formula": FORM,
}
STANDARD = "standar_data"
SMALL = "small-cells"
# what else lines are found by: the key of a summary that is above zero, its words
PERSONAL, SMALL_CELLS, REPLACED = "personal", "small", "replaced"
KINDS = {
    PERSONAL: N_("Personal data"),
    SMALL_CELLS: N_("Small cells"),
    REPLACED: N_("Figures replaced"),
}


def look(dataset: Mapping[str, Any], changed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is found of a dataset whose files `changed` are handed over, for a summary.

    {"principles": {name: [texts] and, of the check, counts by type}, "personal": findings that somebody has answered
    for or cured, "small": cells that are small counts, "hidden": cells that are not published for them}
    """
    principles: dict[str, dict[str, Any]] = {name: {"texts": [], "warnings": 0, "count": 0} for name in PRINCIPLES}
    for finding in findings(dataset):
        principles[finding.principle]["texts"].append(finding.text)
    personal = small = hidden = 0
    for resource in changed:
        check = checks.get(str(resource.get("validation_report") or ""))
        if check is None:
            continue
        report = check.restored_report
        for kind, count in _warnings(report).items():
            principles[PRINCIPLE_OF.get(kind, STANDARD)]["warnings"] += count
        personal += _personal(check, report)
        small += sum(problem.values["count"] for problem in report.problems if problem.type == SMALL)
        hidden += _hidden(resource)
    for principle in principles.values():
        principle["count"] = len(principle["texts"]) + principle["warnings"]
    return {"principles": principles, PERSONAL: personal, SMALL_CELLS: small, "hidden": hidden}


def note(submission: Submission, dataset: Mapping[str, Any]) -> None:
    """Note in a submission what is found of it; `dataset` is as it would be. Commits nothing."""
    base = (submission.base or {}).get("resources") or {}
    digests = resource_digests(dataset)
    changed = [row for row in dataset.get("resources", []) if digests[row["id"]] != base.get(row["id"])]
    confirmation = confirming.find_confirmation(submission.package_id, confirming.series(dataset))
    noted = {**look(dataset, changed), confirming.SUMMARY: confirmation is not None}
    submission.summary = {**(submission.summary or {}), **noted}


def describe(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was found under each principle, in their order; nothing where nobody has looked."""
    counted: Mapping[str, Any] = summary.get("principles") or {}
    return [{"name": name, "label": label, **counted[name]} for name, label in PRINCIPLES.items() if name in counted]


def kinds() -> dict[str, str]:
    """Return by what lines can be found, with the words for each."""
    return {**PRINCIPLES, **{name: tk._(text) for name, text in KINDS.items()}}


def has(kind: str) -> Any:
    """Return the condition of a query for submissions of which the machine has found something of a kind."""
    if kind == REPLACED:
        return func.coalesce(Submission.summary["change"]["replaces"].as_boolean(), False)
    place = Submission.summary["principles"][kind]["count"] if kind in PRINCIPLES else Submission.summary[kind]
    return func.coalesce(place.as_integer(), 0) > 0


def _warnings(report: Report) -> Counter[str]:
    """Return how many warnings there are of each type, shown or not; small counts are told apart."""
    types = {problem.type for problem in report.warnings} - {SMALL, curing.GUARD}
    return Counter({kind: report.counts[kind] for kind in types})


def _personal(check: checks.CheckReport, report: Report) -> int:
    """Return how much looked like personal data: answered for by the walidata, noticed, or left out by a step."""
    steps = check.settings.get("steps") or []
    cured = sum(len(step.get("options", {}).get("columns", [1])) for step in steps if step["kind"] in curing.LABELS)
    return int(report.counts.get(curing.GUARD, 0)) + cured


def _hidden(resource: Mapping[str, Any]) -> int:
    standard = protection.sensitive_standard(dict(resource))
    if standard is None or resource.get("validation_status") != "success":
        return 0
    try:
        with parsed.opened(dict(resource)) as table:
            return len(protection.of_table(table, dict(resource), standard).hidden)
    except Exception:
        # a table that cannot be read hides nothing else from whoever decides
        log.exception("resource %s: its small cells could not be counted", resource.get("id"))
        return 0
