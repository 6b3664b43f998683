"""The file as its officer has uploaded it: where cells of its table are hidden it stays with the OPD and the walidata.

Everybody else gets the table without these cells. Nor does anybody else get the digest or the size of the file: who
knows all but a few small counts would try them until the digest fits.
"""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.disclosure import protecting
from ckanext.satudata.publishing import protection, years
from ckanext.satudata.tables import outlets
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import parsed
from flask import Blueprint, request

blueprint = Blueprint("satudata_originals", __name__)

# the view by which CKAN sends a resource's own file, of whatever type its dataset is
VIEW = "resource.download"
FIELDS = ("hash", "size")


@blueprint.before_app_request
def send_shown_table() -> Any:
    """Send those who may not have the original of a protected file to its table; anybody else goes on to CKAN."""
    if not (request.endpoint or "").endswith(VIEW) or "\0" in request.path:
        return None
    row = model.Resource.get((request.view_args or {})["resource_id"])
    if row is None or row.url_type != "upload" or row.state != "active":
        return None
    resource = {"id": row.id, "url_type": row.url_type, "package_id": row.package_id, **(row.extras or {})}
    # what the visitor sees goes by his rights, whoever has seen it before
    if protection.sensitive_standard(resource):
        request.environ["__no_cache__"] = True
    if not protection.is_held_back(resource) or may_have(row.package_id):
        return None
    return tk.redirect_to("satudata_downloads.download", id=row.package_id, resource_id=row.id, format="csv")


@blueprint.route("/dataset/<id>/resource/<resource_id>/buka-sel", methods=["POST"])
def disclose(id: str, resource_id: str) -> Any:
    """Let the hidden cells of a table be shown, for the reason that the walidata gives."""
    data = {"resource_id": resource_id, "reason": request.form.get("reason") or ""}
    try:
        tk.get_action("satudata_disclosure_release")({"user": visitor.name()}, data)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(text for texts in error.error_dict.values() for text in texts))
    else:
        tk.h.flash_success(tk._("The table is loaded anew; then its cells are shown."))
    return tk.redirect_to("dataset.read", id=id)


def may_have(package_id: str) -> bool:
    """Return whether the visitor may have the originals of a dataset: its OPD, and the walidata."""
    return may_write({"user": visitor.name()}, package_id)


def hide_digests(dataset: dict[str, Any], context: Any) -> None:
    """Take digest and size of the originals of protected files out of a dataset that is shown.

    Whoever may have the originals, or writes what he is shown, gets them as the rows have them, also where the
    dataset comes from the search index.
    """
    guarded = [resource for resource in dataset.get("resources") or [] if protection.sensitive_standard(resource)]
    if not guarded:
        return
    writes = any(context.get(name) for name in ("for_update", years.AS_WRITTEN))
    if writes or (not context.get("ignore_auth") and may_write(context, dataset["id"])):
        for resource in guarded:
            row = model.Resource.get(resource["id"])
            if row is not None:
                resource.update({name: getattr(row, name) for name in FIELDS if name in resource})
        return
    for resource in guarded:
        if protection.is_held_back(resource):
            hide_digest(resource)


def hide_digest(resource: dict[str, Any]) -> None:
    """Take digest and size of its original out of a resource."""
    resource.update({name: None if name == "size" else "" for name in FIELDS if name in resource})


def may_write(context: Any, package_id: str) -> bool:
    """Return whether whoever asks may change a dataset, and so have its originals."""
    try:
        tk.check_access("package_update", {"user": context.get("user") or ""}, {"id": package_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True


def shown_copy(resource: dict[str, Any]) -> bytes | None:
    """Return a CSV of the table of a file without the cells that are not public; None where all of it is.

    `resource` names the file as it was at some time: what is hidden today is hidden in it.
    """
    standard = protection.sensitive_standard(resource)
    if standard is None:
        return None
    with parsed.opened(resource) as table:
        hidden = protection.of_table(table, resource, standard)
        return _csv(protecting.apply(table, hidden)) if hidden.places else None


def shown_name(name: str) -> str:
    """Return what the copy of a file without its hidden cells is called."""
    return f"{PurePath(name).stem}-tanpa-sel-rahasia.csv"


def _csv(table: Table) -> bytes:
    names = [*table.columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shown.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = outlets.CsvWriter(stream)
            writer.writerow(names)
            cells = ", ".join(table.column(name) for name in names)
            writer.writerows(table.stream(f"SELECT {cells} FROM cells ORDER BY n"))
        return path.read_bytes()
