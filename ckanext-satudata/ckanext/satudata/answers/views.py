"""Addresses of the answers: the answer to a question as JSON, for the search box and other pages."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, jsonify

blueprint = Blueprint("satudata_answers", __name__, url_prefix="/satudata/jawaban")


@blueprint.route("/json")
def answer() -> Response:
    """Send the answer to the question `q`."""
    found: Response = jsonify(tk.get_action("satudata_answer_show")({}, {"q": tk.request.args.get("q", "")}))
    return found
