"""What officers and walidata of the demonstration have done: submissions in every state, a refused file among them."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import today
from ckanext.satudata.demo import tables
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.review import delivering
from ckanext.satudata.review import model as reviewed
from werkzeug.datastructures import FileStorage

WALIDATA = "walidata"


@dataclass(frozen=True)
class Declarations:
    """What the loader knows of datasets: how a new one is filled in, its table, the table and file of one by name."""

    fill: Callable[[dict[str, Any]], dict[str, Any]]
    table: Callable[[Any, str], tables.Table]
    declared: Callable[[str], tuple[tables.Table, str]]


def run(submissions: list[dict[str, Any]], declarations: Declarations) -> None:
    """Hand over what `config/demo/submissions.yaml` declares, one after the other, and decide about it."""
    for declared in submissions:
        _submit(declared, declarations)


def _submit(declared: dict[str, Any], declarations: Declarations) -> None:
    """Let an officer hand something over; of what is new first a draft, as the form makes it."""
    user = declared["user"]
    if "answers" in declared:
        submission = reviewed.find_open(model.Package.get(declared["dataset"]).id)
        data = {"id": submission.id if submission else "", "answers": declared["answers"]}
        tk.get_action("satudata_submission_answer")(_as(user), data)
    if "new" in declared:
        name = _begin(user, declared["new"], declarations)
    else:
        name = declared["dataset"]
        if "mark" in declared:
            tk.get_action("satudata_priority_mark")(_as(WALIDATA), {"id": name, **declared["mark"]})
        if "fields" in declared:
            tk.get_action("package_patch")(_as(user), {"id": name, **declared["fields"]})
        if "edition" in declared:
            _submit_edition(user, name, declared["edition"], declarations)
        if "refused" in declared:
            _submit_refused(user, name, declared["refused"], declarations)
    if "returned" in declared:
        tk.get_action("satudata_submission_return")(_as(WALIDATA), {**_waiting(name), **declared["returned"]})
    if "checked" in declared:
        data = {**_waiting(name), "principles": list(PRINCIPLES)}
        if "in_days" in declared["checked"]:
            day = today() + datetime.timedelta(days=declared["checked"]["in_days"])
            data["at"] = f"{day.isoformat()}T08:00"
        tk.get_action("satudata_submission_release")(_as(WALIDATA), data)
    if "days_ago" in declared:
        # what officers and walidata have done before the day on which the demonstration was loaded
        delivering.date_back(model.Package.get(name).id, declared["days_ago"])


def _begin(user: str, declared: dict[str, Any], declarations: Declarations) -> str:
    """Let an officer add a dataset; return its name."""
    data = declarations.fill(declared)
    spec = data.pop("table")
    name = str(data["name"])
    context = {**_as(user), "allow_state_change": True}
    draft = tk.get_action("package_create")(context, {**data, "state": "draft"})
    file = FileStorage(tables.as_bytes(*declarations.table(spec, name), "csv"), f"{name}.csv")
    data = {"package_id": draft["id"], "name": data["title"], "upload": file}
    tk.get_action("resource_create")(_as(user), data)
    tk.get_action("package_patch")(_as(user), {"id": name, "state": "active"})
    return name


def _submit_edition(user: str, name: str, edition: dict[str, Any], declarations: Declarations) -> None:
    """Let an officer replace a table by one with another figure, and say why."""
    (header, rows), kind = declarations.declared(name)
    row, column = rows[edition["row"]], header.index(edition["column"])
    row[column] = round(row[column] * edition["by"])
    _replace(user, name, (header, rows), kind)
    data = {"id": _submission(user, name)["id"], "reason": edition["reason"], "note": edition.get("note", "")}
    tk.get_action("satudata_submission_explain")(_as(user), data)


def _submit_refused(user: str, name: str, cell: dict[str, Any], declarations: Declarations) -> None:
    """Let an officer bring a table of which the check refuses a cell."""
    (header, rows), kind = declarations.declared(name)
    rows[cell["row"]][header.index(cell["column"])] = cell["text"]
    with contextlib.suppress(tk.ValidationError):
        _replace(user, name, (header, rows), kind)


def _replace(user: str, name: str, table: tables.Table, kind: str) -> None:
    resource = tk.get_action("package_show")(_as(user), {"id": name})["resources"][0]
    file = FileStorage(tables.as_bytes(*table, kind), f"{name}.{kind}")
    tk.get_action("resource_update")(_as(user), {**resource, "upload": file})


def _waiting(name: str) -> dict[str, Any]:
    """Return what a decision names of the submission of a dataset that waits: {"id", "version"}."""
    row = _submission(WALIDATA, name, state=reviewed.WAITING)
    return {"id": row["id"], "version": row["version"]}


def _submission(user: str, name: str, **filters: str) -> dict[str, Any]:
    """Return the open submission of a dataset as somebody's list has it."""
    listed = tk.get_action("satudata_submission_list")(_as(user), {**filters, "limit": 500})["submissions"]
    return next(row for row in listed if row["package"]["name"] == name and row["state"] in reviewed.OPEN)


def _as(user: str) -> Any:
    """Return the context of a person, with all rules that hold for him."""
    return {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user)}
