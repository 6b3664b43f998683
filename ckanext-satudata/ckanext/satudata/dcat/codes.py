"""The pages behind the addresses by which the feed names regions and affairs (`uris.code`)."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnknownCodeList
from ckanext.satudata.metadata import codelists
from flask import Blueprint

blueprint = Blueprint("satudata_code", __name__)


@blueprint.route("/kode/<codelist>/<code>")
def read(codelist: str, code: str) -> str:
    """Show an entry of a code list: its name, and whence the list is."""
    try:
        entry = codelists.load(codelist).codes.get(code)
    except UnknownCodeList:
        return tk.abort(404, tk._('There is no code list "{0}".').format(codelist[:40]))
    if entry is None:
        return tk.abort(404, tk._('The list has no code "{0}".').format(code[:40]))
    shown = {
        "title": codelists.title(codelist),
        "label": codelists.label(codelist, entry),
        "code": entry,
        "about": codelists.about(codelist),
    }
    return tk.render("satudata/code.html", shown)
