"""What each change of a request for data begins and ends with."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import now
from ckanext.satudata.requests import describing, mails, model
from ckanext.satudata.requests.model import DataRequest


def load_changeable(
    context: Any, data_dict: dict[str, Any], verb: str, schema: dict[str, list[str]]
) -> tuple[DataRequest, dict[str, Any]]:
    """Return a request that is not closed, locked for a change, and the valid parameters.

    Raises ObjectNotFound, NotAuthorized, ValidationError.
    """
    request = model.held(str(data_dict.get("number") or ""))
    if request is None:
        raise unknown_request()
    tk.check_access(f"satudata_data_request_{verb}", context, {"office": request.office})
    data = parameters.valid(context, data_dict, schema)
    if request.state == model.CLOSED:
        raise tk.ValidationError({"number": [tk._("This request is closed.")]})
    return request, data


def load_open(
    context: Any, data_dict: dict[str, Any], verb: str, schema: dict[str, list[str]]
) -> tuple[DataRequest, dict[str, Any]]:
    """Return the same for a request that nobody has decided yet."""
    request, data = load_changeable(context, data_dict, verb, schema)
    if not request.is_open:
        raise tk.ValidationError({"number": [tk._("This request has been answered already.")]})
    return request, data


def decide(context: Any, request: DataRequest, state: str, text: str) -> dict[str, Any]:
    """Store the decision and mail it to the asker; return the request as those who handle it see it."""
    what = state if request.is_open else "corrected"
    request.state = state
    request.decided = request.decided or now()
    note(context, request, what, office=request.office, text=text)
    ckan_model.Session.commit()
    mails.decided(request)
    return describing.description(request, handles=True)


def note(context: Any, request: DataRequest, what: str, **more: str) -> None:
    """Add an event to the history, by the user of the context."""
    user = ckan_model.User.get(context.get("user") or "")
    model.note(request, what, user_id=user.id if user else "", **more)


def show_words(request: DataRequest, title: str, text: str) -> None:
    """Make these words of a request public."""
    request.shown, request.shown_title, request.shown_wanted = True, title, text


def unknown_request() -> tk.ObjectNotFound:
    """Return the error of a request that does not exist, or that this user may not see."""
    return tk.ObjectNotFound(tk._("There is no such request for data."))
