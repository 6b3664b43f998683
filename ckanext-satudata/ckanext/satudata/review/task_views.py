"""The start page of whoever works with the portal, /satudata/tugas, and the list of all data of his offices."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import tasks, visitor
from ckanext.satudata.review import describing, model
from ckanext.satudata.tasks import HEADINGS
from flask import Blueprint

blueprint = Blueprint("satudata_task", __name__, url_prefix="/satudata/tugas")

PAGE = 50


@blueprint.route("/")
def index() -> Any:
    """Show what waits for whoever is logged in."""
    if not visitor.name():
        return tk.redirect_to("user.login", came_from=tk.url_for("satudata_task.index"))
    by_kind = tasks.of(visitor.person())
    shown = {"sections": [(kind, tk._(HEADINGS[kind]), by_kind[kind]) for kind in by_kind]}
    return tk.render("satudata/tasks.html", {**shown, "offices": visitor.editable_offices()})


@blueprint.route("/data")
def data() -> Any:
    """List all datasets of the offices of whoever is logged in, whoever made them, with what became of each."""
    if not visitor.name():
        return tk.redirect_to("user.login", came_from=tk.url_for("satudata_task.data"))
    page = max(tk.request.args.get("page", 1, type=int), 1)
    package = ckan_model.Package
    withdrawn = ckan_model.Session.query(model.Withdrawal.package_id).filter_by(ended=None).scalar_subquery()
    query = ckan_model.Session.query(package).filter(
        package.type == "dataset",
        package.state.in_(("active", "draft")) | package.id.in_(withdrawn),
        package.owner_org.in_(visitor.editable_offices()),
    )
    count = query.count()
    packages = query.order_by(package.title, package.id).limit(PAGE).offset((page - 1) * PAGE).all()
    opened = model.open_by_package([row.id for row in packages])
    rows = [_row(row, opened.get(row.id)) for row in packages]
    shown = {"rows": rows, "count": count, "page": page, "pages": -(-count // PAGE)}
    return tk.render("satudata/own_data.html", shown)


def _row(package: ckan_model.Package, submission: model.Submission | None) -> dict[str, Any]:
    is_public = package.state == "active"
    if submission is not None:
        state = tk._(describing.STATES[submission.state])
    elif package.state == ckan_model.State.DELETED:
        state = tk._("withdrawn")
    elif not is_public:
        # a draft whose day is announced is planned; of another one nobody knows
        state = tk._("planned") if package.extras.get("jadwal_rilis") else tk._("a draft")
    else:
        state = tk._("only for your OPD") if package.private else tk._("public")
    return {
        "name": package.name,
        "title": package.title or package.name,
        "state": state,
        "submission": submission.id if submission else "",
        "planned": package.extras.get("jadwal_rilis") or "",
        "changed": package.metadata_modified.isoformat(timespec="seconds"),
    }
