"""Pages about standards: the list, one standard, its Excel template."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.standards import model, template
from flask import Blueprint, Response, send_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("satudata_standard", __name__, url_prefix="/standar")


@blueprint.route("/")
def index() -> str:
    """Show every standard under the urusan that it belongs to."""
    urusan = codelists.load("urusan")
    groups: dict[str, list[model.Standard]] = {}
    for standard in sorted(model.every(), key=lambda standard: (standard.urusan, standard.title)):
        groups.setdefault(urusan.codes[standard.urusan].name, []).append(standard)
    page: str = tk.render("satudata/standards.html", {"groups": groups})
    return page


@blueprint.route("/<name>")
def read(name: str) -> str:
    """Show one standard: its components, its columns, what is checked."""
    standard = _find(name)
    authority = organizations.with_fields(standard.wewenang.codes, below=False) if standard.wewenang else set()
    data = {"standard": standard, "code_name": _code_name, "authorities": organizations.titles(authority)}
    page: str = tk.render("satudata/standard.html", data)
    return page


@blueprint.route("/<name>/templat.xlsx")
def excel(name: str) -> Response:
    """Send the Excel file in which officers fill the standard in."""
    standard = _find(name)
    stream = io.BytesIO()
    template.write(standard, stream)
    stream.seek(0)
    return send_file(stream, XLSX, as_attachment=True, download_name=f"templat-{name}.xlsx")


def _find(name: str) -> model.Standard:
    if name not in model.names():
        tk.abort(404, tk._('There is no Standar Data "{0}".').format(name))
    return model.load(name)


def _code_name(codelist: str, code: Any) -> str:
    return codelists.load(codelist).codes[str(code)].name
