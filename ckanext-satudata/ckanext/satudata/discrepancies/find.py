"""Searches the published figures of a standard for discrepancies, set-wise in the database."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.discrepancies import changes, figures, kinds
from ckanext.satudata.discrepancies.figures import Changes
from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.discrepancies.model import CHOOSE
from ckanext.satudata.observations.model import published
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.standards.rules import Equals
from sqlalchemy import text
from sqlalchemy.engine import Connection

log = logging.getLogger(__name__)

# of its own: nobody's table waits behind a search
QUEUE = "discrepancies"
COLUMNS = "measure, region, period, dimensions, package_a, resource_a, value_a, package_b, resource_b, value_b, detail"
# a job is over when it takes longer; the nightly one may take the night
JOB_SECONDS, NIGHT_SECONDS = 30 * 60, 6 * 60 * 60
# a job that was lost is noticed after this long, by what it was to look at
LOST_AFTER = datetime.timedelta(minutes=10)
CREATE = """
DROP TABLE IF EXISTS pg_temp.satudata_found;
CREATE TEMP TABLE satudata_found (
    id text, kind text, standard text, measure text, region text, period text, dimensions jsonb, package_a text,
    resource_a text, value_a numeric, package_b text, resource_b text, value_b numeric, detail jsonb
) ON COMMIT DROP
"""
# levels and rule distinguish what is otherwise about the same place
INSERT_FINDINGS = """
INSERT INTO satudata_found (id, kind, standard, {columns})
SELECT md5(concat_ws('|', CAST(:kind AS text), CAST(:standard AS text), measure, region, period, dimensions,
           package_a, package_b, detail->>'rule', detail->>'levels', detail->>'standard', detail->>'measure')),
       :kind, :standard, measure, coalesce(region, ''), period, dimensions, package_a, resource_a, value_a, package_b,
       resource_b, value_b, detail
FROM ({sql}) f({columns})
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
        WHERE d.standard = :standard AND d.present AND ({finds_again})
          AND NOT EXISTS (SELECT 1 FROM satudata_found f WHERE f.id = d.id)
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
    kwargs = {"timeout": JOB_SECONDS}
    tk.enqueue_job(search_changed, [standard], title=f"Discrepancies: {standard}", queue=QUEUE, rq_kwargs=kwargs)


def retry() -> None:
    """Put searches on the queue again that were lost or failed: what loads have changed stays noted until then."""
    for standard in changes.standards_waiting(now() - LOST_AFTER):
        log.warning("standard %s: its search for discrepancies was lost or failed, and is repeated", standard)
        enqueue(standard)


def search_changed(standard: str) -> int:
    """Look at what loads have changed of a standard; return how many datasets that were.

    The standard is searched, and those that must agree with it, all within one transaction: what is noted of the
    loads goes with it.
    """
    names = sorted({standard, *_looking_at(standard)})
    with model.Session.get_bind().begin() as connection:
        _lock(connection, names)
        changed = changes.noted(connection, standard)
        if changed.notes:
            for name in names:
                _search(connection, name, changed)
            changes.forget(connection, changed)
    return len(changed.packages)


def search_around(standard: str) -> None:
    """Search all figures of a standard, and of those that must agree with it."""
    for name in sorted({standard, *_looking_at(standard)}):
        search(name)


def search(name: str) -> int:
    """Bring the discrepancies of a standard up to date; return how many there are.

    New ones are open. One whose values are others than before is open again, whatever was decided; one that is not
    found any more is kept, and comes back as it was.
    """
    with model.Session.get_bind().begin() as connection:
        _lock(connection, [name])
        count = _search(connection, name, None)
    log.info("standard %s: %d discrepancies", name, count)
    return count


def _lock(connection: Connection, names: list[str]) -> None:
    """Let one search at a time look at a standard; several names in their order, so that nobody waits in a circle."""
    for name in names:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"discrepancies {name}"})


def _search(connection: Connection, name: str, changed: Changes | None) -> int:
    """Search a standard, all of it or what was changed; return how many discrepancies were found."""
    standard = standards.load(name) if name in standards.names() else None
    searches = list(_searches(standard)) if standard else []
    is_whole = figures.lay_out(connection, name, [selection for _kind, selection in searches], changed)
    connection.exec_driver_sql(CREATE)
    for kind, selection in searches:
        statement = INSERT_FINDINGS.format(sql=selection.sql, columns=COLUMNS)
        connection.execute(text(statement), {"kind": kind, "standard": name, **selection.values})
    connection.exec_driver_sql("ANALYZE satudata_found")
    again = (
        "true"
        if is_whole
        else " OR ".join(f"(d.kind = '{kind}' AND {selection.finds_again})" for kind, selection in searches)
    )
    for statement in MERGE:
        connection.execute(text(statement.replace("{finds_again}", again)), {"now": now(), "standard": name})
    for statement in CHOOSE:
        connection.execute(text(statement), {"standard": name})
    return connection.execute(text("SELECT count(DISTINCT id) FROM satudata_found")).scalar_one()


def nightly() -> None:
    """Put a search of every standard on the queue."""
    tk.enqueue_job(search_all, title="Discrepancies", queue=QUEUE, rq_kwargs={"timeout": NIGHT_SECONDS})


def search_all() -> dict[str, int]:
    """Search every standard that has figures or had discrepancies; return the number of each."""
    stored = {row[0] for row in model.Session.execute(text("SELECT DISTINCT standard FROM satudata_discrepancy"))}
    return {name: search(name) for name in sorted({*stored, *(source.standard for source in published())})}


def _searches(standard: Standard) -> Iterator[tuple[str, Search]]:
    for kind, module in kinds.UNITS.items():
        for selection in module.searches(standard):
            yield kind, selection


def _looking_at(name: str) -> list[str]:
    """Return the standards with a rule that compares them with this one."""
    return [
        standard
        for standard in standards.names()
        if any(rule.standard == name for rule in standards.load(standard).rules_of(Equals))
    ]
