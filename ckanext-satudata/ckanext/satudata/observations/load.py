"""A published table becomes observations: one SQL statement out of the DataStore, one COPY into CKAN's database."""

from __future__ import annotations

import datetime
import json
import logging
import tempfile
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import get_read_engine, identifier
from ckanext.satudata.clock import local, now
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.observations import past
from ckanext.satudata.observations.model import WITHDRAW as WITHDRAWN
from ckanext.satudata.observations.model import ObservationSet
from ckanext.satudata.observations.plan import Plan, plan
from ckanext.satudata.publishing.datastore import TASK as DATASTORE
from ckanext.satudata.publishing.tasks import Task
from ckanext.satudata.standards import fit
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables import symbols
from sqlalchemy import insert, select, text

log = logging.getLogger(__name__)

COLUMNS = "set_id, period, region, dimensions, value, symbol"
# a dimension with more codes than these is a number of cases, not a list
MOST_CODES = 1000
# what makes a load fail here (a lock, a full disk, a restart) may be gone an hour later; the file was checked before
TASK = Task("observations", "Observations", repeats=5)
# sent within the transaction of a load with a standard's name, `connection`, `package_id`, and the ids of the sets
# `before` and `after`, while the observations of both are there
observations_replaced = tk.signals.ckanext.signal("satudata_observations_replaced")
# sent with a standard's name when its observations are others than before: what looks at them together listens
observations_changed = tk.signals.ckanext.signal("satudata_observations_changed")


def load(resource_id: str) -> int:
    """Replace a resource's observations by those of its published table; return how many there are now.

    The old ones are seen until the new ones are all there. A resource that is not public, or follows no standard, has
    none. What fails is noted, and repeated by `retry`.
    """
    TASK.note(resource_id, "pending")
    try:
        before = _standards_of(resource_id)
        count, standard = _replace(resource_id)
    except Exception as error:
        # the session may be in the middle of what failed
        model.Session.rollback()
        TASK.note(resource_id, "error", str(error))
        raise
    TASK.note(resource_id, "complete", standard)
    for name in sorted(before | ({standard} if count else set())):
        observations_changed.send(name)
    return count


def retry() -> None:
    """Put loads on the queue again that were lost or failed."""
    TASK.repeat(load)


def _standards_of(resource_id: str) -> set[str]:
    """Return the standards whose observations a resource has brought: one, or none."""
    statement = select(ObservationSet.standard).where(ObservationSet.resource_id == resource_id).distinct()
    return set(model.Session.execute(statement).scalars())


def _replace(resource_id: str) -> tuple[int, str]:
    """Return how many observations there are now, and the standard that was followed, empty where none was."""
    resource, dataset = _shown(resource_id)
    is_public = dataset.get("state") == "active" and not dataset.get("private")
    standard = _standard(resource) if resource and is_public else None
    header = _header(resource_id) if standard else []
    columns_by_label = fit.compare(header, standard).columns if standard else {}
    columns = {name: identifier(label) for label, name in columns_by_label.items()}
    revision = (resource.get("last_modified") or resource.get("created") or "") if resource else ""
    day = local(datetime.datetime.fromisoformat(revision)).isoformat() if revision else ""
    labels = {name: label for label, name in columns_by_label.items()} if symbols.COLUMN in header else None
    work = plan(standard, columns, day, labels) if standard else None
    engine = model.Session.get_bind()
    with engine.begin() as connection:
        # two loads of the same resource would leave both their rows
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:id))"), {"id": resource_id})
        before = connection.execute(text(TAKE_OUT), {"id": resource_id}).all()
        count, after = 0, []
        if standard and work and work.measures:
            earlier = {row.measure: row for row in before if row.standard == standard.name}
            begin = {name: earlier[name].since if name in earlier else None for name in work.measures}
            ids = _create_sets(connection, standard, resource, revision, begin)
            count = _copy(connection, work.statement(identifier(resource_id), ids))
            if labels:
                _add_totals(connection, resource_id, ids)
            _describe(connection, ids, _names(resource_id, work))
            after = [(set_id, standard.name, resource["package_id"]) for set_id in ids.values()]
            pairs = {name: (earlier[name].id, set_id) for name, set_id in ids.items() if name in earlier}
            past.note(connection, resource_id, standard.name, pairs, hides=bool(labels))
        _tell(connection, [tuple(row)[:3] for row in before], after)
        old = [row.id for row in before]
        connection.execute(text("DELETE FROM satudata_observation WHERE set_id = ANY(:old)"), {"old": old})
    log.info("resource %s: %d observations", resource_id, count)
    return count, standard.name if standard else ""


