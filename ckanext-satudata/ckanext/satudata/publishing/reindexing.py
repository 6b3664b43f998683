"""A dataset in the search index as the database has it, whoever else writes it at the same moment."""

from __future__ import annotations

from ckan import logic, model
from sqlalchemy import select


def index_dataset(package_id: str) -> None:
    """Write a dataset's document anew.

    CKAN's own flag of a loaded table takes the document from the index and writes it back: what was released in
    between, it undoes. Whoever writes a dataset holds its row until his document is in the index; so here, too.
    """
    model.Session.commit()
    model.Session.execute(select(model.Package.id).where(model.Package.id == package_id).with_for_update())
    model.Session.expire_all()
    logic.index_update_package({"ignore_auth": True}, package_id)
    model.Session.commit()
