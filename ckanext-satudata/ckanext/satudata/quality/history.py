"""Scores over time: of datasets, of offices, of the district."""

from __future__ import annotations

import datetime
import itertools
import logging
from dataclasses import dataclass

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.quality import score
from ckanext.satudata.quality.model import DatasetScore, put
from sqlalchemy import func, select

log = logging.getLogger(__name__)
# sent with the ids of datasets (`packages`), in the transaction that keeps their new scores
scores_changed = tk.signals.ckanext.signal("satudata_scores_changed")


def record(today: datetime.date | None = None) -> int:
    """Keep today's score of each public dataset where it has changed, and note those that are gone.

    Returns the number of public datasets. A second run on the same day writes over the first.
    """
    day = today or clock.today()
    before = {each.package_id: each for each in current()}
    seen, changed = set(), []
    for dataset, found in score.public():
        seen.add(dataset["id"])
        known = before.get(dataset["id"])
        values = (dataset.get("owner_org"), found.value, found.shares)
        if known is None or (known.organization_id, known.score, known.shares) != values:
            _write(dataset["id"], day, *values)
            changed.append(dataset["id"])
    for package, known in before.items():
        if package not in seen:
            _write(package, day, known.organization_id, None, {})
    if changed:
        scores_changed.send(packages=changed)
    model.Session.commit()
    return len(seen)


def hourly() -> None:
    """Keep today's scores (a job)."""
    log.info("quality: %d datasets counted", record())


def _write(
    package: str, day: datetime.date, organization: str | None, value: float | None, shares: dict[str, float]
) -> None:
    put(DatasetScore, package_id=package, day=day, organization_id=organization, score=value, shares=shares)


def current(organization: str | None = None) -> list[DatasetScore]:
    """Return the last score of each dataset that was public then, worst first; of one office or of all."""
    newest = (
        select(DatasetScore.package_id, func.max(DatasetScore.day).label("day"))
        .group_by(DatasetScore.package_id)
        .subquery()
    )
    query = model.Session.query(DatasetScore).join(
        newest, (newest.c.package_id == DatasetScore.package_id) & (newest.c.day == DatasetScore.day)
    )
    query = query.filter(DatasetScore.score.isnot(None))
    if organization is not None:
        query = query.filter(DatasetScore.organization_id == organization)
    return query.order_by(DatasetScore.score, DatasetScore.package_id).all()


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


def over_time(organization: str | None = None, package: str | None = None) -> list[Point]:
    """Return the mean score on each day on which one changed: of the district, an office, or one dataset.

    Each dataset counts once, so a large office weighs more in the district's score, and a small one loses nothing in
    its own.
    """
    columns = (DatasetScore.day, DatasetScore.package_id, DatasetScore.organization_id, DatasetScore.score)
    query = model.Session.query(*columns).order_by(DatasetScore.day)
    if package is not None:
        query = query.filter(DatasetScore.package_id == package)
    points: list[Point] = []
    standing: dict[str, float] = {}
    for day, rows in itertools.groupby(query, key=lambda row: row.day):
        for row in rows:
            standing.pop(row.package_id, None)
            if row.score is not None and organization in (None, row.organization_id):
                standing[row.package_id] = row.score
        if standing:
            points.append(Point(day, round(sum(standing.values()) / len(standing), 1), len(standing)))
    return points