# their observations go at the end, when what compares them with the new ones has been told
TAKE_OUT = (
    "DELETE FROM satudata_observation_set WHERE resource_id = :id RETURNING id, standard, package_id, measure, since"
)


def _tell(connection: Any, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> None:
    """Send what a load replaces; a set is (id, standard, dataset)."""
    for name, package_id in sorted({(name, package_id) for _id, name, package_id in (*before, *after)}):
        ids = [[set_id for set_id, *of in sets if of == [name, package_id]] for sets in (before, after)]
        observations_replaced.send(name, connection=connection, package_id=package_id, before=ids[0], after=ids[1])


def rebuild() -> dict[str, int]:
    """Load every public resource that follows a standard anew; return the number of observations of each."""
    query = (
        model.Session.query(model.Resource)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .filter(model.Package.state == "active", model.Resource.state == "active")
    )
    followers = [resource.id for resource in query if (resource.extras or {}).get("standar")]
    kept = {row[0] for row in model.Session.query(ObservationSet.resource_id).distinct()}
    return {resource_id: load(resource_id) for resource_id in [*followers, *sorted(kept - set(followers))]}


def _shown(resource_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    context: Any = {"ignore_auth": True, "use_cache": False}
    try:
        resource = tk.get_action("resource_show")({**context}, {"id": resource_id})
        return resource, tk.get_action("package_show")({**context}, {"id": resource["package_id"]})
    except tk.ObjectNotFound:
        return {}, {}


def _standard(resource: dict[str, Any]) -> Standard | None:
    try:
        return standards.load(resource["standar"]) if resource.get("standar") else None
    except UnknownStandard:
        log.warning("resource %s follows the unknown standard %s", resource["id"], resource["standar"])
        return None


def _header(resource_id: str) -> list[str]:
    """Return the columns of a resource's DataStore table, none where it has no table."""
    statement = text(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped"
        " AND attname NOT IN ('_id', '_full_text') ORDER BY attnum"
    )
    with get_read_engine().connect() as connection:
        return list(connection.execute(statement, {"name": identifier(resource_id)}).scalars())


def _create_sets(
    connection: Any,
    standard: Standard,
    resource: dict[str, Any],
    revision: str,
    since: dict[str, Any],
) -> dict[str, int]:
    """Create an empty set for each measure; return their ids. `since` is when each was first told, None for never."""
    units = {measure.field: measure.satuan for measure in standard.measures}
    loaded = now()
    ids = {}
    for measure, first in since.items():
        values = {
            "package_id": resource["package_id"],
            "resource_id": resource["id"],
            "revision": revision,
            "loaded": loaded,
            "standard": standard.name,
            "measure": measure,
            "unit": units[measure],
            "levels": [],
            "first_period": "",
            "last_period": "",
            "count": 0,
            "labels": {},
            "since": first or loaded,
        }
        ids[measure] = connection.execute(insert(ObservationSet).values(values).returning(ObservationSet.id)).scalar()
    return ids


def _copy(connection: Any, statement: str) -> int:
    """Copy the rows of a SELECT in the DataStore's database into CKAN's; return how many they were."""
    source = get_read_engine().raw_connection()
    try:
        with tempfile.TemporaryFile() as rows, source.cursor() as out, connection.connection.cursor() as into:
            out.copy_expert(f"COPY ({statement}) TO STDOUT", rows)
            rows.seek(0)
            into.copy_expert(f"COPY satudata_observation ({COLUMNS}) FROM STDIN", rows)
            return int(into.rowcount)
    finally:
        source.close()


# a sum that the table itself holds stands already
TOTALS = f"""
INSERT INTO satudata_observation (set_id, period, region, dimensions, value, symbol, regions)
SELECT :set_id, t.period, nullif(t.region, ''), CAST(t.dimensions AS jsonb), t.value,
       CASE WHEN length(t.period) < length(s.finest) THEN '{symbols.SPAN}' ELSE '{symbols.TOTAL}' END, t.regions
FROM satudata_public_total t
     CROSS JOIN (SELECT max(period) AS finest FROM satudata_observation WHERE set_id = :set_id) s
WHERE t.resource_id = :resource_id AND t.measure = :measure
"""


def _add_totals(connection: Any, resource_id: str, ids: dict[str, int]) -> None:
    """Add the sums over regions and periods that are told though parts of them are suppressed."""
    for measure, set_id in ids.items():
        connection.execute(text(TOTALS), {"set_id": set_id, "resource_id": resource_id, "measure": measure})


DESCRIBE = f"""
UPDATE satudata_observation_set s SET levels = d.levels, first_period = d.first, last_period = d.last, count = d.count,
       suppressed = d.suppressed, marked = d.marked, labels = CAST(:labels AS jsonb)
FROM (SELECT set_id, count(*) AS count, min(period) AS first, max(period) AS last,
             count(*) FILTER (WHERE symbol = '{symbols.HIDDEN}') AS suppressed,
             count(*) FILTER (WHERE symbol IN ({symbols.OF_FIGURES_SQL})) AS marked,
             coalesce(array_agg(DISTINCT length(region)) FILTER (WHERE region IS NOT NULL), '{{}}') AS levels
      FROM satudata_observation WHERE set_id = ANY(:ids) AND coalesce(symbol, '') NOT IN ({symbols.SUMS_SQL})
      GROUP BY set_id) d
WHERE s.id = d.set_id
"""


def _describe(connection: Any, ids: dict[str, int], labels: dict[str, dict[str, str]]) -> None:
    """Note on each set what its observations span; a set without any goes."""
    values = list(ids.values())
    connection.execute(text(DESCRIBE), {"ids": values, "labels": json.dumps(labels)})
    connection.execute(
        text("DELETE FROM satudata_observation_set WHERE count = 0 AND id = ANY(:ids)"), {"ids": values}
    )


def _names(resource_id: str, work: Plan) -> dict[str, dict[str, str]]:
    """Return each code of the dimensions that have few, with the name that the table gives it, else itself."""
    named = {}
    with get_read_engine().connect() as connection:
        for name, label in work.names.items():
            if name not in work.dimensions:
                continue
            statement = f"SELECT {work.dimensions[name]}, max({label}) FROM {identifier(resource_id)} GROUP BY 1"
            # each code, also one without a name: a question leaves out tables that do not have what it asks for
            named[name] = {code: title or code for code, title in connection.execute(text(statement)) if code}
        for name in work.dimensions.keys() - named.keys():
            statement = (
                f"SELECT DISTINCT {work.dimensions[name]} FROM {identifier(resource_id)} LIMIT {MOST_CODES + 1}"
            )
            codes = [code for (code,) in connection.execute(text(statement)) if code]
            if len(codes) <= MOST_CODES:
                named[name] = {code: code for code in codes}
    return named


def missing(package_id: str) -> list[str]:
    """Return the tables of a dataset whose observations have not been taken in, or by another standard than theirs.

    One that was taken in and has none stays out, as does one whose load is pending or is repeated anyway. A new file
    needs no word here: its load into the DataStore is followed by this one.
    """
    query = model.Session.query(model.Resource).filter_by(package_id=package_id, state="active")
    extras = {resource.id: resource.extras or {} for resource in query}
    standards_of = {
        key: extras_of["standar"]
        for key, extras_of in extras.items()
        if extras_of.get("standar") and extras_of.get("datastore_active")
    }
    loaded = model.Session.query(ObservationSet.resource_id, ObservationSet.standard).filter_by(package_id=package_id)
    there = set(map(tuple, loaded.distinct()))
    filling = {key for key, note in DATASTORE.notes(standards_of).items() if note.state == "pending"}
    notes = TASK.notes(standards_of)
    settled = {key for key, note in notes.items() if note.state != "complete" or note.value == standards_of[key]}
    return [key for key, name in standards_of.items() if key not in filling | settled and (key, name) not in there]


def withdraw_dataset(package_id: str) -> None:
    """Delete what a dataset's tables have brought, within the running transaction."""
    resource_ids = [row.id for row in model.Session.query(model.Resource.id).filter_by(package_id=package_id)]
    TASK.forget(resource_ids)
    past.forget(resource_ids)
    model.Session.execute(text(WITHDRAWN.format(column="package_id")), {"id": package_id})


def withdraw_resource(resource_id: str) -> None:
    """Delete what one table has brought, within the running transaction."""
    TASK.forget([resource_id])
    past.forget([resource_id])
    model.Session.execute(text(WITHDRAWN.format(column="resource_id")), {"id": resource_id})
