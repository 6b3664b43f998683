"""Discrepancies and their history, in CKAN's database.

One discrepancy is one place where published figures disagree. Its id is made of what it is about (kind, standard,
measure, region, period, dimensions, datasets), so that what people decided survives the reload of a table.
"""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from sqlalchemy import BigInteger, Boolean, Column, DateTime, Numeric, UnicodeText, text
from sqlalchemy.dialects.postgresql import JSONB

OPEN, EXPLAINED, SETTLED = "open", "explained", "settled"
STATES = (OPEN, EXPLAINED, SETTLED)


class Discrepancy(tk.BaseModel):
    """Two figures that disagree.

    `present` tells whether the last search has found it, whatever people decided; `told` is when its offices last had
    a mail about it, empty where they had none since it is open; `counts` is the id of the dataset that the walidata
    has decided for, empty where for none.
    """

    __tablename__ = "satudata_discrepancy"

    id: Any = Column(UnicodeText, primary_key=True)
    kind: Any = Column(UnicodeText, nullable=False)
    standard: Any = Column(UnicodeText, nullable=False)
    measure: Any = Column(UnicodeText, nullable=False)
    region: Any = Column(UnicodeText, nullable=False)
    period: Any = Column(UnicodeText, nullable=False)
    dimensions: Any = Column(JSONB, nullable=False)
    package_a: Any = Column(UnicodeText, nullable=False, index=True)
    resource_a: Any = Column(UnicodeText, nullable=False)
    value_a: Any = Column(Numeric)
    package_b: Any = Column(UnicodeText, nullable=False, index=True)
    resource_b: Any = Column(UnicodeText, nullable=False)
    value_b: Any = Column(Numeric)
    detail: Any = Column(JSONB, nullable=False)
    state: Any = Column(UnicodeText, nullable=False)
    present: Any = Column(Boolean, nullable=False)
    found: Any = Column(DateTime, nullable=False)
    changed: Any = Column(DateTime, nullable=False)
    told: Any = Column(DateTime)
    counts: Any = Column(UnicodeText)


class Event(tk.BaseModel):
    """Who did what to a discrepancy, when and why; nobody (`user_id` empty) is the portal itself."""

    __tablename__ = "satudata_discrepancy_event"

    id: Any = Column(BigInteger, primary_key=True)
    discrepancy_id: Any = Column(UnicodeText, nullable=False, index=True)
    moment: Any = Column(DateTime, nullable=False)
    user_id: Any = Column(UnicodeText, nullable=False)
    what: Any = Column(UnicodeText, nullable=False)
    reason: Any = Column(UnicodeText, nullable=False)
    value_a: Any = Column(Numeric)
    value_b: Any = Column(Numeric)


class Change(tk.BaseModel):
    """What a load has changed and no search has looked at yet, see `changes.py`."""

    __tablename__ = "satudata_discrepancy_change"

    id: Any = Column(BigInteger, primary_key=True)
    moment: Any = Column(DateTime, nullable=False)
    standard: Any = Column(UnicodeText, nullable=False, index=True)
    package_id: Any = Column(UnicodeText, nullable=False)
    region: Any = Column(UnicodeText)
    dimensions: Any = Column(JSONB)


# both datasets are there for everybody: nothing private is shown, whoever asks
VISIBLE = """
FROM satudata_discrepancy d
JOIN package a ON a.id = d.package_a AND a.state = 'active' AND NOT a.private
JOIN package b ON b.id = d.package_b AND b.state = 'active' AND NOT b.private
JOIN resource ra ON ra.id = d.resource_a AND ra.state = 'active'
JOIN resource rb ON rb.id = d.resource_b AND rb.state = 'active'
LEFT JOIN "group" ga ON ga.id = a.owner_org
LEFT JOIN "group" gb ON gb.id = b.owner_org
WHERE d.present
"""
SIDES = """
a.name AS package_a_name, a.title AS package_a_title, ga.name AS organization_a_name, ga.title AS organization_a_title,
b.name AS package_b_name, b.title AS package_b_title, gb.name AS organization_b_name, gb.title AS organization_b_title
"""
# figures of the same two datasets that disagree in the same way are one task
CASE = "d.kind, d.standard, d.measure, d.package_a, d.package_b, d.state"
CONDITIONS = {
    "organizations": "(a.owner_org = ANY(:organizations) OR b.owner_org = ANY(:organizations))",
    "package": "(d.package_a = :package OR d.package_b = :package)",
    "kind": "d.kind = :kind",
    "states": "d.state = ANY(:states)",
}
GAP = "abs(d.value_a - d.value_b) / nullif(greatest(abs(d.value_a), abs(d.value_b)), 0)"


