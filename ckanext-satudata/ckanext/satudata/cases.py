"""Cases as pages (discrepancies, requests for data): a list that can be narrowed, and the answer to a form sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import visitor

# what stands in an address for all offices of whoever is logged in
MINE = "saya"
# cases on a page
PAGE = 50


def listed(action: str, *filters: str) -> dict[str, Any]:
    """Return a page of the cases that the query string asks for: {"found", "asked", "own", "page", "pages"}.

    `filters` are the names of the action's filters beside `organization`. Officers see the cases of their own OPD as
    long as they ask for no other; the walidata and citizens see all. A filter that the action refuses is a 400.
    """
    offices = visitor.editable_offices()
    chosen = {name: tk.request.args.get(name, "") for name in ("organization", *filters)}
    if offices and not visitor.is_walidata() and "organization" not in tk.request.args:
        chosen["organization"] = MINE
    page = max(tk.request.args.get("page", 1, type=int), 1)
    question: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    if chosen["organization"] == MINE:
        question["organization"] = [*offices]
    question |= {"limit": PAGE, "offset": (page - 1) * PAGE}
    try:
        cases = tk.get_action(action)({"user": visitor.name()}, question)
    except tk.ValidationError as error:
        return tk.abort(400, " ".join(text for texts in error.error_dict.values() for text in texts))
    return {"found": cases, "asked": chosen, "own": offices, "page": page, "pages": -(-cases["count"] // PAGE)}


def shown(action: str, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case; a 404 where there is none."""
    try:
        return tk.get_action(action)({"user": visitor.name()}, dict(identity))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))


def decided(action: str, identity: Mapping[str, Any], endpoint: str, again: Callable[..., Any]) -> Any:
    """Do what a form says and lead to `endpoint`, the page of the case that `identity` names in its address.

    `again(errors, data)` makes the page with what is wrong.
    """
    data = {**tk.request.form.to_dict(), **identity}
    try:
        tk.get_action(action)({"user": visitor.name()}, data)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ValidationError as error:
        return again(error.error_dict, data), 400
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to(endpoint, **identity)
