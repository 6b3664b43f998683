"""What is remembered of protected tables: which cells are hidden, never what they are, and what was released why.

A cell that was hidden once stays hidden in every table and edition of its standard: with one of them that shows it,
somebody would compute in the others what is hidden there for it.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.disclosure import protecting
from ckanext.satudata.disclosure.cells import Cell
from ckanext.satudata.disclosure.protecting import Protection
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.gate.files import KEY
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from sqlalchemy import BigInteger, Column, DateTime, Integer, Numeric, UnicodeText, text
from sqlalchemy.dialects.postgresql import ARRAY

log = logging.getLogger(__name__)


class ProtectedTable(tk.BaseModel):
    """That a file was loaded by a sensitive standard with a threshold, and how many of its cells are hidden."""

    __tablename__ = "satudata_protected_table"

    resource_id: Any = Column(UnicodeText, primary_key=True)
    file_key: Any = Column(UnicodeText, primary_key=True)
    standard: Any = Column(UnicodeText, nullable=False)
    threshold: Any = Column(Integer, nullable=False)
    hidden: Any = Column(Integer, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)


class HiddenCell(tk.BaseModel):
    """A cell of a standard that some table has hidden; `dimensions` is a JSON object as text with sorted keys."""

    __tablename__ = "satudata_hidden_cell"

    standard: Any = Column(UnicodeText, primary_key=True)
    measure: Any = Column(UnicodeText, primary_key=True)
    period: Any = Column(UnicodeText, primary_key=True)
    region: Any = Column(UnicodeText, primary_key=True)
    dimensions: Any = Column(UnicodeText, primary_key=True)


class PublicTotal(tk.BaseModel):
    """A sum over regions or periods that no row of a table holds and that is told, though parts of it are hidden."""

    __tablename__ = "satudata_public_total"

    resource_id: Any = Column(UnicodeText, primary_key=True)
    measure: Any = Column(UnicodeText, primary_key=True)
    period: Any = Column(UnicodeText, primary_key=True)
    region: Any = Column(UnicodeText, primary_key=True)
    dimensions: Any = Column(UnicodeText, primary_key=True)
    value: Any = Column(Numeric, nullable=False)
    regions: Any = Column(Integer, nullable=False)


class TotalRecord(tk.BaseModel):
    """That some table has published a sum with hidden parts, and of which parts: "period region" each.

    Once hidden parts have come in it is not published again: by subtraction everybody would know them.
    """

    __tablename__ = "satudata_total_record"

    standard: Any = Column(UnicodeText, primary_key=True)
    measure: Any = Column(UnicodeText, primary_key=True)
    period: Any = Column(UnicodeText, primary_key=True)
    region: Any = Column(UnicodeText, primary_key=True)
    dimensions: Any = Column(UnicodeText, primary_key=True)
    parts: Any = Column(ARRAY(UnicodeText), nullable=False)


class DisclosureRelease(tk.BaseModel):
    """That the walidata lets the small counts of a table be shown, who, when and why; `measure` "" means all."""

    __tablename__ = "satudata_disclosure_release"

    id: Any = Column(BigInteger, primary_key=True)
    resource_id: Any = Column(UnicodeText, nullable=False, index=True)
    measure: Any = Column(UnicodeText, nullable=False, default="")
    user_id: Any = Column(UnicodeText, nullable=False)
    moment: Any = Column(DateTime, nullable=False, default=now)
    reason: Any = Column(UnicodeText, nullable=False)
    ended: Any = Column(DateTime)


def sensitive_standard(resource: dict[str, Any]) -> Standard | None:
    """Return the standard of a resource where its small counts are not public, else None."""
    try:
        standard = standards.load(resource["standar"]) if resource.get("standar") else None
    except UnknownStandard:
        return None
    return standard if standard and standard.protected else None


def of_table(table: Table, resource: dict[str, Any], standard: Standard) -> Protection:
    """Return what has to be hidden of the table of a resource, by its standard and what is remembered."""
    return protecting.protected(
        table,
        standard,
        hidden_before(standard.name),
        released(resource["id"], standard),
        public_totals_before(standard.name),
    )


def hidden_before(standard: str) -> set[Cell]:
    """Return the cells of a standard that any table has hidden."""
    query = model.Session.query(HiddenCell.measure, HiddenCell.period, HiddenCell.region, HiddenCell.dimensions)
    return {protecting.cell_of(*row) for row in query.filter(HiddenCell.standard == standard)}


def public_totals_before(standard: str) -> dict[Cell, list[str]]:
    """Return the sums with hidden parts that any table of a standard has published, with all their parts."""
    total = TotalRecord
    query = model.Session.query(total.measure, total.period, total.region, total.dimensions, total.parts)
    return {protecting.cell_of(*row[:4]): row[4] for row in query.filter(total.standard == standard)}


def released(resource_id: str, standard: Standard) -> set[str]:
    """Return the measures of a table whose small counts the walidata lets be shown."""
    query = model.Session.query(DisclosureRelease.measure).filter_by(resource_id=resource_id, ended=None)
    names = {name for (name,) in query}
    return {one.field for one in standard.measures} if "" in names else names


def is_held_back(resource: dict[str, Any]) -> bool:
    """Return whether a file is not for everybody: cells of its table are hidden, or nobody knows yet."""
    standard = sensitive_standard(resource)
    if standard is None or resource.get("url_type") != "upload":
        return False
    note = model.Session.get(ProtectedTable, (resource["id"], key_of(resource)))
    return note is None or note.threshold != standard.threshold or note.hidden > 0


def hidden_of(resource: dict[str, Any]) -> int:
    """Return how many cells of a resource's table are hidden."""
    if sensitive_standard(resource) is None:
        return 0
    note = model.Session.get(ProtectedTable, (resource["id"], key_of(resource)))
    return int(note.hidden) if note else 0