def cases(conditions: dict[str, Any], limit: int, offset: int) -> list[dict[str, Any]]:
    """Return the cases, open ones first, the widest gap first: each as its widest discrepancy with `figures`, their
    number, and `first` and `last` period.

    `wanted` may hold `organizations` (ids), `package` (id), `kind`, `states`.
    """
    where = _where(conditions)
    inner = (
        f"SELECT d.*, {SIDES}, {GAP} AS gap, count(*) OVER w AS figures, min(d.period) OVER w AS first,"
        f" max(d.period) OVER w AS last, row_number() OVER (PARTITION BY {CASE} ORDER BY {GAP} DESC NULLS LAST, d.id)"
        f" AS rank {where} WINDOW w AS (PARTITION BY {CASE})"
    )
    order = "array_position(ARRAY['open', 'explained', 'settled'], state), gap DESC NULLS FIRST, id"
    statement = text(f"SELECT * FROM ({inner}) c WHERE rank = 1 ORDER BY {order} LIMIT :limit OFFSET :offset")
    rows = model.Session.execute(statement, {**conditions, "limit": limit, "offset": offset})
    return [dict(row) for row in rows.mappings()]


def count(conditions: dict[str, Any]) -> int:
    """Return the number of cases."""
    statement = text(f"SELECT count(*) FROM (SELECT DISTINCT {CASE} {_where(conditions)}) c")
    return model.Session.execute(statement, conditions).scalar_one()


def open_cases() -> dict[str, int]:
    """Return how many cases are open, by the id of each dataset that has any."""
    inner = f"SELECT DISTINCT {CASE} {VISIBLE} AND d.state = :state"
    other = "SELECT package_b FROM c WHERE package_b <> package_a"
    statement = (
        f"WITH c AS ({inner}), s AS (SELECT package_a AS id FROM c UNION ALL {other}) "
        "SELECT id, count(*) AS n FROM s GROUP BY id"
    )
    rows = model.Session.execute(text(statement), {"state": OPEN})
    return {row.id: row.n for row in rows}


def visible(discrepancy_id: str) -> dict[str, Any] | None:
    """Return a discrepancy that everybody may see, with the names of both sources; None where there is none."""
    owners = "a.owner_org AS owner_a, b.owner_org AS owner_b"
    statement = text(f"SELECT d.*, {owners}, {SIDES} {VISIBLE} AND d.id = :id")
    row = model.Session.execute(statement, {"id": discrepancy_id}).mappings().first()
    return dict(row) if row else None


def alike(one: dict[str, Any], limit: int | None) -> list[dict[str, Any]]:
    """Return the discrepancies of the same case, the newest period first; all of them without a limit."""
    same = " AND ".join(f"{name} = :{name[2:]}" for name in CASE.split(", "))
    statement = text(f"SELECT d.* {VISIBLE} AND {same} ORDER BY d.period DESC, d.region, d.id LIMIT :limit")
    names = [name[2:] for name in CASE.split(", ")]
    rows = model.Session.execute(statement, {**{name: one[name] for name in names}, "limit": limit})
    return [dict(row) for row in rows.mappings()]


def history(discrepancy_id: str) -> list[dict[str, Any]]:
    """Return what was done, the newest first: {"moment", "user", "what", "reason", "value_a", "value_b"}."""
    statement = text(
        "SELECT e.moment, coalesce(u.fullname, u.name, '') AS user, e.what, e.reason, e.value_a, e.value_b"
        ' FROM satudata_discrepancy_event e LEFT JOIN "user" u ON u.id = e.user_id'
        " WHERE e.discrepancy_id = :id ORDER BY e.id DESC"
    )
    return [dict(row) for row in model.Session.execute(statement, {"id": discrepancy_id}).mappings()]


