"""Each released file keeps its address: `/satudata/edisi/<release>/<resource>/<name>`, with the bytes of that day."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

from ckan import model as ckan_model
from ckan.lib import files
from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor
from ckanext.satudata.gate.files import KEY
from ckanext.satudata.publishing import originals, protection
from ckanext.satudata.review import model
from ckanext.satudata.tables import stored
from ckanext.satudata.validation import model as checks
from flask import Blueprint, Response, request, send_file

blueprint = Blueprint("satudata_edition", __name__)

GONE = 410


@blueprint.route("/satudata/edisi/<release_id>/<resource_id>/<path:name>")
def file(release_id: str, resource_id: str, name: str) -> Response:
    """Send a file as it was released; `Link` names what is public now, `Digest` what these bytes are."""
    record = ckan_model.Session.get(model.Release, release_id)
    kept = next((row for row in record.files if row["id"] == resource_id), None) if record else None
    if record is None or kept is None or not kept["is_upload"] or kept["name"] != name:
        return tk.abort(404, tk._("There is no such edition."))
    dataset = _dataset(record.package_id)
    resource = resource_of(kept)
    is_original = not protection.is_held_back(resource) or originals.may_have(record.package_id)
    try:
        # of a protected table the cells that are hidden today are hidden in each of its editions
        shown = None if is_original else originals.shown_copy(resource)
        content = stored.content(resource) if shown is None else shown
    except files.exc.MissingFileError:
        return tk.abort(404, tk._("The file of this edition is not kept any more."))
    name = kept["name"] if shown is None else originals.shown_name(kept["name"])
    answer = send_file(io.BytesIO(content), as_attachment=True, download_name=name)
    latest = tk.url_for("dataset.read", id=dataset["name"], _external=True)
    answer.headers["Link"] = f'<{latest}>; rel="latest-version"'
    if protection.sensitive_standard(resource):
        request.environ["__no_cache__"] = True
    if kept["sha256"] and is_original:
        answer.headers["Repr-Digest"] = f"sha-256=:{_base64(kept['sha256'])}:"
    return answer


def resource_of(file: dict[str, Any]) -> dict[str, Any]:
    """Return the file of a release as the resource that it was: its check knows its standard, and how it was read."""
    check = checks.get(file["report"]) if file.get("report") else None
    row = ckan_model.Resource.get(file["id"])
    settings = check.settings if check else {}
    standard = settings.get("standar") or ((row.extras or {}).get("standar") if row else "")
    return {
        "id": file["id"],
        KEY: file["key"],
        "url": file["name"],
        "url_type": "upload" if file["is_upload"] else "",
        "standar": standard or "",
        "langkah_baca": json.dumps(settings.get("steps") or []),
    }


@blueprint.route("/dataset/<id>/edisi")
def index(id: str) -> str:
    """List the editions of a dataset."""
    dataset = _dataset(id)
    releases = tk.get_action("satudata_release_list")({"user": visitor.name()}, {"id": dataset["id"]})
    return tk.render("satudata/editions.html", {"pkg_dict": dataset, "pkg": dataset, "releases": releases})


def _dataset(name: str) -> dict[str, Any]:
    """Return a dataset that the visitor may see; a 404 where there is none, 410 where it was withdrawn."""
    try:
        return dict(tk.get_action("package_show")({"user": visitor.name()}, {"id": name}))
    except (tk.ObjectNotFound, tk.NotAuthorized):
        withdrawn = model.withdrawal(name)
        return tk.abort(GONE if withdrawn else 404, tk._("This dataset was withdrawn.") if withdrawn else None)


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
