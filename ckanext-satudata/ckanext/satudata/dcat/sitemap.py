"""`/sitemap.xml`: the public datasets for search engines, with when each last changed (sitemaps.org, 0.9).

A sitemap holds at most 50,000 addresses, so the first document is an index of pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from xml.sax.saxutils import escape

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import renderings, uris
from flask import Blueprint, Response
from sqlalchemy import func

blueprint = Blueprint("satudata_sitemap", __name__)

PAGE = 10_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.route("/sitemap.xml")
def index() -> Response:
    """Send the index: its pages, each with its newest change."""
    numbered = (
        model.Session.query(
            model.Package.metadata_modified.label("changed"),
            func.row_number().over(order_by=(model.Package.metadata_created, model.Package.id)).label("number"),
        )
        .filter(renderings.visible())
        .subquery()
    )
    page = (numbered.c.number - 1) // PAGE
    pages = model.Session.query(page, func.max(numbered.c.changed)).group_by(page).order_by(page).all()
    entries = (_entry("sitemap", f"{uris.base()}/sitemap-{int(number) + 1}.xml", changed) for number, changed in pages)
    return _document("sitemapindex", entries)


@blueprint.route("/sitemap-<int:page>.xml")
def datasets(page: int) -> Response:
    """Send a page, from 1 on; 404 where there is none."""
    package = model.Package
    query = (
        model.Session.query(package.name, package.metadata_modified)
        .filter(renderings.visible())
        .order_by(package.metadata_created, package.id)
    )
    # PostgreSQL cannot count further
    rows = query.offset((page - 1) * PAGE).limit(PAGE).all() if 0 < page < 2**31 else []
    if not rows:
        return tk.abort(404, tk._("The sitemap has no page {0}.").format(page))
    return _document("urlset", (_entry("url", uris.record("dataset", name), changed) for name, changed in rows))


def _entry(kind: str, address: str, changed: datetime.datetime) -> str:
    return (
        f"<{kind}><loc>{escape(address)}</loc><lastmod>{changed.isoformat(timespec='seconds')}Z</lastmod></{kind}>\n"
    )


def _document(kind: str, entries: Iterator[str]) -> Response:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{NAMESPACE}">\n'
    return Response("".join([head, *entries, f"</{kind}>\n"]), content_type="application/xml; charset=utf-8")
