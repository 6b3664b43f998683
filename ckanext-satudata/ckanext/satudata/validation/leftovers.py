"""Files of the check that no record asks for: of a process that was killed between the two."""

from __future__ import annotations

from collections.abc import Iterator

from ckan import model as ckan_model
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate import refusals
from ckanext.satudata.gate.steps import kept_resources
from ckanext.satudata.upkeep import Upkeep
from ckanext.satudata.validation import model, store

DRAFTS_TITLE = N_("refused files that nobody has to mend any more")
TABLES_TITLE = N_("parsed tables that no resource waits for")


def drafts() -> Iterator[str]:
    """Yield the names of kept files that no check names, and of refused ones that nobody has to mend any more."""
    # files of a cured table belong to a check that it passed
    states = dict(ckan_model.Session.query(model.CheckReport.id, model.CheckReport.state).all())
    waiting = refusals.waiting()
    for name in store.names(store.DRAFTS):
        is_settled = waiting is not None and states.get(name) != model.VALID and name not in waiting
        if name not in states or is_settled:
            yield name


def tables() -> Iterator[str]:
    """Yield the names of parsed tables that are no resource's newest."""
    query = ckan_model.Session.query(ckan_model.Resource.extras).filter_by(state="active")
    report_ids = {(row.extras or {}).get("validation_report") for row in query}
    report_ids |= {resource.get("validation_report") for resource in kept_resources()}
    yield from (name for name in store.names(store.TABLES) if name not in report_ids)


def every() -> list[Upkeep]:
    """Return the kinds of this room."""
    return [
        Upkeep("drafts", DRAFTS_TITLE, drafts, store.remove),
        Upkeep("tables", TABLES_TITLE, tables, lambda name: store.remove(name, store.TABLES)),
    ]
