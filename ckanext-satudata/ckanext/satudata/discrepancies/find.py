"""Searches the published figures of a standard for discrepancies, set-wise in the database."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.discrepancies import kinds
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.discrepancies.model import CHOOSE
from ckanext.satudata.observations.model import PUBLISHED, published
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from sqlalchemy import text

log = logging.getLogger(__name__)

RELATIONS = f"""
WITH published AS (
    SELECT q.*, coalesce(p.extras->>'satuan', '') AS declared
    FROM ({PUBLISHED}) q JOIN package p ON p.id = q.package_id
    WHERE (q.standard, q.measure)
          IN (SELECT * FROM unnest(CAST(:of_standards AS text[]), CAST(:of_measures AS text[])))
), dataset AS (
    SELECT DISTINCT ON (standard, measure, package_id)
           standard, measure, unit, package_id, owner_org, resource_id, declared
    FROM published ORDER BY standard, measure, package_id, revision DESC, id DESC
), figure AS MATERIALIZED (
    SELECT DISTINCT ON (s.standard, s.measure, s.package_id, o.period, o.region, o.dimensions)
           s.standard, s.measure, o.period, o.region, o.dimensions, o.value, s.package_id, s.owner_org, s.resource_id,
           s.revision
    FROM published s JOIN satudata_observation o ON o.set_id = s.id
    ORDER BY s.standard, s.measure, s.package_id, o.period, o.region, o.dimensions, s.revision DESC, s.id DESC
)
"""
COLUMNS = "measure, region, period, dimensions, package_a, resource_a, value_a, package_b, resource_b, value_b, detail"
CREATE = """
CREATE TEMP TABLE satudata_found (
    id text, kind text, standard text, measure text, region text, period text, dimensions jsonb, package_a text,
    resource_a text, value_a numeric, package_b text, resource_b text, value_b numeric, detail jsonb
) ON COMMIT DROP
"""
# levels and rule tell apart what is otherwise about the same place
FOUND = """
INSERT INTO satudata_found (id, kind, standard, {columns})
SELECT md5(concat_ws('|', CAST(:kind AS text), CAST(:standard AS text), measure, region, period, dimensions,
           package_a, package_b, detail->>'rule', detail->>'levels', detail->>'standard', detail->>'measure')),
       :kind, :standard, measure, coalesce(region, ''), period, dimensions, package_a, resource_a, value_a, package_b,
       resource_b, value_b, detail
FROM ({relations} SELECT * FROM ({sql}) s) f({columns})
"""
# what people had decided was about other values
MERGE = (
    """
    WITH changed AS (
        SELECT d.id, d.state FROM satudata_discrepancy d JOIN satudata_found f USING (id)
        WHERE (d.value_a, d.value_b, d.detail) IS DISTINCT FROM (f.value_a, f.value_b, f.detail)
    ), mended AS (
        UPDATE satudata_discrepancy d SET state = 'open', present = true, changed = :now, value_a = f.value_a,
               value_b = f.value_b, detail = f.detail, told = CASE WHEN d.state = 'open' THEN d.told END, counts = NULL
        FROM satudata_found f WHERE f.id = d.id AND d.id IN (SELECT id FROM changed)
        RETURNING d.id, d.value_a, d.value_b
    )
    INSERT INTO satudata_discrepancy_event (discrepancy_id, moment, user_id, what, reason, value_a, value_b)
    SELECT m.id, :now, '', CASE WHEN c.state = 'open' THEN 'changed' ELSE 'reopened' END, '', m.value_a, m.value_b
    FROM mended m JOIN changed c USING (id)
    """,
    """
    WITH back AS (
        UPDATE satudata_discrepancy d SET present = true FROM satudata_found f WHERE f.id = d.id AND NOT d.present
        RETURNING d.id, d.value_a, d.value_b
    )
    INSERT INTO satudata_discrepancy_event (discrepancy_id, moment, user_id, what, reason, value_a, value_b)
    SELECT id, :now, '', 'returned', '', value_a, value_b FROM back
    """,
    """
    UPDATE satudata_discrepancy d SET resource_a = f.resource_a, resource_b = f.resource_b FROM satudata_found f
    WHERE f.id = d.id AND (d.resource_a, d.resource_b) <> (f.resource_a, f.resource_b)
    """,
    """
    WITH gone AS (
        UPDATE satudata_discrepancy d SET present = false, changed = :now
        WHERE d.standard = :standard AND d.present AND NOT EXISTS (SELECT 1 FROM satudata_found f WHERE f.id = d.id)
        RETURNING d.id, d.value_a, d.value_b
    )
    INSERT INTO satudata_discrepancy_event (discrepancy_id, moment, user_id, what, reason, value_a, value_b)
    SELECT id, :now, '', 'gone', '', value_a, value_b FROM gone
    """,
    """
    WITH fresh AS (
        INSERT INTO satudata_discrepancy
        SELECT DISTINCT ON (id) id, kind, standard, measure, region, period, dimensions, package_a, resource_a,
               value_a, package_b, resource_b, value_b, detail, 'open', true, CAST(:now AS timestamp),
               CAST(:now AS timestamp)
        FROM satudata_found ORDER BY id
        ON CONFLICT (id) DO NOTHING RETURNING id, value_a, value_b
    )
    INSERT INTO satudata_discrepancy_event (discrepancy_id, moment, user_id, what, reason, value_a, value_b)
    SELECT id, :now, '', 'found', '', value_a, value_b FROM fresh
    """,
)


def enqueue(standard: str) -> None:
    """Put the search of a standard whose figures have changed on the queue."""
    tk.enqueue_job(search_around, [standard], title=f"Discrepancies: {standard}")


def search_around(standard: str) -> None:
    """Search a standard, and those that must agree with it."""
    for each in sorted({standard, *_looking_at(standard)}):
        search(each)


def search(name: str) -> int:
    """Bring the discrepancies of a standard up to date; return how many there are.

    New ones are open. One whose values are others than before is open again, whatever was decided; one that is not
    found any more is kept, and comes back as it was.
    """
    standard = standards.load(name) if name in standards.names() else None
    engine = model.Session.get_bind()
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"discrepancies {name}"})
        connection.execute(text(CREATE))
        for kind, each in _searches(standard) if standard else ():
            statement = FOUND.format(relations=RELATIONS, sql=each.sql, columns=COLUMNS)
            values = {"kind": kind, "standard": name, **each.values}
            values |= {"of_standards": [pair[0] for pair in each.measures]}
            values |= {"of_measures": [pair[1] for pair in each.measures]}
            connection.execute(text(statement), values)
        for statement in (*MERGE, *CHOOSE):
            connection.execute(text(statement), {"now": now(), "standard": name})
        count = connection.execute(text("SELECT count(DISTINCT id) FROM satudata_found")).scalar_one()
    log.info("standard %s: %d discrepancies", name, count)
    return count


def nightly() -> None:
    """Search every standard."""
    search_all()


def search_all() -> dict[str, int]:
    """Search every standard that has figures or had discrepancies; return the number of each."""
    known = {row[0] for row in model.Session.execute(text("SELECT DISTINCT standard FROM satudata_discrepancy"))}
    return {name: search(name) for name in sorted({*known, *(each["standard"] for each in published())})}


def _searches(standard: Standard) -> Iterator[tuple[str, Search]]:
    for kind, module in kinds.every().items():
        for each in module.searches(standard):
            yield kind, each


def _looking_at(name: str) -> list[str]:
    """Return the standards with a rule that compares them with this one."""
    return [
        each
        for each in standards.names()
        if any(rule["standard"] == name for rule in standards.load(each).rules_of("equals"))
    ]
