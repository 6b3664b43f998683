"""What changes fillings and their parts. Nothing here commits but what says so."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.filling import keys, model, rights, rows
from ckanext.satudata.filling.checking import Mistake
from ckanext.satudata.filling.model import Filling, Part, Row
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard


def add(codes: dict[str, list[str]], **fields: Any) -> Filling:
    """Keep a new filling with a part for each office: {its id: the codes of its rows}."""
    filling = Filling(**fields)
    ckan_model.Session.add(filling)
    ckan_model.Session.flush()
    for office, office_codes in codes.items():
        ckan_model.Session.add(Part(filling_id=filling.id, office=office, codes=office_codes))
    ckan_model.Session.flush()
    return filling


def save(context: Any, part: Part, new: list[Row]) -> None:
    """Keep the rows of a part, which is no longer empty then."""
    part.rows, part.state = new, model.DRAFT
    part.version, part.changed, part.user_id = part.version + 1, now(), user_id(context)


def complete_rows(filling: Filling, part: Part, sent: Any) -> list[Row]:
    """Return rows as they are kept, each with its code, names and period.

    Raises ValidationError for what are no rows, for too many, and for a row of another office.
    """
    standard = standards.load(filling.standard)
    key = keys.find_key(standard)
    is_table = isinstance(sent, list) and all(isinstance(row, dict) for row in sent)
    if not is_table or key is None or len(sent) > rows.MOST:
        raise tk.ValidationError({"rows": [tk._("Send at most {0} rows, each with its columns.").format(rows.MOST)]})
    strangers = {str(row.get(key.name) or "–") for row in sent} - set(part.codes)
    if strangers:
        text = tk._("These rows are not yours: {0}. Nothing was saved.").format(", ".join(sorted(strangers)))
        raise tk.ValidationError({"rows": [text]})
    return [rows.complete(standard, row, row[key.name], filling.period) for row in sent]


def unfilled(standard: Standard, part: Part) -> list[Mistake]:
    """Return a mistake for each code of an office of which no row was filled."""
    key = keys.find_key(standard)
    if key is None:
        return []
    filled = {row[key.name] for row in part.rows if rows.is_filled(standard, row)}
    places = {row[key.name]: index for index, row in reversed(list(enumerate(part.rows)))}
    text = tk._("Nothing was filled in for {0}.")
    return [Mistake(places.get(code, -1), key.name, text.format(code)) for code in part.codes if code not in filled]


def load_part(context: Any, data: dict[str, Any], *, for_update: bool = False) -> tuple[Filling, Part]:
    """Return a filling and the part that an action names. Raises ObjectNotFound."""
    filling = rights.load(context, data)
    part = model.find_part(filling, rights.office_id(data["office"]), for_update=for_update)
    if part is None:
        raise tk.ObjectNotFound(tk._("This office has no rows in this table."))
    return filling, part


def load_open_part(context: Any, data: dict[str, Any]) -> tuple[Filling, Part]:
    """Return a part that may be written, for this transaction alone. Raises ObjectNotFound, ValidationError."""
    filling, part = load_part(context, data, for_update=True)
    if filling.state != model.OPEN or part.state == model.SENT:
        text = tk._("These rows were handed over. Ask the OPD that opened the table to return them.")
        raise tk.ValidationError({"rows": [text]})
    return filling, part


def check_target(standard: Standard, office: str, resource_id: str) -> None:
    """Raise ValidationError for a table that is not of this office or follows another standard."""
    resource = ckan_model.Resource.get(resource_id)
    dataset = ckan_model.Package.get(resource.package_id) if resource else None
    fits = resource and (resource.extras or {}).get("standar") == standard.name
    if not fits or dataset is None or dataset.owner_org != office or dataset.state != ckan_model.State.ACTIVE:
        raise tk.ValidationError({"resource_id": [tk._("Choose a table of this OPD that follows this standard.")]})


def parse_day(field: str, text: str) -> datetime.date:
    """Return a day that was written as 2026-05-31. Raises ValidationError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise tk.ValidationError({field: [tk._("Write a date such as 2025-06-30.")]}) from error


def user_id(context: Any) -> str:
    """Return the id of whoever acts."""
    user = ckan_model.User.get(context.get("user") or "")
    return str(user.id) if user else ""


@contextlib.contextmanager
def refusing(field: str) -> Iterator[None]:
    """Turn an error of ours into a ValidationError at a field."""
    try:
        yield
    except SatuDataError as error:
        raise tk.ValidationError({field: [str(error)]}) from error
