"""The figures that a search looks at, laid out once for all kinds of discrepancies.

Temporary tables of the running transaction (`changed`, with the package_id of each changed dataset, and three more):

`source`, a row for each published set of the measures: set_id, standard, measure, unit, package_id, owner_org,
resource_id, revision, declared (the unit of the dataset's metadata), is_changed, is_contested (several organizations
tell the measure).

`figure`, a row for each published figure of a dataset, the newest where several of its tables tell it, none for one
that is suppressed: set_id, period, place (the region, "" without one), dimensions, series (a number for place and
dimensions, quick to sort), value, and what a search after a load may rely on: in_period (every figure of the measure
in that period is here), in_place (every figure of that place and period is here), in_series (every figure of that
place and those dimensions by the same organization is here). In a search of everything all three hold.

`pair`, a row for two figures of the same thing by two organizations that differ: measure, place, period, dimensions,
and package_id, resource_id and value of both, `a` of the dataset with the smaller id. Several kinds look at them, and
to find them is half the work of a search.

Everything is set-wise and grows with the number of figures: joins are hash joins, never loops. PostgreSQL has no
statistics of what a statement makes on its way, takes a million rows for one, and chooses loops that grow with the
square; so the tables are analysed, and loops are not offered. Without loops a join reads the figures of the whole
catalogue; an array of the sets is looked up in the index, and nothing else is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.discrepancies.kinds import Search
from ckanext.satudata.observations.model import PUBLISHED
from ckanext.satudata.tables import symbols
from sqlalchemy import text
from sqlalchemy.engine import Connection

# JIT costs seconds before the first row; sorting by JSONB is ten times slower than hashing it; a sample of 3,000 rows
# tells enough of a table of figures
SETTINGS = """
SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off; SET LOCAL work_mem = '96MB';
SET LOCAL default_statistics_target = 10;
"""
CREATE = """
DROP TABLE IF EXISTS pg_temp.changed, pg_temp.source, pg_temp.figure, pg_temp.near_place, pg_temp.near_series,
                     pg_temp.pair;
CREATE TEMP TABLE changed (package_id text) ON COMMIT DROP;
CREATE TEMP TABLE source (
    set_id int, standard text, measure text, unit text, package_id text, owner_org text, resource_id text,
    revision text, declared text, levels int[], first_period text COLLATE "C", last_period text COLLATE "C",
    count bigint,
    is_changed bool, is_contested bool, is_repeated bool, may_follow bool, may_sum bool
) ON COMMIT DROP;
CREATE TEMP TABLE figure (
    set_id int, period text COLLATE "C", place text COLLATE "C", dimensions jsonb, series bigint, value numeric,
    in_period bool, in_place bool, in_series bool
) ON COMMIT DROP;
CREATE TEMP TABLE pair (
    measure text, place text, period text, dimensions jsonb, package_a text, resource_a text, value_a numeric,
    package_b text, resource_b text, value_b numeric
) ON COMMIT DROP;
CREATE TEMP TABLE near_place (period text COLLATE "C", place text COLLATE "C") ON COMMIT DROP;
CREATE TEMP TABLE near_series (place text COLLATE "C", dimensions jsonb, series bigint) ON COMMIT DROP;
"""
SOURCES = f"""
INSERT INTO source
SELECT q.id, q.standard, q.measure, q.unit, q.package_id, q.owner_org, q.resource_id, q.revision,
       coalesce(p.extras->>'satuan', ''), q.levels, q.first_period, q.last_period, q.count,
       q.package_id = ANY(:packages), count(*) OVER all_of <> count(*) OVER same_owner,
       count(*) OVER same_package > 1,
       q.owner_org IN (SELECT owner_org FROM package WHERE id = ANY(:packages))
       AND (q.standard, q.measure)
           IN (SELECT * FROM unnest(CAST(:followed_standards AS text[]), CAST(:followed_measures AS text[]))),
       false
FROM ({PUBLISHED}) q JOIN package p ON p.id = q.package_id
WHERE (q.standard, q.measure)
      IN (SELECT * FROM unnest(CAST(:of_standards AS text[]), CAST(:of_measures AS text[])))