DECIDE = """
WITH decided AS (
    UPDATE satudata_discrepancy SET state = :state, changed = :now, told = CASE WHEN :state <> 'open' THEN told END,
           counts = CASE WHEN kind = 'values' THEN :counts END
    WHERE id = ANY(:ids) RETURNING id, value_a, value_b
)
INSERT INTO satudata_discrepancy_event (discrepancy_id, moment, user_id, what, reason, value_a, value_b)
SELECT id, :now, :user, :what, :reason, value_a, value_b FROM decided
"""


def decide(ids: list[str], state: str, event: dict[str, Any], counts: str = "") -> None:
    """Give discrepancies a state and note it; `event` has `now`, `user` (id), `what`, `reason`. Commits nothing.

    `counts` is the id of the dataset that counts where two OPDs differ, "" where that is not decided.
    """
    model.Session.execute(text(DECIDE), {"ids": ids, "state": state, "counts": counts or None, **event})
    for (standard,) in model.Session.query(Discrepancy.standard).filter(Discrepancy.id.in_(ids)).distinct():
        for statement in CHOOSE:
            model.Session.execute(text(statement), {"standard": standard})


# what was decided last where a figure has several discrepancies, of three OPDs
CHOOSE = (
    "DELETE FROM satudata_observation_choice WHERE standard = :standard",
    """
    INSERT INTO satudata_observation_choice (standard, measure, period, region, dimensions, package_id, moment)
    SELECT DISTINCT ON (measure, period, region, dimensions)
           standard, measure, period, region, dimensions, counts, changed
    FROM satudata_discrepancy WHERE standard = :standard AND state = 'settled' AND counts IS NOT NULL
    ORDER BY measure, period, region, dimensions, changed DESC, id
    """,
)


# the contact of a dataset, else that of its OPD
CONTACTS = ", ".join(
    f"coalesce(nullif({side}.extras->>'kontak_email', ''), g{side}.extras->>'surel', '') AS contact_{side}"
    for side in "ab"
)


def untold(before: datetime.datetime) -> list[dict[str, Any]]:
    """Return the unsettled cases that nobody was notified of, or last before a moment, the oldest first.

    As `cases` has them, and `ids` of their discrepancies, `since`, `fresh` (whether never notified) and the addresses
    `contact_a` and `contact_b`. A case that was notified is not new when more of its figures disagree.
    """
    inner = (
        f"SELECT d.*, {SIDES}, {CONTACTS}, count(*) OVER w AS figures, min(d.period) OVER w AS first,"
        " max(d.period) OVER w AS last, array_agg(d.id) OVER w AS ids, min(d.found) OVER w AS since,"
        " max(d.told) OVER w AS last_told,"
        f" row_number() OVER (PARTITION BY {CASE} ORDER BY {GAP} DESC NULLS LAST, d.id) AS rank"
        f" {VISIBLE} AND d.state <> '{SETTLED}' WINDOW w AS (PARTITION BY {CASE})"
    )
    statement = text(
        f"SELECT *, last_told IS NULL AS fresh FROM ({inner}) c"
        " WHERE rank = 1 AND (last_told IS NULL OR last_told < :before) ORDER BY since, id"
    )
    return [dict(row) for row in model.Session.execute(statement, {"before": before}).mappings()]


def note_notified(ids: list[str], moment: datetime.datetime) -> None:
    """Note that the offices of these discrepancies have had a mail; commit."""
    statement = text("UPDATE satudata_discrepancy SET told = :moment WHERE id = ANY(:ids)")
    model.Session.execute(statement, {"ids": ids, "moment": moment})
    model.Session.commit()


def _where(conditions: dict[str, Any]) -> str:
    return " AND ".join([VISIBLE, *(CONDITIONS[name] for name in conditions)])
