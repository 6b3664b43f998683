"""Scores cost what they tell, not what is kept: of days, not of days times datasets; of a page, not of the portal."""

import datetime
from decimal import Decimal

import pytest
from ckan import model
from ckanext.satudata.quality import history, listing
from ckanext.satudata.quality.history import Point
from ckanext.satudata.quality.model import DatasetScore
from factories_satudata import Organization, act, dataset_dict
from sqlalchemy import text
from statements import counted

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
DAY = datetime.date(2026, 11, 1)
KEEP = """
INSERT INTO satudata_quality_score (package_id, day, organization_id, score, shares)
SELECT 'd' || d, CAST(:day AS date) + n, 'o' || d % 2, (d * 7 + n * 13) % 1000 / 10.0, '{}'
FROM generate_series(1, :datasets) d, generate_series(0, :days - 1) n
"""


def keep(datasets, days):
    """Keep a new score of each of some datasets, of two offices by turns, on each of some days."""
    model.Session.execute(text(KEEP), {"day": DAY, "datasets": datasets, "days": days})


def by_hand(organization=None):
    """Return the points by going through the days with all datasets in mind."""
    standing, points = {}, []
    rows = model.Session.query(DatasetScore).order_by(DatasetScore.day, DatasetScore.package_id).all()
    packages = {row.package_id for row in rows if organization in (None, row.organization_id)}
    for day in sorted({row.day for row in rows if row.package_id in packages}):
        for row in rows:
            if row.day == day and row.package_id in packages:
                standing[row.package_id] = row.score if organization in (None, row.organization_id) else None
        scores = [Decimal(str(score)) for score in standing.values() if score is not None]
        if scores:
            points.append(Point(day, round(float(sum(scores) / len(scores)), 1), len(scores)))
    return points


def test_a_line_over_time_costs_its_days():
    """The database hands over a row for each day, in one statement, however many datasets stand behind it."""
    keep(datasets=40, days=6)
    with counted() as cost:
        points = history.over_time()
    assert points == by_hand()
    assert (len(points), points[0].datasets) == (6, 40)
    assert (len(cost.statements), cost.rows) == (1, 6)


def test_a_dataset_that_goes_or_changes_its_office_is_taken_out_there():
    """Its score counts until the day on which it is gone, and for the office that it then had."""
    keep(datasets=4, days=3)
    for package, day, office, score in (("d1", 4, "o1", None), ("d2", 5, "o1", 90.0), ("d3", 6, "o1", 50.0)):
        moment = DAY + datetime.timedelta(day)
        model.Session.add(DatasetScore(package_id=package, day=moment, organization_id=office, score=score, shares={}))
    model.Session.flush()
    for office in (None, "o0", "o1"):
        assert history.over_time(office) == by_hand(office)
    assert [point.datasets for point in history.over_time("o0")] == [2, 2, 2, 1]
    assert [point.datasets for point in history.over_time("o1")] == [2, 2, 2, 1, 2, 2]
    assert history.over_time(package="d1") == [
        Point(DAY + datetime.timedelta(n), s, 1) for n, s in enumerate((0.7, 2.0, 3.3))
    ]


def test_a_page_of_the_list_costs_its_page():
    """Two of six datasets are asked for: two rows and their summary come out of the database, not all."""
    office = Organization()
    for number in range(6):
        act("package_create", **dataset_dict(name=f"uji-{number}", owner_org=office["id"]))
    history.record()
    with counted() as cost:
        page = act("satudata_quality_list", limit=2, offset=1)
    assert (page["count"], len(page["results"])) == (6, 2)
    statements = [statement for statement in cost.statements if "satudata_quality_score" in statement]
    assert len(statements) == 2
    with counted() as cost:
        assert len(listing.every()) == 6
    assert (len(cost.statements), cost.rows) == (1, 6)
