"""Addresses of the answers: to a question as JSON or as a card, and how a typed text may go on, for the search box."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, jsonify

blueprint = Blueprint("satudata_answers", __name__, url_prefix="/satudata/jawaban")


@blueprint.route("/json")
@for_programs("application/json", action="satudata_answer_show")
def answer() -> Response:
    """Send the answer to the question `q`."""
    response: Response = jsonify(tk.get_action("satudata_answer_show")({}, {"q": tk.request.args.get("q", "")}))
    return response


@blueprint.route("/kartu")
def card() -> str:
    """Send the card with the answer to the question `q`, for a page that has none of CKAN's scripts."""
    reply = tk.get_action("satudata_answer_show")({}, {"q": tk.request.args.get("q", "")})
    return tk.render("satudata/answers/card.html", {"answer": reply})


@blueprint.route("/saran")
def suggestions() -> Response:
    """Send how the text `q` may go on."""
    response: Response = jsonify(tk.get_action("satudata_suggestion_list")({}, {"q": tk.request.args.get("q", "")}))
    return response
