"""How much of what describes a dataset is filled in."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Question, Said
from ckanext.satudata.exceptions import N_

FULL = N_("all {count} fields are filled")
LACKING = N_("{filled} of {count} fields are filled; missing: {missing}")


def measure(question: Question) -> dict[str, Measured]:
    """Return every dataset with the share of its fields that is filled."""
    found: dict[str, Measured] = {}
    for office in question.offices:
        for dataset in question.of(office):
            share, said = completeness(dataset, question.settings["recommended"])
            state = "good" if share == 1 else "warn" if share >= 0.8 else "bad"
            evidence = Evidence(dataset["title"], said, state, tk.url_for("dataset.read", id=dataset["name"]))
            found.setdefault(office.name, Measured()).add(share, evidence)
    return found


def completeness(dataset: dict[str, Any], recommended: list[str]) -> tuple[float, Said]:
    """Return which share of the required and recommended fields that apply to a dataset is filled, and what lacks."""
    schema = tk.get_action("scheming_dataset_schema_show")({}, {"type": "dataset"})
    wanted = [
        field
        for field in schema["dataset_fields"]
        if (field.get("required") or field["field_name"] in recommended) and _applies(field, dataset)
    ]
    missing = [field["label"] for field in wanted if not _filled(field["field_name"], dataset)]
    count, filled = len(wanted), len(wanted) - len(missing)
    values = {"count": count, "filled": filled, "missing": ", ".join(missing)}
    return filled / count, Said(LACKING if missing else FULL, values)


def _applies(field: dict[str, Any], dataset: dict[str, Any]) -> bool:
    return all(dataset.get(name) in allowed for name, allowed in (field.get("show_if") or {}).items())


def _filled(name: str, dataset: dict[str, Any]) -> bool:
    value = dataset.get("tags") if name == "tag_string" else dataset.get(name)
    return value not in (None, "", [], "[]")
