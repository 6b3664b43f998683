"""Yearly editions of the same data: which dataset comes before another, and which after it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import dataset_uri
from ckanext.satudata.dcat import fields, uris
from ckanext.satudata.dcat.model import Rendering
from ckanext.satudata.publishing import years
from flask import Blueprint
from sqlalchemy import func

blueprint = Blueprint("satudata_series", __name__)


@blueprint.route("/seri/<owner>/<name>")
def read(owner: str, name: str) -> str:
    """Show a series: its editions, newest first."""
    packages = editions(f"{uris.base()}/seri/{owner}/{name}") if "\0" not in owner else []
    if not packages:
        return tk.abort(404, tk._("There is no such series."))
    return tk.render("satudata/series.html", {"editions": packages[::-1], "title": packages[-1].extras["seri"]})


def editions(address: str) -> list[model.Package]:
    """Return the public datasets of a series in the order of the years that they cover."""
    packages = [
        package for package in _of_owner(address) if fields.series(_plain(package)) == address and is_public(package)
    ]
    return sorted(packages, key=_order)


def is_public(package: model.Package) -> bool:
    """Return whether everybody sees a dataset: the conditions of `renderings.visible`, for one that was loaded."""
    return not package.private and package.extras.get("sifat_data", "terbuka") in {"terbuka", ""}


def beside(dataset: dict[str, Any]) -> tuple[model.Package | None, model.Package | None]:
    """Return the editions before and after a dataset; None where there is none, or no series."""
    if not dataset.get("seri"):
        return None, None
    siblings = editions(fields.series(dataset))
    place = next((number for number, sibling in enumerate(siblings) if sibling.id == dataset["id"]), None)
    if place is None:
        return None, None
    return (siblings[place - 1] if place else None), (siblings[place + 1] if place + 1 < len(siblings) else None)


def satudata_editions(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return {"series": path, "title", "previous", "next": {"name", "title"} or None} for a page; empty without."""
    if not dataset.get("seri"):
        return {}
    shown = [edition and {"name": edition.name, "title": edition.title} for edition in beside(dataset)]
    path = urlsplit(fields.series(dataset)).path
    return {"series": path, "title": dataset["seri"], "previous": shown[0], "next": shown[1]}


def address(package: model.Package) -> str:
    """Return the address that names an edition in the feed."""
    return uris.link(dataset_uri(_plain(package))) or uris.record("dataset", package.id)


def place(dataset: dict[str, Any]) -> str:
    """Return what the other editions of a series know of one: series, order, address; "" of what belongs to none."""
    if not dataset.get("seri"):
        return ""
    # as written, as the database has it for the others; a table's own years need no new order
    written = (dataset.get(years.WRITTEN) or "").split("–")
    first = written[0] or dataset.get("dimensi_awal") or ""
    last = written[-1] or dataset.get("dimensi_akhir") or ""
    order = [last, first, dataset["metadata_created"]]
    return "\n".join([fields.series(dataset), *order, uris.link(dataset_uri(dataset)) or ""])


def editions_to_rerender(package: model.Package) -> list[str]:
    """Return ids of the sibling editions to render again; none unless this one's place in the series changes."""
    before = model.Session.query(Rendering.place).filter(Rendering.subject == package.id).scalar() or ""
    shown = package.state == model.State.ACTIVE and is_public(package)
    after = place(_plain(package)) if shown and package.extras.get("seri") else ""
    if before == after:
        return []
    addresses = {text.partition("\n")[0] for text in (before, after)} - {""}
    return [edition.id for address in addresses for edition in _of_owner(address) if edition.id != package.id]


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
    """Return what names and orders an edition, as `package_show` has it."""
    return {
        **{key: uris.writable(package.extras.get(key, "")) for key in ("seri", "dimensi_awal", "dimensi_akhir")},
        "id": package.id,
        "name": package.name,
        "owner_org": package.owner_org,
        "metadata_created": package.metadata_created.isoformat(),
        "extras": [{"key": key, "value": value} for key, value in package.extras.items()],
    }


def _order(package: model.Package) -> tuple[str, str, Any]:
    return package.extras.get("dimensi_akhir", ""), package.extras.get("dimensi_awal", ""), package.metadata_created
