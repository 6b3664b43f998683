"""The two tables of observations.

They lie in CKAN's database, not in the DataStore's: each query asks in the same statement whether dataset and resource
are published, so that nothing private is seen even in the moment between a change and its consequences; and the
DataStore's read-only user, who may run SQL of strangers, never sees them. The price is one COPY between two databases.
"""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.metadata.breaks import parse_breaks
from ckanext.satudata.observations.source import Source
from sqlalchemy import BigInteger, Column, DateTime, Integer, Numeric, UnicodeText, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB


class ObservationSet(tk.BaseModel):
    """One measure of one revision of a resource.

    `levels` are the lengths of the kode wilayah in it (2, 5, 8, 13; none without regions), `labels` the names of codes
    that only the table itself explains: {dimension: {code: name}}; `since` is when the resource has first told it.
    """

    __tablename__ = "satudata_observation_set"

    id: Any = Column(Integer, primary_key=True)
    package_id: Any = Column(UnicodeText, nullable=False, index=True)
    resource_id: Any = Column(UnicodeText, nullable=False)
    revision: Any = Column(UnicodeText, nullable=False)
    loaded: Any = Column(DateTime, nullable=False, default=now)
    standard: Any = Column(UnicodeText, nullable=False)
    measure: Any = Column(UnicodeText, nullable=False)
    unit: Any = Column(UnicodeText, nullable=False)
    levels: Any = Column(ARRAY(Integer), nullable=False)
    first_period: Any = Column(UnicodeText, nullable=False)
    last_period: Any = Column(UnicodeText, nullable=False)
    count: Any = Column(BigInteger, nullable=False)
    labels: Any = Column(JSONB, nullable=False)
    suppressed: Any = Column(BigInteger, nullable=False, server_default="0")
    marked: Any = Column(BigInteger, nullable=False, server_default="0")
    since: Any = Column(DateTime)


class Observation(tk.BaseModel):
    """One figure; `period` is 2025, 2025-06 or 2025-06-30, `dimensions` what else tells it apart: {name: code}.

    `symbol` is "c" for one that is suppressed and has no value, "t" for a sum over `regions` regions that no row of
    its table holds, which is told although some of them are suppressed; "-" for a 0 that its table marks as none, "0"
    for less than half of the unit.
    """

    __tablename__ = "satudata_observation"
    # the table has no key; SQLAlchemy wants to hear of one
    __mapper_args__ = {"primary_key": ["set_id", "period", "region", "dimensions"]}

    set_id: Any = Column(Integer, nullable=False)
    period: Any = Column(UnicodeText, nullable=False)
    region: Any = Column(UnicodeText)
    dimensions: Any = Column(JSONB, nullable=False)
    value: Any = Column(Numeric)
    symbol: Any = Column(UnicodeText)
    regions: Any = Column(Integer)


class Choice(tk.BaseModel):
    """The dataset that counts for one figure; `region` is "" where the figure has none."""

    __tablename__ = "satudata_observation_choice"

    standard: Any = Column(UnicodeText, primary_key=True)
    measure: Any = Column(UnicodeText, primary_key=True)
    period: Any = Column(UnicodeText, primary_key=True)
    region: Any = Column(UnicodeText, primary_key=True)
    dimensions: Any = Column(JSONB, primary_key=True)
    package_id: Any = Column(UnicodeText, nullable=False)
    moment: Any = Column(DateTime, nullable=False)


# an array of the sets is looked up in the index; a join with them may read the figures of the whole catalogue
WITHDRAW = """
WITH gone AS (DELETE FROM satudata_observation_set WHERE {column} = :id RETURNING id)
DELETE FROM satudata_observation WHERE set_id = ANY(ARRAY(SELECT id FROM gone))
"""


