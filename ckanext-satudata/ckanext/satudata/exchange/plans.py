"""Rows of the Daftar Data that are only planned: there is no dataset yet, the row itself is all there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange.daftar_columns import columns, fault, title_of
from ckanext.satudata.exchange.daftar_data import KIND
from ckanext.satudata.exchange.model import Kept, keep
from ckanext.satudata.standards.model import key as compared

_ = tk._


@dataclass(frozen=True)
class Plan:
    """A planned row: the id of its organization, the key that tells it from the others there, its cells by title."""

    organization: str
    key: str
    cells: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        return {"organization": self.organization, "key": self.key, "cells": dict(self.cells)}


def of(organizations: set[str]) -> list[Plan]:
    """Return the planned rows of some organizations (ids) for which there is no dataset yet, by name."""
    query = model.Session.query(Kept).filter(Kept.kind == KIND, Kept.key != "", Kept.subject.in_(organizations))
    fulfilled = {(owner, compared(title)) for owner, title in _datasets(organizations)}
    plans = [Plan(entry.subject, entry.key, entry.received) for entry in query]
    return sorted(
        (plan for plan in plans if (plan.organization, plan.key) not in fulfilled), key=lambda plan: plan.key
    )


def find(organization: str, key: str) -> Plan | None:
    """Return a planned row; None where there is none."""
    kept = model.Session.get(Kept, (KIND, organization, key))
    return Plan(organization, key, kept.received) if kept else None


def save(organization: str, key: str, cells: Mapping[str, str]) -> tuple[dict[str, str], Plan | None]:
    """Write a row anew or for the first time (`key` is ""); return what is wrong, by column title, or the row.

    Columns that `cells` does not name keep what they hold. The office is the organization's own.
    """
    before = model.Session.get(Kept, (KIND, organization, key)) if key else None
    office = model.Group.get(organization)
    filled = {name: text.strip() for name, text in cells.items()}
    whole = {**(before.received if before else {}), **filled, title_of("produsen_data"): office.title or office.name}
    problems = {
        column.title: problem for column in columns() if (problem := fault(column, whole.get(column.title, "")))
    }
    name = title_of("nama_data")
    new_key = compared(whole.get(name, ""))
    if name not in problems and new_key != key and find(organization, new_key):
        problems[name] = _("This office plans data of that name already. Choose another one, or edit that row.")
    if problems:
        return problems, None
    position = before.position if before else _last() + 1
    if before and new_key != key:
        model.Session.delete(before)
    keep(KIND, organization, new_key, position, received=whole, ours=None)
    model.Session.commit()
    return {}, Plan(organization, new_key, whole)


def delete(organization: str, key: str) -> bool:
    """Delete a planned row; return whether there was one."""
    kept = model.Session.get(Kept, (KIND, organization, key)) if key else None
    if kept is None:
        return False
    model.Session.delete(kept)
    model.Session.commit()
    return True


def _datasets(organizations: set[str]) -> list[tuple[str, str]]:
    package = model.Package
    query = model.Session.query(package.owner_org, package.title)
    return query.filter(
        package.type == "dataset", package.state == model.State.ACTIVE, package.owner_org.in_(organizations)
    ).all()


def _last() -> int:
    positions = model.Session.query(Kept.position).filter(Kept.kind == KIND)
    return max((position for (position,) in positions), default=0)
