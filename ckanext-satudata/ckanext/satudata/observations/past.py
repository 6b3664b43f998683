"""What was told before: for each figure that a later load has changed, what it was until then.

Only changes are kept. A figure that came later is kept as one that was not there (`ABSENT`). So the figures of a day
are those of today, but for those that have changed since: of these the first that was kept after that day counts.
Where a cell is suppressed today it is in the past, too: with it somebody would compute what is suppressed beside it.
"""

from __future__ import annotations

import datetime
from typing import Any

from ckan import model
from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_, BadQuestion
from ckanext.satudata.tables.symbols import HIDDEN, SPAN, TOTAL
from sqlalchemy import text

ABSENT = "x"
SAME = """
    {0}.period = {1}.period AND coalesce({0}.region, '') = coalesce({1}.region, '') AND {0}.dimensions = {1}.dimensions
"""
CHANGED = f"""
INSERT INTO satudata_observation_past
    (resource_id, standard, measure, period, region, dimensions, value, symbol, regions, until)
SELECT :resource_id, :standard, :measure, coalesce(o.period, n.period), coalesce(o.region, n.region),
       coalesce(o.dimensions, n.dimensions), o.value, CASE WHEN o.set_id IS NULL THEN '{ABSENT}' ELSE o.symbol END,
       o.regions, :until
FROM (SELECT * FROM satudata_observation WHERE set_id = :before) o
FULL JOIN (SELECT * FROM satudata_observation WHERE set_id = :after) n ON {SAME.format("o", "n")}
WHERE o.set_id IS NULL OR n.set_id IS NULL OR o.value IS DISTINCT FROM n.value OR o.symbol IS DISTINCT FROM n.symbol
"""
SUPPRESS = f"""
UPDATE satudata_observation_past p SET value = NULL, symbol = '{HIDDEN}', regions = NULL
FROM satudata_observation n
WHERE n.set_id = :after AND n.symbol = '{HIDDEN}' AND p.resource_id = :resource_id AND p.standard = :standard
  AND p.measure = :measure AND p.symbol IS DISTINCT FROM '{ABSENT}' AND {SAME.format("p", "n")}
"""
# a sum that is not told any more would tell what is suppressed of it by now
FORGET_SUMS = f"""
DELETE FROM satudata_observation_past p
WHERE p.resource_id = :resource_id AND p.standard = :standard AND p.measure = :measure
  AND p.symbol IN ('{TOTAL}', '{SPAN}')
  AND NOT EXISTS (SELECT FROM satudata_observation n WHERE n.set_id = :after AND n.symbol = p.symbol
                  AND {SAME.format("p", "n")})
"""
THEIRS = "p.resource_id = s.resource_id AND p.standard = s.standard AND p.measure = s.measure AND p.until > :moment"
# the figures of the sets :sets as they were told at :moment
AS_OF = f"""(
    SELECT set_id, period, region, dimensions, value, symbol, regions FROM (
        SELECT o.set_id, o.period, o.region, o.dimensions, o.value, o.symbol, o.regions
        FROM satudata_observation o JOIN satudata_observation_set s ON s.id = o.set_id
        WHERE o.set_id = ANY(:sets)
          AND NOT EXISTS (SELECT FROM satudata_observation_past p WHERE {THEIRS} AND {SAME.format("p", "o")})
        UNION ALL (
            SELECT DISTINCT ON (s.id, p.period, coalesce(p.region, ''), p.dimensions)
                   s.id, p.period, p.region, p.dimensions, p.value, p.symbol, p.regions
            FROM satudata_observation_past p JOIN satudata_observation_set s ON {THEIRS}
            WHERE s.id = ANY(:sets)
            ORDER BY s.id, p.period, coalesce(p.region, ''), p.dimensions, p.until
        )
    ) told WHERE symbol IS DISTINCT FROM '{ABSENT}'
)"""

# when the figures of the sets :sets were last replaced by others, of those of :moment where that is given
REPLACED = f"""(
    SELECT s.id AS of_set, p.period AS of_period, coalesce(p.region, '') AS of_region, p.dimensions AS of_dimensions,
           max(p.until) AS replaced
    FROM satudata_observation_past p JOIN satudata_observation_set s
        ON p.resource_id = s.resource_id AND p.standard = s.standard AND p.measure = s.measure
    WHERE s.id = ANY(:sets) AND coalesce(p.symbol, '') NOT IN ('{ABSENT}', '{HIDDEN}') {{0}}
    GROUP BY 1, 2, 3, 4
) r ON of_set = set_id AND of_period = period AND of_region = coalesce(region, '') AND of_dimensions = dimensions"""
UNTIL_MOMENT = "AND p.until <= :moment"


def note(connection: Any, resource_id: str, standard: str, sets: dict[str, tuple[int, int]], *, hides: bool) -> None:
    """Keep what a load changes; `sets` are the old and the new set of each measure, both are still there.

    `hides` tells whether the new table has suppressed cells.
    """
    for measure, (before, after) in sets.items():
        values = {"resource_id": resource_id, "standard": standard, "measure": measure}
        connection.execute(text(CHANGED), {**values, "before": before, "after": after, "until": clock.now()})
        if hides:
            connection.execute(text(SUPPRESS), {**values, "after": after})
            connection.execute(text(FORGET_SUMS), {**values, "after": after})


def forget(resource_ids: list[str]) -> None:
    """Delete what tables have told before, within the running transaction: what is withdrawn was never told."""
    model.Session.execute(
        text("DELETE FROM satudata_observation_past WHERE resource_id = ANY(:ids)"), {"ids": resource_ids}
    )


def end_of(day: str) -> datetime.datetime:
    """Return the moment (UTC) at which a day of the district ends. Raises BadQuestion for what is no day."""
    try:
        after = datetime.date.fromisoformat(day) + datetime.timedelta(days=1)
    except ValueError as error:
        text = N_('"{0}" is no day. Write it as in {1}.')
        raise BadQuestion(text, day, "2026-11-30") from error
    moment = datetime.datetime.combine(after, datetime.time(), clock.zone())
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)