# published means: everybody may see it
PUBLISHED = """
SELECT s.id, s.standard, s.measure, s.unit, s.revision, s.loaded, s.levels, s.first_period, s.last_period, s.count,
       s.suppressed, s.marked, s.since, s.labels, s.resource_id, r.name AS resource_name,
       p.id AS package_id, p.name AS package_name,
       p.title AS package_title, p.owner_org, g.name AS organization_name, g.title AS organization_title,
       coalesce(p.extras->>'seri', '') AS series, coalesce(p.extras->>'frekuensi', '') AS frequency,
       coalesce(p.extras->>'data_contoh', '') AS example, coalesce(p.license_id, '') AS license,
       coalesce(CAST(nullif(r.extras, '') AS jsonb)->>'status_angka', '') AS status,
       coalesce(CAST(nullif(r.extras, '') AS jsonb)->>'putusan', '') AS breaks,
       EXISTS (SELECT FROM satudata_observation_choice c WHERE c.standard = s.standard AND c.measure = s.measure)
           AS has_choices
FROM satudata_observation_set s
JOIN resource r ON r.id = s.resource_id AND r.state = 'active'
JOIN package p ON p.id = s.package_id AND p.state = 'active' AND NOT p.private
LEFT JOIN "group" g ON g.id = p.owner_org
"""


def published(standard: str | None = None, measure: str | None = None) -> list[Source]:
    """Return the published sources, the newest revision first."""
    conditions = [f"s.{name} = :{name}" for name, value in (("standard", standard), ("measure", measure)) if value]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = text(f"{PUBLISHED} {where} ORDER BY s.revision DESC, s.id DESC")
    statement_rows = model.Session.execute(statement, {"standard": standard, "measure": measure})
    return [
        Source(
            id=row["id"],
            standard=row["standard"],
            measure=row["measure"],
            revision=row["revision"],
            levels=tuple(row["levels"]),
            first_period=row["first_period"],
            last_period=row["last_period"],
            count=row["count"],
            suppressed=row["suppressed"],
            marked=row["marked"],
            since=row["since"],
            license=row["license"],
            status=row["status"],
            breaks=parse_breaks(row["breaks"]),
            resource_id=row["resource_id"],
            package_id=row["package_id"],
            package_name=row["package_name"],
            package_title=row["package_title"],
            organization_id=row["owner_org"] or "",
            organization_name=row["organization_name"] or "",
            organization_title=row["organization_title"] or "",
            series=row["series"],
            frequency=row["frequency"],
            is_example=row["example"] == "true",
            has_choices=row["has_choices"],
            labels=row["labels"],
        )
        for row in statement_rows.mappings()
    ]


def sources() -> set[str]:
    """Return the ids of the resources that have published figures."""
    return set(model.Session.execute(text(f"SELECT DISTINCT resource_id FROM ({PUBLISHED}) q")).scalars())


def state() -> str:
    """Return a short text that changes whenever a published figure, or which of several counts, may have changed."""
    sets = "coalesce(max(id), 0) || '-' || count(*) || '-' || coalesce(sum(id), 0)"
    statement = text(f"SELECT concat_ws('-', {sets}, ({CHOSEN}), ({OFFICES})) FROM ({PUBLISHED}) q")
    return str(model.Session.execute(statement).scalar_one())


# who has the authority is told by these
OFFICES = """
SELECT coalesce(md5(string_agg(
           concat_ws('|', id, state, extras->>'urusan', extras->>'peran', extras->>'kode_opd'), ',' ORDER BY id)), '')
FROM "group" WHERE is_organization
"""
CHOSEN = "SELECT count(*) || '-' || coalesce(max(moment)::text, '') FROM satudata_observation_choice"


def tellers(region: str, periods: dict[int, str]) -> set[int]:
    """Return those of the sets, each given with a period, that have a figure of it of a region or of those in it."""
    statement = text(
        "SELECT asked.id FROM unnest(CAST(:ids AS int[]), CAST(:periods AS text[])) asked(id, period)"
        " WHERE EXISTS (SELECT FROM satudata_observation o WHERE o.set_id = asked.id"
        " AND o.period LIKE asked.period || '%' AND (o.region = :region OR o.region LIKE :region || '.%'))"
    )
    values = {"ids": [*periods], "periods": [*periods.values()], "region": region}
    return set(model.Session.execute(statement, values).scalars())
