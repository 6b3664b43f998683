"""The kept scores of all public datasets, for the API, pages and commands alike."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckanext.satudata.quality import score
from ckanext.satudata.quality.score import Score
from sqlalchemy import text

# the last score of each dataset that is public still: what was made private since the last count is not shown
KEPT = """
SELECT s.package_id, s.organization_id, s.score, s.day, s.shares, p.name, p.title
FROM (
    SELECT DISTINCT ON (package_id) package_id, organization_id, score, day, shares
    FROM satudata_quality_score ORDER BY package_id, day DESC
) s JOIN package p ON p.id = s.package_id AND p.state = 'active' AND NOT p.private
WHERE s.score IS NOT NULL AND (CAST(:office AS text) IS NULL OR s.organization_id = :office)
"""
PAGE = f"SELECT * FROM ({KEPT}) k ORDER BY score, package_id LIMIT :limit OFFSET :offset"
SUMMARY = f"SELECT count(*) AS count, avg(score::numeric) AS mean FROM ({KEPT}) k"


def every(office: str | None = None) -> list[dict[str, Any]]:
    """Return all results of `satudata_quality_list`, worst first; of one office (id) or of all."""
    return page(office, None, 0)


def page(office: str | None, limit: int | None, offset: int) -> list[dict[str, Any]]:
    """Return some results of `satudata_quality_list`, worst first; all after the offset without a limit."""
    query = model.Session.execute(text(PAGE), {"office": office, "limit": limit, "offset": offset})
    return [
        {
            **entry(row.package_id, row.name, row.title, row.score),
            "organization": row.organization_id,
            "since": row.day.isoformat(),
            "missing": missing(score.stored(row.shares)),
        }
        for row in query
    ]


def summary(office: str | None = None) -> tuple[int, float | None]:
    """Return how many datasets have a score and its mean, None where there is none."""
    row = model.Session.execute(text(SUMMARY), {"office": office}).one()
    return row.count, None if row.mean is None else round(float(row.mean), 1)


def entry(identifier: str, name: str, title: str, value: float | None) -> dict[str, Any]:
    """Return how the API names a dataset and its score."""
    return {"id": identifier, "name": name, "title": title, "score": value}


def missing(score: Score) -> list[dict[str, Any]]:
    """Return what would raise a score, as the API shows it."""
    return [
        {
            "criterion": criterion.name,
            "title": criterion.title,
            "cure": criterion.cure,
            "field": criterion.field,
            "gain": gain,
        }
        for criterion, gain in score.missing
    ]
