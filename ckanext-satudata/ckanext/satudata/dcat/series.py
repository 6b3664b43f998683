"""Yearly editions of the same data: which dataset comes before another, and which after it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import dataset_uri
from ckanext.satudata.dcat import fields, uris
from ckanext.satudata.dcat.model import RenderingText
from flask import Blueprint
from sqlalchemy import func

blueprint = Blueprint("satudata_series", __name__)


@blueprint.route("/seri/<owner>/<name>")
def read(owner: str, name: str) -> str:
    """Show a series: its editions, newest first."""
    found = editions(f"{uris.base()}/seri/{owner}/{name}") if "\0" not in owner else []
    if not found:
        return tk.abort(404, tk._("There is no such series."))
    return tk.render("satudata/series.html", {"editions": found[::-1], "title": found[-1].extras["seri"]})


def editions(address: str) -> list[model.Package]:
    """Return the public datasets of a series in the order of the years that they cover."""
    found = [each for each in _of_owner(address) if fields.series(_plain(each)) == address and is_public(each)]
    return sorted(found, key=_order)


def is_public(package: model.Package) -> bool:
    """Tell what `renderings.visible` asks of the database, for a dataset that is there already."""
    return not package.private and package.extras.get("sifat_data", "terbuka") in {"terbuka", ""}


def beside(dataset: dict[str, Any]) -> tuple[model.Package | None, model.Package | None]:
    """Return the editions before and after a dataset; None where there is none, or no series."""
    if not dataset.get("seri"):
        return None, None
    found = editions(fields.series(dataset))
    place = next((number for number, each in enumerate(found) if each.id == dataset["id"]), None)
    if place is None:
        return None, None
    return (found[place - 1] if place else None), (found[place + 1] if place + 1 < len(found) else None)


def satudata_editions(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return {"series": path, "title", "previous", "next": {"name", "title"} or None} for a page; empty without."""
    if not dataset.get("seri"):
        return {}
    shown = [each and {"name": each.name, "title": each.title} for each in beside(dataset)]
    path = urlsplit(fields.series(dataset)).path
    return {"series": path, "title": dataset["seri"], "previous": shown[0], "next": shown[1]}


def address(package: model.Package) -> str:
    """Return the address that names an edition in the feed."""
    extras = [{"key": key, "value": value} for key, value in package.extras.items()]
    named = {"id": package.id, "name": package.name, "extras": extras}
    return uris.link(dataset_uri(named)) or uris.record("dataset", package.id)


def touched(package: model.Package) -> list[str]:
    """Return the ids of all editions of the series that a dataset belongs to, and of that in which it was rendered."""
    before = (
        model.Session.query(RenderingText.body)
        .filter(RenderingText.subject == package.id, RenderingText.format == "datajson")
        .scalar()
    )
    known = {json.loads(before).get("isPartOf") if before else None}
    if package.extras.get("seri"):
        known.add(fields.series(_plain(package)))
    return [each.id for series in known if series for each in _of_owner(series) if each.id != package.id]


def _of_owner(series: str) -> list[model.Package]:
    owner = urlsplit(series).path.split("/")[-2]
    package = model.Package
    query = model.Session.query(package).filter(
        package.type == "dataset",
        package.state == model.State.ACTIVE,
        func.coalesce(package.extras["seri"].astext, "") != "",
    )
    return query.filter(package.owner_org == owner).all()


def _plain(package: model.Package) -> dict[str, Any]:
    return {"owner_org": package.owner_org, "seri": str(uris.writable(package.extras["seri"]))}


def _order(package: model.Package) -> tuple[str, str, Any]:
    return package.extras.get("dimensi_akhir", ""), package.extras.get("dimensi_awal", ""), package.metadata_created
