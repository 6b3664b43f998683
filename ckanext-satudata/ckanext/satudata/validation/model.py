"""The history of checks: who checked which file when, and what was found."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.validation.report import ERROR, WARNING, Report, restored
from sqlalchemy import BigInteger, Column, Connection, DateTime, UnicodeText, insert
from sqlalchemy.dialects.postgresql import JSONB

# what a check has decided; what becomes of a refused file is told by the room that keeps it (`gate.refusals`)
VALID, REFUSED = "valid", "refused"


class CheckReport(tk.BaseModel):
    """One check of a file that somebody wanted to publish.

    `resource_id` is empty while the file belongs to no resource; `settings` say how the file was read and what it had
    to follow; `report` is `Report.as_dict()`; `override` is {"user_id", "reason", "created"} where a walidata has
    allowed what the guard had refused.
    """

    __tablename__ = "satudata_report"

    id: Any = Column(UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    package_id: Any = Column(UnicodeText, index=True)
    resource_id: Any = Column(UnicodeText, index=True)
    user_id: Any = Column(UnicodeText)
    created: Any = Column(DateTime, nullable=False, default=now)
    filename: Any = Column(UnicodeText, nullable=False)
    sha256: Any = Column(UnicodeText, nullable=False)
    size: Any = Column(BigInteger, nullable=False)
    settings: Any = Column(JSONB, nullable=False, default=dict)
    state: Any = Column(UnicodeText, nullable=False)
    report: Any = Column(JSONB, nullable=False)
    override: Any = Column(JSONB)

    @property
    def is_refused(self) -> bool:
        """Whether the file was refused."""
        return bool(self.state != VALID)

    @property
    def restored_report(self) -> Report:
        """What the check found."""
        return restored(self.report)

    def as_dict(self) -> dict[str, Any]:
        """Return the record without what was found, for lists."""
        names = ("id", "package_id", "resource_id", "user_id", "filename", "sha256", "size", "settings", "state")
        report = self.restored_report
        return {
            **{name: getattr(self, name) for name in names},
            "created": self.created.isoformat(timespec="seconds"),
            "valid": report.valid,
            "errors": report.count(ERROR),
            "warnings": report.count(WARNING),
            "rows": report.rows,
            "override": self.override,
        }


def add(values: dict[str, Any], keep: Callable[[Connection], None] = lambda connection: None) -> None:  # noqa: ARG005
    """Add a record at once, whatever becomes of the transaction of the request: a refused file is kept, too.

    `keep` stores the file: no file is kept whose record cannot be written, and no record is kept without its file.
    """
    with model.Session.get_bind().begin() as connection:
        connection.execute(insert(CheckReport).values(**values))
        keep(connection)


def get(report_id: str) -> CheckReport | None:
    """Return a record, or None."""
    return model.Session.query(CheckReport).filter_by(id=report_id).one_or_none()


def of(package_id: str, resource_id: str | None = None) -> list[CheckReport]:
    """Return the records of a dataset, or of one of its resources, the newest first."""
    query = model.Session.query(CheckReport).filter_by(package_id=package_id)
    if resource_id:
        query = query.filter_by(resource_id=resource_id)
    return query.order_by(CheckReport.created.desc()).all()
