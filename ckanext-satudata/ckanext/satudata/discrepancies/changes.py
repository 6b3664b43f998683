"""What loads have changed since it was last looked at: noted in the transaction of the load, so that none is lost.

A note without dimensions says that a dataset's figures of a standard are others than before; one with them names a
series (a place and its dimensions) that the load has taken out.
"""

from __future__ import annotations

import datetime

from ckan import model
from ckanext.satudata.clock import now
from ckanext.satudata.discrepancies.figures import Changes
from sqlalchemy import text
from sqlalchemy.engine import Connection

CHANGED = """
INSERT INTO satudata_discrepancy_change (moment, standard, package_id, region, dimensions)
SELECT :now, :standard, :package_id, NULL, NULL
"""
TAKEN_OUT = """
INSERT INTO satudata_discrepancy_change (moment, standard, package_id, region, dimensions)
SELECT :now, :standard, :package_id, region, dimensions FROM (
    SELECT region, dimensions FROM satudata_observation WHERE set_id = ANY(:before)
    EXCEPT SELECT region, dimensions FROM satudata_observation WHERE set_id = ANY(:after)
) o
"""


def note(standard: str, connection: Connection, package_id: str, before: list[int], after: list[int]) -> None:
    """Note within a load that the sets `before` of a dataset become the sets `after`; both are still there."""
    values = {"now": now(), "standard": standard, "package_id": package_id}
    connection.execute(text(CHANGED), values)
    if before:
        connection.execute(text(TAKEN_OUT), {**values, "before": before, "after": after})


def noted(connection: Connection, standard: str) -> Changes:
    """Return what is noted of a standard."""
    statement = text("SELECT id, package_id FROM satudata_discrepancy_change WHERE standard = :standard")
    rows = connection.execute(statement, {"standard": standard}).all()
    return Changes(sorted({row.package_id for row in rows}), [row.id for row in rows])


def forget(connection: Connection, changed: Changes) -> None:
    """Forget what was looked at."""
    connection.execute(
        text("DELETE FROM satudata_discrepancy_change WHERE id = ANY(:notes)"), {"notes": changed.notes}
    )


def standards_waiting(before: datetime.datetime) -> list[str]:
    """Return the standards that have changes noted before a moment."""
    statement = text("SELECT DISTINCT standard FROM satudata_discrepancy_change WHERE moment < :before ORDER BY 1")
    return list(model.Session.execute(statement, {"before": before}).scalars())
