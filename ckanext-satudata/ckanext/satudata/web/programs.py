"""Addresses that programs read: the API, and the views that say so with `for_programs`.

What follows from it: pages of other sites may read them (`sharing`), their errors are JSON (`failures`), how often one
address may ask is limited (`pace`), and the description of the API names them (room `api`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ckan import logic
from ckan.plugins import toolkit as tk
from flask import current_app, request

MARK, GUIDE = "satudata_for_programs", "satudata_explains"
JSON, HTML = "application/json", "text/html"
# how a rule begins the choice of its last part
CHOICE = "<any("
# CKAN's own view that writes tables
OTHERS = {"datastore.dump"}
API, ACTION = "api", "api.action"
READING = {"GET", "HEAD", "OPTIONS"}
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Offer:
    """What a view answers programs: `action` names the action whose parameters its query string has, "" for none.

    `described` says whether the description of the API names it; what has a protocol of its own does not stand there.
    """

    media_types: tuple[str, ...]
    action: str = ""
    described: bool = True


def for_programs(*media_types: str, action: str = "", described: bool = True) -> Callable[[V], V]:
    """Mark a view whose answers are data of these media types."""

    def mark(view: V) -> V:
        setattr(view, MARK, Offer(media_types, action, described))
        return view

    return mark


def find_offer(endpoint: str | None) -> Offer | None:
    """Return what the view of an endpoint answers programs; None for a page."""
    return getattr(current_app.view_functions.get(endpoint or ""), MARK, None)


def is_for_programs() -> bool:
    """Return whether the request goes to an address of programs."""
    return request.blueprint == API or request.endpoint in OTHERS or find_offer(request.endpoint) is not None


def is_reading() -> bool:
    """Return whether the request can only read, whatever it holds; so can its preflight (OPTIONS)."""
    if request.endpoint == ACTION:
        return is_reading_action(str((request.view_args or {}).get("logic_function")))
    return request.method in READING


def is_reading_action(name: str) -> bool:
    """Return whether there is an action of this name that changes nothing."""
    try:
        return bool(getattr(logic.get_action(name), "side_effect_free", False))
    except KeyError:
        return False


def reading_actions() -> list[str]:
    """Return the names of the actions that change nothing, in their order."""
    # there is no other list of them
    return sorted(name for name in logic._actions if is_reading_action(name))


def answers_json(offer: Offer | None) -> bool:
    """Return whether what a view answers is JSON before all else."""
    return offer is not None and offer.media_types[0].partition(";")[0].endswith("json")


def wants_json() -> bool:
    """Return whether an error of this request is for a program: by its address, or by what it accepts."""
    offer = find_offer(request.endpoint)
    if request.path.startswith("/api/") or answers_json(offer):
        return True
    if request.path.rpartition("/")[2].rpartition(".")[2] in {"json", "geojson", "jsonld"}:
        return True
    # a browser wants a page of what went wrong with a download, a program that takes anything does not
    first = [JSON, HTML] if is_for_programs() or _is_beside_data() else [HTML, JSON]
    return request.accept_mimetypes.best_match(first, first[0]) == JSON


def _is_beside_data() -> bool:
    """Return whether an address that does not exist differs from one of data in its last choice only."""
    # Flask looks among its static files for what nobody else has
    if request.endpoint not in {None, "static"}:
        return False
    rules = (rule for rule in current_app.url_map.iter_rules() if CHOICE in rule.rule and find_offer(rule.endpoint))
    return any(request.path.startswith(rule.rule.partition(CHOICE)[0]) for rule in rules)


def explains(view: V) -> V:
    """Mark the view of the page that explains the API, to which errors lead."""
    setattr(view, GUIDE, True)
    return view


def address_of_guide() -> str:
    """Return the address of the page that explains the API; "" where its room is switched off."""
    guides = (endpoint for endpoint, view in current_app.view_functions.items() if hasattr(view, GUIDE))
    endpoint = next(guides, "")
    return str(tk.url_for(endpoint, _external=True)) if endpoint else ""
