"""Scores over time: of datasets, of offices, of the district."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.quality import score
from ckanext.satudata.quality.model import DatasetScore, put
from sqlalchemy import text

log = logging.getLogger(__name__)
# sent with the ids of datasets (`packages`), in the transaction that keeps their new scores
scores_changed = tk.signals.ckanext.signal("satudata_scores_changed")


def record(today: datetime.date | None = None) -> int:
    """Keep today's score of each public dataset where it has changed, and note those that are gone.

    Returns the number of public datasets. A second run on the same day writes over the first.
    """
    day = today or clock.today()
    before = {score_row.package_id: score_row for score_row in current()}
    current_ids, changed = set(), []
    for dataset, new_score in score.public():
        current_ids.add(dataset["id"])
        earlier = before.get(dataset["id"])
        values = (dataset.get("owner_org"), new_score.value, new_score.shares)
        if earlier is None or (earlier.organization_id, earlier.score, earlier.shares) != values:
            _write(dataset["id"], day, *values)
            changed.append(dataset["id"])
    for package, earlier in before.items():
        if package not in current_ids:
            _write(package, day, earlier.organization_id, None, {})
    if changed:
        scores_changed.send(packages=changed)
    model.Session.commit()
    return len(current_ids)


def hourly() -> None:
    """Keep today's scores (a job)."""
    log.info("quality: %d datasets counted", record())


def _write(
    package: str, day: datetime.date, organization: str | None, value: float | None, shares: dict[str, float]
) -> None:
    put(DatasetScore, package_id=package, day=day, organization_id=organization, score=value, shares=shares)


def current() -> list[DatasetScore]:
    """Return the last score of each dataset that was public then."""
    newest = model.Session.query(DatasetScore).distinct(DatasetScore.package_id)
    newest = newest.order_by(DatasetScore.package_id, DatasetScore.day.desc())
    return [score_row for score_row in newest if score_row.score is not None]


def standing(packages: list[str]) -> dict[str, tuple[float, datetime.date]]:
    """Return the last score of some datasets, 0 to 100, with the day since which it stands; none of those without."""
    if not plugin_loaded("satudata_quality"):
        return {}
    query = (
        model.Session.query(DatasetScore.package_id, DatasetScore.score, DatasetScore.day)
        .distinct(DatasetScore.package_id)
        .filter(DatasetScore.package_id.in_(packages))
        .order_by(DatasetScore.package_id, DatasetScore.day.desc())
    )
    return {package: (score, day) for package, score, day in query if score is not None}


@dataclass(frozen=True)
class Point:
    """The mean score of the datasets that were public on a day, and their number."""

    day: datetime.date
    score: float
    datasets: int


# what each row changes of the sum and the number of the scores that stand, added up day by day: each row is read once,
# however many datasets stand beside it
OVER_TIME = """
WITH told AS (
    SELECT package_id, day, CASE WHEN {counts} THEN score::numeric END AS score
    FROM satudata_quality_score WHERE {wanted}
), changed AS (
    SELECT day, coalesce(score, 0) - coalesce(lag(score) OVER of_package, 0) AS score,
           (score IS NOT NULL)::int - coalesce((lag(score) OVER of_package IS NOT NULL)::int, 0) AS datasets
    FROM told WINDOW of_package AS (PARTITION BY package_id ORDER BY day)
), standing AS (
    SELECT day, sum(sum(score)) OVER (ORDER BY day) AS score, sum(sum(datasets)) OVER (ORDER BY day) AS datasets
    FROM changed GROUP BY day
)
SELECT day, score, datasets::int FROM standing WHERE datasets > 0 ORDER BY day
"""
# a dataset that an office has given away had its rows there, and its next one takes it out
OF_OFFICE = """package_id IN (SELECT package_id FROM satudata_quality_score WHERE organization_id = :organization)"""


def over_time(organization: str | None = None, package: str | None = None) -> list[Point]:
    """Return the mean score on each day on which one changed: of the district, an office, or one dataset.

    Each dataset counts once, so a large office weighs more in the district's score, and a small one loses nothing in
    its own.
    """
    conditions = [OF_OFFICE] * (organization is not None) + ["package_id = :package"] * (package is not None)
    counts = "organization_id = :organization" if organization is not None else "true"
    statement = text(OVER_TIME.format(counts=counts, wanted=" AND ".join(conditions) or "true"))
    rows = model.Session.execute(statement, {"organization": organization, "package": package})
    return [Point(row.day, round(float(row.score / row.datasets), 1), row.datasets) for row in rows]