WINDOW all_of AS (PARTITION BY q.standard, q.measure),
       same_owner AS (PARTITION BY q.standard, q.measure, q.owner_org),
       same_package AS (PARTITION BY q.standard, q.measure, q.package_id)
"""
# sums are compared between two measures, or between two levels of regions of one
SUMS = """
UPDATE source s SET may_sum = true
FROM source x, unnest(CAST(:standards_a AS text[]), CAST(:measures_a AS text[]), CAST(:standards_b AS text[]),
                      CAST(:measures_b AS text[])) pair(standard_a, measure_a, standard_b, measure_b)
WHERE x.is_changed AND x.standard = pair.standard_a AND x.measure = pair.measure_a
  AND s.standard = pair.standard_b AND s.measure = pair.measure_b
  AND ((pair.standard_a, pair.measure_a) <> (pair.standard_b, pair.measure_b)
       OR x.levels <> s.levels OR cardinality(x.levels) > 1)
"""
# a figure of the table itself, not suppressed, none with a mark of BPS among them
PLAIN = f"(o.symbol IS NULL OR o.symbol IN ({symbols.OF_FIGURES_SQL}))"
SERIES = "jsonb_hash_extended(o.dimensions, hashtextextended(coalesce(o.region, ''), 0))"
FILL = f"""
INSERT INTO figure
SELECT * FROM (
    SELECT o.set_id, o.period, coalesce(o.region, '') AS place, o.dimensions, {SERIES} AS series, o.value,
           {{in_period}} AS in_period, {{in_place}} AS in_place, {{in_series}} AS in_series
    FROM source s JOIN satudata_observation o ON o.set_id = s.set_id
    WHERE o.set_id = ANY(ARRAY(SELECT s.set_id FROM source s WHERE NOT s.is_repeated AND {{which}}))
      AND {PLAIN}
) near
WHERE in_period OR in_place OR in_series
"""
# a measure that several tables of one dataset tell counts once, by the newest
FILL_REPEATED = f"""
INSERT INTO figure
SELECT DISTINCT ON (series, standard, measure, package_id, period, place, dimensions)
       set_id, period, place, dimensions, series, value, in_period, in_place, in_series
FROM (
    SELECT o.set_id, o.period, coalesce(o.region, '') AS place, o.dimensions, {SERIES} AS series, o.value, s.measure,
           s.standard, s.package_id, s.revision, {{in_period}} AS in_period, {{in_place}} AS in_place,
           {{in_series}} AS in_series
    FROM source s JOIN satudata_observation o ON o.set_id = s.set_id
    WHERE o.set_id = ANY(ARRAY(SELECT s.set_id FROM source s WHERE s.is_repeated AND {{which}}))
      AND {PLAIN}
) near
WHERE in_period OR in_place OR in_series
ORDER BY series, standard, measure, package_id, period, place, dimensions, revision DESC, set_id DESC
"""
EVERYTHING = {"in_period": "true", "in_place": "true", "in_series": "true", "which": "true"}
OF_CHANGED = {**EVERYTHING, "which": "s.is_changed"}
NEAR = """
INSERT INTO near_place SELECT DISTINCT period, place FROM figure;
INSERT INTO near_series SELECT DISTINCT place, dimensions, series FROM figure;
"""
# a series that the last load has taken out of a dataset is in no table any more
GONE = """
INSERT INTO near_series
SELECT DISTINCT coalesce(o.region, ''), o.dimensions, jsonb_hash_extended(o.dimensions,
       hashtextextended(coalesce(o.region, ''), 0))
FROM satudata_discrepancy_change o WHERE o.id = ANY(:notes) AND o.dimensions IS NOT NULL
"""
BESIDE = {
    "in_period": "(s.may_sum AND o.period IN (SELECT period FROM near_place))",
    "in_place": "(s.is_contested AND (o.period, coalesce(o.region, '')) IN (SELECT period, place FROM near_place))",
    "in_series": f"(s.may_follow AND ({SERIES}, o.dimensions) IN (SELECT series, dimensions FROM near_series))",
    "which": """NOT s.is_changed AND (s.may_follow OR (s.may_sum OR s.is_contested)
        AND s.first_period <= (SELECT max(period) FROM near_place)
        AND s.last_period >= (SELECT min(period) FROM near_place))""",
}
PAIR = """
    SELECT a.measure, a.place, a.period, a.dimensions, a.package_id, a.resource_id, a.value, b.package_id,
           b.resource_id, b.value
    FROM contested a JOIN contested b ON b.measure = a.measure AND b.period = a.period AND b.series = a.series
    WHERE (a.dimensions = b.dimensions AND a.place = b.place) IS TRUE AND a.package_id < b.package_id
      AND a.owner_org IS DISTINCT FROM b.owner_org AND a.value <> b.value AND {which}
