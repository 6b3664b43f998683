"""`/dataset/<id>/resource/<resource_id>/unduh.<format>`: a table of the DataStore as a file, while it is read."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import itertools
import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnfitTable
from ckanext.satudata.publishing import datastore, formats, loaded, naming
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, request
from werkzeug.http import http_date, is_resource_modified

blueprint = Blueprint("satudata_downloads", __name__)


@blueprint.route("/dataset/<id>/resource/<resource_id>/unduh.<format>")
@for_programs(*(module.MIMETYPE for module in formats.UNITS.values()))
def download(id: str, resource_id: str, format: str) -> Response:
    """Send a table as a file; 404 where there is none, 503 while it is being loaded, 409 where the format is unfit."""
    dataset, resource = _find_table(id, resource_id)
    if dataset["private"]:
        # CKAN lets proxies keep what a program fetches with its token
        request.environ["__no_cache__"] = True
    chosen = _format(format)
    load = datastore.TASK.status(resource_id) or {}
    _require_loaded(resource, load)
    headers = {"Content-Type": chosen.MIMETYPE, "Content-Disposition": naming.disposition(dataset, resource, format)}
    with contextlib.ExitStack() as stack:
        address = tk.url_for("dataset.read", id=dataset["name"], _external=True)
        table = stack.enter_context(loaded.opened(resource_id, dataset["title"], address))
        if load.get("state") == "complete":
            changed = datetime.datetime.fromisoformat(load["last_updated"]).replace(tzinfo=datetime.UTC, microsecond=0)
            tag = _tag(table, load["last_updated"], format)
            headers |= {"ETag": f'W/"{tag}"', "Last-Modified": http_date(changed)}
            if not is_resource_modified(request.environ, tag, last_modified=changed):
                return Response(status=304, headers=headers)
        if request.method == "HEAD":
            return Response(headers=headers)
        pieces = chosen.chunks(table, request.args)
        stack.callback(pieces.close)
        try:
            first = next(pieces)
        except UnfitTable as error:
            return tk.abort(409, str(error))
        answer = Response(itertools.chain([first], pieces), headers=headers)
        # the server calls it at the end, and when the client goes away before
        answer.call_on_close(stack.pop_all().close)
        return answer


def _find_table(id: str, resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return dataset and resource when they belong together and may be seen."""
    try:
        tk.check_access("datastore_search", {}, {"resource_id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return _none()
    matches = [resource for resource in dataset["resources"] if resource["id"] == resource_id]
    return (dataset, matches[0]) if matches else _none()


def _none() -> Any:
    # a table that the visitor may not see is answered as one that does not exist
    return tk.abort(404, tk._("There is no such table, or you may not see it."))


def _format(name: str) -> Any:
    writer = formats.UNITS.get(name)
    if writer is None:
        names = ", ".join(formats.UNITS)
        return tk.abort(404, tk._('There is no format "{0}". Choose one of: {1}.').format(name, names))
    return writer


def _require_loaded(resource: dict[str, Any], load: dict[str, Any]) -> None:
    if load.get("state") == "pending":
        tk.abort(503, tk._("The table is being prepared; try again in a moment."))
    if load.get("state") == "error" or not resource.get("datastore_active"):
        tk.abort(404, tk._("This file is not loaded as a table; download the file itself."))


def _tag(table: loaded.LoadedTable, revision: str, format: str) -> str:
    """Return what identifies this file: contents, data dictionary, title, format, options."""
    parts = [revision, table.resource_id, table.title, format, sorted(request.args.items()), tk.h.lang()]
    columns = [column.as_dict() for column in table.columns]
    return hashlib.sha256(json.dumps([*parts, columns]).encode()).hexdigest()[:32]