def key_of(resource: dict[str, Any]) -> str:
    """Return the key of a resource's file; what shows a resource may leave it out, its row does not."""
    if resource.get(KEY):
        return str(resource[KEY])
    row = model.Resource.get(resource["id"])
    return str((row.extras or {}).get(KEY) or "") if row else ""


def save(resource: dict[str, Any], standard: Standard, protection: Protection) -> list[str]:
    """Remember what is hidden of a table; return the other tables (ids) that have to be loaded again for it."""
    lock(standard.name)
    fresh = protection.hidden - hidden_before(standard.name)
    session = model.Session
    session.add_all(HiddenCell(standard=standard.name, **protecting.key_of(cell)) for cell in fresh)
    session.query(PublicTotal).filter_by(resource_id=resource["id"]).delete()
    session.add_all(
        PublicTotal(
            resource_id=resource["id"],
            value=total.value,
            regions=total.regions,
            **protecting.key_of(total.cell),
        )
        for total in protection.totals
    )
    for total in protection.totals:
        key = protecting.key_of(total.cell)
        session.merge(TotalRecord(standard=standard.name, parts=sorted(total.parts), **key))
    session.merge(
        ProtectedTable(
            resource_id=resource["id"],
            file_key=key_of(resource),
            standard=standard.name,
            threshold=standard.threshold,
            hidden=len(protection.hidden),
            moment=now(),
        )
    )
    others = session.query(ProtectedTable.resource_id).filter(
        ProtectedTable.standard == standard.name, ProtectedTable.resource_id != resource["id"]
    )
    waiting = sorted({resource_id for (resource_id,) in others.distinct()}) if fresh else []
    session.commit()
    return [resource_id for resource_id in waiting if _is_loaded(resource_id)]


def lock(standard: str) -> None:
    """Let no other table of a standard be protected until the transaction ends: each has to know of the other."""
    model.Session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"protection {standard}"})


def unprotected() -> list[str]:
    """Return the loaded tables of sensitive standards that were never protected, or by another threshold."""
    query = model.Session.query(model.Resource).join(model.Package, model.Package.id == model.Resource.package_id)
    query = query.filter(model.Resource.state == "active", model.Package.state == "active")
    missing = []
    for row in query.filter(model.Resource.url_type == "upload"):
        resource = {"id": row.id, "url_type": row.url_type, **(row.extras or {})}
        standard = sensitive_standard(resource) if resource.get("datastore_active") else None
        if standard is None:
            continue
        note = model.Session.get(ProtectedTable, (row.id, key_of(resource)))
        if note is None or note.threshold != standard.threshold:
            missing.append(row.id)
    return missing


def release(resource_id: str, measure: str, user_id: str, reason: str, moment: datetime.datetime) -> None:
    """Let the small counts of a table be shown; the record says who did so, when and why."""
    model.Session.add(
        DisclosureRelease(resource_id=resource_id, measure=measure, user_id=user_id, moment=moment, reason=reason)
    )
    model.Session.commit()


def _is_loaded(resource_id: str) -> bool:
    row = model.Resource.get(resource_id)
    return bool(row and row.state == "active" and (row.extras or {}).get("datastore_active"))