"""
# what is changed is joined with all, never all with all
PAIRS = f"""
INSERT INTO pair
WITH contested AS (
    SELECT f.period, f.place, f.dimensions, f.series, f.value, s.measure, s.package_id, s.owner_org, s.resource_id,
           s.is_changed
    FROM figure f JOIN source s USING (set_id) WHERE s.is_contested AND f.in_place AND s.standard = :of_standard
)
{PAIR.format(which="a.is_changed")}
UNION ALL
{PAIR.format(which="NOT a.is_changed AND b.is_changed")}
"""
# beyond this many figures of changed datasets everything is as quick, and nothing need be kept in memory
MOST_CHANGED = 300_000


@dataclass(frozen=True)
class Changes:
    """What loads have changed: datasets (ids), and the `satudata_discrepancy_change` that say so (ids)."""

    packages: list[str]
    notes: list[int]


def lay_out(connection: Connection, standard: str, searches: Iterable[Search], changes: Changes | None) -> bool:
    """Fill `source`, `figure` and `pair` for the searches of a standard; return whether with everything.

    With everything where no changes are given or they are large; else with the figures of the changed datasets and
    those that the searches compare them with.
    """
    connection.exec_driver_sql(SETTINGS)
    connection.exec_driver_sql(CREATE)
    is_whole = _fill_figures(connection, searches, changes)
    connection.exec_driver_sql("ANALYZE figure")
    connection.execute(text(PAIRS), {"of_standard": standard})
    connection.exec_driver_sql("ANALYZE pair")
    return is_whole


def _fill_figures(connection: Connection, searches: Iterable[Search], changes: Changes | None) -> bool:
    """Fill `source` and `figure`; return whether with everything."""
    packages = changes.packages if changes else []
    measures = sorted({pair for search in searches for pair in search.measures})
    values: dict[str, Any] = {f"of_{name}s": column for name, column in _columns(measures).items()}
    followed = [search.follows for search in searches if search.follows]
    values |= {f"followed_{name}s": column for name, column in _columns(followed).items()}
    connection.execute(text(SOURCES), {**values, "packages": packages})
    # also those that have no figures any more
    connection.execute(text("INSERT INTO changed SELECT unnest(CAST(:packages AS text[]))"), {"packages": packages})
    changed = connection.exec_driver_sql("SELECT coalesce(sum(count), 0) FROM source WHERE is_changed").scalar_one()
    if changes is None or changed > MOST_CHANGED:
        connection.exec_driver_sql("UPDATE source SET is_changed = true; ANALYZE source")
        _fill(connection, EVERYTHING)
        return True
    sums = [search.sums for search in searches if search.sums]
    both_ways = [*sums, *((second, first) for first, second in sums)]
    first, second = _columns([pair[0] for pair in both_ways]), _columns([pair[1] for pair in both_ways])
    compared = {f"{name}s_a": column for name, column in first.items()}
    compared |= {f"{name}s_b": column for name, column in second.items()}
    connection.execute(text(SUMS), compared)
    connection.exec_driver_sql("ANALYZE source")
    _fill(connection, OF_CHANGED)
    connection.exec_driver_sql(NEAR)
    connection.execute(text(GONE), {"notes": changes.notes})
    connection.exec_driver_sql("ANALYZE near_place; ANALYZE near_series")
    _fill(connection, BESIDE)
    return False


def _fill(connection: Connection, relations: dict[str, str]) -> None:
    for statement in (FILL, FILL_REPEATED):
        connection.exec_driver_sql(statement.format(**relations))


def _columns(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {"standard": [pair[0] for pair in pairs], "measure": [pair[1] for pair in pairs]}
