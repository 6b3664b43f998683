"""The Daftar Data Daerah (Perpres 39/2019, article 27): one row for each dataset, and for each that is only planned.

What somebody writes into the list is kept beside the dataset and comes out again, with what has changed here since
(`merge`). The datasets themselves are not changed by it: the list is agreed in the Forum, the dataset is its office's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import merge
from ckanext.satudata.exchange.daftar_columns import OPEN, columns, derived_row, title_of
from ckanext.satudata.exchange.model import Kept
from ckanext.satudata.metadata import organizations
from ckanext.satudata.standards.model import key as compared

KIND = "daftar-data"


def listed(
    datasets: list[dict[str, Any]], may_edit: Callable[[str], bool], organization: str = ""
) -> list[dict[str, str]]:
    """Return the rows for datasets and for what is planned, each {title of a column: text}, by office and name.

    `organization` (an id) keeps the plans of that one; "" keeps all.

    `may_edit` tells of an organization's id whether the reader may edit its datasets: then the row has everything that
    is kept, also columns that are personal or that we do not know, and plans that are not open.
    """
    kept = model.Session.query(Kept).filter_by(kind=KIND).order_by(Kept.position).all()
    stored = {(entry.subject, entry.key): entry for entry in kept}
    rows = []
    planned = {identity: entry for identity, entry in stored.items() if entry.key}
    for dataset in datasets:
        owner = dataset.get("owner_org") or ""
        derived = derived_row(dataset)
        plan = planned.pop((owner, compared(dataset["title"])), None)
        entry = stored.get((dataset["id"], "")) or plan
        # for what was only planned, nothing was derived
        row = merge.merged(entry.received, entry.ours or dict.fromkeys(derived, ""), derived) if entry else derived
        rows.append(_shown(row, whole=may_edit(owner)))
    for unpublished in planned.values():
        whole = may_edit(unpublished.subject)
        if organization in {"", unpublished.subject} and (whole or _risk(unpublished.received) == OPEN):
            rows.append(_shown(unpublished.received, whole=whole))
    return sorted(rows, key=lambda row: (row[title_of("produsen_data")], row[title_of("nama_data")]))


def _risk(row: Mapping[str, str]) -> str:
    titles = [column.title for column in columns() if column.key == "klasifikasi_risiko"]
    return row.get(titles[0], "") if titles else ""


def _shown(row: Mapping[str, str], *, whole: bool) -> dict[str, str]:
    shown = {
        column.title: row.get(column.title, "") if whole or not column.options.get("personal") else ""
        for column in columns()
    }
    return {**shown, **{name: text for name, text in row.items() if name not in shown}} if whole else shown


def editable(context: Any) -> set[str]:
    """Return the ids of the organizations whose rows somebody may write."""
    user = context.get("user") or ""
    if not (context.get("ignore_auth") or organizations.is_walidata(user)):
        return set(organizations.editable_by(user))
    groups = model.Session.query(model.Group.id).filter_by(is_organization=True, state=model.State.ACTIVE)
    return {identifier for (identifier,) in groups}


def may_edit(context: Any, organization: str) -> bool:
    """Return whether somebody may write an organization's rows: its officers, and the walidata everybody's."""
    user = context.get("user", "")
    if context.get("ignore_auth") or organizations.is_walidata(user):
        return True
    try:
        return tk.check_access("package_create", {"user": user}, {"owner_org": organization})
    except tk.NotAuthorized:
        return False
