"""`/dataset/<id>/resource/<resource_id>/tabel`: a table page by page; its address says all that is chosen."""

from __future__ import annotations

import itertools
import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.publishing import browsing
from ckanext.satudata.publishing.browsing import MOST_FILTERS, Order, Page
from flask import Blueprint

blueprint = Blueprint("satudata_browsing", __name__)

FILTER, SORT, DIRECTION, NUMBER = "saring.", "urut", "arah", "halaman"
RISING, FALLING = "naik", "turun"


@blueprint.route("/dataset/<id>/resource/<resource_id>/tabel")
def table(id: str, resource_id: str) -> Any:
    """Show a page of a table: sorted by the heads of its columns, filtered by the lists above it."""
    try:
        tk.check_access("datastore_search", {}, {"resource_id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such table, or you may not see it."))
    resource = next((resource for resource in dataset["resources"] if resource["id"] == resource_id), None)
    page = _page(resource) if resource else None
    if resource is None or page is None:
        return tk.abort(404, tk._("There is no such table, or you may not see it."))
    data = {
        "pkg_dict": dataset,
        "pkg": dataset,
        "resource": resource,
        "page": page,
        "filters": list(itertools.islice(browsing.filters(resource, page), MOST_FILTERS)),
        "address": lambda **changes: _address(dataset, resource, page, **changes),
        "download": _download(resource, page),
    }
    return tk.render("satudata/table.html", data)


def _page(resource: dict[str, Any]) -> Page | None:
    arguments = tk.request.args
    number = arguments.get(NUMBER, "1")
    chosen = {name.removeprefix(FILTER): value for name, value in arguments.items() if name.startswith(FILTER)}
    order = Order(arguments.get(SORT, ""), arguments.get(DIRECTION) == RISING)
    is_page = number.isdigit() and 0 < len(number) < 8 and int(number) > 0
    return browsing.find_page(resource, number=int(number) if is_page else 1, order=order, filters=chosen)


def _address(dataset: dict[str, Any], resource: dict[str, Any], page: Page, **changes: Any) -> str:
    """Return the address of the page with another number ("number") or sorted by another column ("sort")."""
    query: dict[str, Any] = {f"{FILTER}{name}": value for name, value in page.filters.items()}
    column, is_rising = page.order.column, page.order.is_rising
    if "sort" in changes:
        # a column that is sorted by turns around
        is_rising = changes["sort"] == column and not is_rising
        column = changes["sort"]
    if column:
        query |= {SORT: column, DIRECTION: RISING if is_rising else FALLING}
    if changes.get("number", 1) > 1:
        query[NUMBER] = changes["number"]
    address: str = tk.url_for("satudata_browsing.table", id=dataset["name"], resource_id=resource["id"], **query)
    return address


def _download(resource: dict[str, Any], page: Page) -> str:
    """Return the address of what is chosen as CSV."""
    query = {"filters": json.dumps(page.filters, ensure_ascii=False), "sort": page.sort, "bom": "true"}
    address: str = tk.url_for("datastore.dump", resource_id=resource["id"], **query)
    return address
