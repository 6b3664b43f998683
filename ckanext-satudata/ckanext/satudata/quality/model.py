"""The tables of the quality scores: each file as it was last found, and each dataset's score over time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from sqlalchemy import BigInteger, inspect, types
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

# what is wrong with a file; "" for one that is well
MISSING, BROKEN, REFUSED, EMPTY, FORMAT = "missing", "broken", "refused", "empty", "format"
UNREACHABLE = (MISSING, BROKEN, REFUSED)
FAULTS = {
    MISSING: N_("The file is no longer on the server."),
    BROKEN: N_("The link does not answer, or answers with an error."),
    REFUSED: N_("The link leads into a private network, where nobody outside can follow it."),
    EMPTY: N_("The file is empty."),
    FORMAT: N_("The file is not what it is said to be."),
}


class FileState(tk.BaseModel):
    """A file or link as the last check found it.

    `address` is the one that was looked at with what marks its version; `fault` is one of FAULTS or "", since when;
    `detail` says more in the portal's language; `found` is the format that its first bytes tell, or ""; `size` in
    bytes, None where the other side does not say.
    """

    __tablename__ = "satudata_quality_file"

    resource_id: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True)
    package_id: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, index=True)
    address: Mapped[str] = mapped_column(types.UnicodeText, nullable=False)
    checked: Mapped[datetime.datetime] = mapped_column(types.DateTime, nullable=False)
    fault: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, default="")
    detail: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, default="")
    since: Mapped[datetime.datetime | None] = mapped_column(types.DateTime)
    found: Mapped[str] = mapped_column(types.UnicodeText, nullable=False, default="")
    size: Mapped[int | None] = mapped_column(BigInteger)

    def is_of(self, resource: dict[str, Any]) -> bool:
        """Return whether this is the state of the resource as it is now."""
        return self.address == address(resource)


class DatasetScore(tk.BaseModel):
    """A public dataset's score since a day, until its next row; `score` is None from the day on which it is gone.

    `shares` are the fulfilled shares (0 to 1) by criterion, without those that had nothing to judge.
    """

    __tablename__ = "satudata_quality_score"

    package_id: Mapped[str] = mapped_column(types.UnicodeText, primary_key=True)
    day: Mapped[datetime.date] = mapped_column(types.Date, primary_key=True, index=True)
    organization_id: Mapped[str | None] = mapped_column(types.UnicodeText)
    score: Mapped[float | None] = mapped_column(types.Float)
    shares: Mapped[dict[str, float]] = mapped_column(JSONB, nullable=False, default=dict)


def address(resource: dict[str, Any]) -> str:
    """Return what distinguishes this file of a resource from an earlier one."""
    if resource.get("url_type") == "upload":
        return f"{resource.get('format')} {resource.get('last_modified') or resource.get('created')}"
    return f"{resource.get('format')} {resource.get('url')}"


def put(table: type[FileState] | type[DatasetScore], **values: Any) -> None:
    """Write a row in place of the one with its key; two processes may do so at the same time."""
    keys = [column.name for column in inspect(table).primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    statement = insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=rest)
    model.Session.execute(statement)


def files_of(packages: Iterable[str]) -> dict[str, FileState]:
    """Return the known states of the files of some datasets, by resource id."""
    query = model.Session.query(FileState).filter(FileState.package_id.in_(list(packages)))
    return {state.resource_id: state for state in query}
