"""The parts of all offices become one table, and go the way of every submission."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, BadFilling
from ckanext.satudata.filling import keys, model, rows
from ckanext.satudata.filling.model import Filling
from ckanext.satudata.review import next_edition
from ckanext.satudata.standards.model import Standard
from werkzeug.datastructures import FileStorage


def merged(standard: Standard, filling: Filling) -> bytes:
    """Return what was handed over as one CSV file, in the order of the codes."""
    handed_over = [part for part in model.parts(filling) if part.state == model.SENT]
    key = keys.find_key(standard)
    filled = [row for part in handed_over for row in part.rows]
    return rows.as_csv(standard, sorted(filled, key=lambda row: row[key.name]) if key else filled)


def filename(filling: Filling) -> str:
    """Return the name of the merged file."""
    return f"{filling.standard}-{filling.period}.csv"


def deliver(user: str, standard: Standard, filling: Filling, values: dict[str, str]) -> dict[str, Any]:
    """Add the merged rows to the table for which the filling was opened; return its dataset.

    `values` may hold "reason" (a code of alasan_revisi) and "note", which are needed where public figures change.
    Raises BadFilling, and what CKAN's `package_update` raises.
    """
    dataset, resource = _target(user, filling)
    file = FileStorage(io.BytesIO(merged(standard, filling)), filename(filling))
    preview = next_edition.prepare(dataset, resource, file, next_edition.ADD)
    if not preview.is_good:
        raise BadFilling(N_("Together the parts are no good table: {0}"), " ".join(preview.outcome.report.summary()))
    content = FileStorage(io.BytesIO(preview.content), preview.filename)
    sent = {**preview.fields, "langkah_baca": preview.steps, **values}
    return next_edition.send(user, dataset["id"], resource["id"], content, sent)


def _target(user: str, filling: Filling) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return dataset and table as whoever delivers goes on from them. Raises BadFilling."""
    try:
        stored = tk.get_action("resource_show")({"ignore_auth": True}, {"id": filling.resource_id})
        dataset = next_edition.for_writing(user, stored["package_id"])
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        raise BadFilling(N_("The table of this filling is not there any more. Download the rows instead.")) from error
    resource = next((row for row in dataset["resources"] if row["id"] == filling.resource_id), None)
    if resource is None:
        raise BadFilling(N_("The table of this filling is not there any more. Download the rows instead."))
    return dataset, resource
