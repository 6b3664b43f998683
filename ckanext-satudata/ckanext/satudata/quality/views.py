"""The pages /satudata/kelengkapan: the district and its offices, and the datasets of one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.quality import criteria, history, listing
from ckanext.satudata.quality.model import FileState
from flask import Blueprint

blueprint = Blueprint("satudata_quality", __name__, url_prefix="/satudata/kelengkapan")


@blueprint.route("")
def index() -> str:
    """Show the district's score over time, each office's, worst first, and what is judged."""
    all_datasets = listing.every()
    by_office: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for dataset in all_datasets:
        by_office[dataset["organization"]].append(dataset)
    broken = _broken([dataset["id"] for dataset in all_datasets])
    offices = []
    for identifier, datasets in by_office.items():
        group = model.Group.get(identifier) if identifier else None
        if group is not None:
            offices.append(_office(group, datasets, broken))
    data = {
        "offices": sorted(offices, key=lambda office: (office["score"], office["title"])),
        "without": [group for group in _offices() if group.id not in by_office],
        "score": _mean(all_datasets) if all_datasets else None,
        "datasets": len(all_datasets),
        "points": history.over_time(),
        "criteria": criteria.every().values(),
        "total": sum(criterion.weight for criterion in criteria.every().values()),
        "principles": PRINCIPLES,
    }
    return tk.render("satudata/quality_index.html", data)


@blueprint.route("/<name>")
def read(name: str) -> str:
    """Show the datasets of one office, worst first, with what would raise each."""
    group = model.Group.get(name)
    if group is None or not group.is_organization or group.state != model.State.ACTIVE:
        return tk.abort(404, tk._("There is no organization of that name."))
    datasets = listing.every(group.id)
    data = {
        "group": group,
        "datasets": datasets,
        "score": _mean(datasets) if datasets else None,
        "broken": _broken([dataset["id"] for dataset in datasets]),
        "points": history.over_time(group.id),
    }
    return tk.render("satudata/quality_office.html", data)


def _office(group: model.Group, datasets: list[dict[str, Any]], broken: dict[str, int]) -> dict[str, Any]:
    return {
        "name": group.name,
        "title": group.title,
        "score": _mean(datasets),
        "datasets": len(datasets),
        "broken": sum(broken.get(dataset["id"], 0) for dataset in datasets),
    }


def _mean(datasets: list[dict[str, Any]]) -> float:
    return round(sum(dataset["score"] for dataset in datasets) / len(datasets), 1)


def _broken(packages: list[str]) -> dict[str, int]:
    """Return the number of files with a fault by dataset."""
    query = model.Session.query(FileState.package_id).filter(FileState.package_id.in_(packages), FileState.fault != "")
    counts: dict[str, int] = defaultdict(int)
    for (package,) in query:
        counts[package] += 1
    return counts


def _offices() -> list[model.Group]:
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    return query.order_by(model.Group.title).all()
