"""Times the search for discrepancies: everything, and what one new table changes.

./satudata bench discrepancies [OBSERVATIONS] [ROWS OF THE NEW TABLE]

The observations are made set-wise, of four standards: inhabitants by village and year (two offices tell them, with
faults), inhabitants by sex and kecamatan, and social aid and prices over many places and days, so that sums, pairs,
jumps and totals all have something to look at. Then one more table of villages comes in as a load notes it. Goals:
five million in 120 seconds, one new table in 2.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NEEDS = ("services",)
# arguments of a run that only shows that it runs, which the suite does
TINY = ("500", "50")
OBSERVATIONS, NEW_ROWS = 5_000_000, 3_000
MOST_SECONDS, MOST_SECONDS_NEW = 120, 2
# rows of one table
TABLE = 100_000
SET = """
INSERT INTO satudata_observation_set (package_id, resource_id, revision, loaded, standard, measure, unit, levels,
    first_period, last_period, count, labels)
VALUES (:package, :resource, :revision, now(), :standard, :measure, 'jiwa', CAST(:levels AS int[]), :first, :last,
    :count, CAST(:labels AS jsonb)) RETURNING id
"""
# a figure in a hundred differs between the tables of two offices
FIGURES = """
INSERT INTO satudata_observation (set_id, period, region, dimensions, value)
SELECT :set_id, p.period, r.code, CAST(:dimensions AS jsonb),
       :times * (1000 + hashtext(r.code) % 500)
       + CASE WHEN hashtext(r.code || p.period || :salt) % 100 = 0 THEN 400 ELSE 0 END
FROM unnest(CAST(:periods AS text[])) p(period), unnest(CAST(:regions AS text[])) r(code)
"""


@contextlib.contextmanager
def catalogue() -> Iterator[Any]:
    """Start CKAN on the test databases; yield a function that makes a published table; all is gone at the end."""
    from ckan import model
    from ckan.cli import CKANConfigLoader
    from ckan.config.middleware import make_app
    from ckan.plugins import toolkit as tk

    app = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    from ckanext.satudata.observations import load
    from factories_satudata import dataset_dict

    def act(action: str, **data: Any) -> dict[str, Any]:
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        return tk.get_action(action)({"ignore_auth": True, "user": user}, data)

    name = f"bench-{uuid.uuid4().hex[:8]}"
    with app._wsgi_app.test_request_context():
        offices = [
            act(
                "organization_create",
                name=f"{name}-{number}",
                title="Dinas Uji",
                jenis_organisasi="opd",
                peran="produsen",
            )["id"]
            for number in range(2)
        ]
        packages: list[str] = []

        def table(office: int) -> tuple[str, str]:
            number = len(packages)
            title = f"Tabel Uji Ukur {number}"
            dataset = act(
                "package_create", **dataset_dict(name=f"{name}-t{number}", title=title, owner_org=offices[office])
            )
            packages.append(dataset["id"])
            address = "https://satudata.example/rows.csv"
            return dataset["id"], act("resource_create", package_id=dataset["id"], name=title, url=address)["id"]

        try:
            yield table
        finally:
            for package in packages:
                load.withdraw_dataset(package)
                model.Session.commit()
                act("dataset_purge", id=package)
            for office in offices:
                act("organization_purge", id=office)
            from sqlalchemy import text

            for statement in (
                "DELETE FROM satudata_discrepancy_event WHERE discrepancy_id IN (SELECT id FROM satudata_discrepancy"
                " WHERE package_a = ANY(:ids))",
                "DELETE FROM satudata_discrepancy WHERE package_a = ANY(:ids)",
                "DELETE FROM satudata_discrepancy_change WHERE package_id = ANY(:ids)",
            ):
                model.Session.execute(text(statement), {"ids": packages})
            model.Session.commit()


@dataclass(frozen=True)
class Figures:
    """What a table has: a figure of each measure for each period, region and dimensions."""

    standard: str
    measures: list[str]
    periods: list[str]
    regions: list[str]
    dimensions: list[dict[str, str]] = field(default_factory=lambda: [{}])


def fill(table: tuple[str, str], figures: Figures) -> int:
    """Give a table (dataset, resource) its figures; return how many."""
    from ckan import model
    from sqlalchemy import text

    package, resource = table
    count = len(figures.periods) * len(figures.regions) * len(figures.dimensions)
    values = {"package": package, "resource": resource, "revision": "2026-01-01", "standard": figures.standard}
    values |= {"levels": sorted({len(code) for code in figures.regions}), "count": count}
    names = {name for dimensions in figures.dimensions for name in dimensions}
    codes = {name: sorted({dimensions[name] for dimensions in figures.dimensions}) for name in names}
    # as a load notes them: which codes a table has
    labels = {name: {code: code for code in listed} for name, listed in codes.items()}
    values |= {"first": min(figures.periods), "last": max(figures.periods), "labels": json.dumps(labels)}
    with model.meta.engine.begin() as connection:
        for measure in figures.measures:
            set_id = connection.execute(text(SET), {**values, "measure": measure}).scalar_one()
            values_of_figures = {"set_id": set_id, "times": 2 if measure == "jumlah" else 1, "salt": package}
            values_of_figures |= {"periods": figures.periods, "regions": figures.regions}
            for dimensions in figures.dimensions:
                connection.execute(text(FIGURES), {**values_of_figures, "dimensions": json.dumps(dimensions)})
    return count * len(figures.measures)


def make(table: Any, count_of_figures: int) -> int:
    """Make about so many observations; return how many."""
    from ckanext.satudata.metadata import codelists
    from ckanext.satudata.observations import periods

    here = [code.code for code in codelists.load("wilayah") if code.code.startswith("51.08.")]
    villages = [code for code in here if len(code) > 8]
    districts = [code for code in here if len(code) == 8]
    years = [str(year) for year in range(1990, 2026)]
    made = 0
    people = ["laki_laki", "perempuan", "jumlah"]
    for office in (0, 1):
        made += fill(table(office), Figures("penduduk_jenis_kelamin", people, years, districts))
        made += fill(table(office), Figures("penduduk_desa", people, years, villages))
    number, day = 0, "2020-01-01"
    while made < count_of_figures:
        # villages told by ever more tables of both offices, and prices of ever more days
        if number % 2:
            days = periods.between(day, periods.shift(day, TABLE // 400))
            kinds = [{"komoditas": f"K{kind}", "pasar": f"P{market}"} for kind in range(20) for market in range(20)]
            made += fill(table(number // 2 % 2), Figures("harga_pangan", ["harga"], days, ["51.08"], kinds))
            day = periods.shift(days[-1], 1)
        else:
            year = 2000 + number // 4 % 20
            months = periods.between(f"{year}-01", f"{year}-12")
            groups = [{"program": f"B{group}-{number // 80}"} for group in range(TABLE // (12 * len(villages)))]
            made += fill(table(number % 4 // 2), Figures("bantuan_sosial", ["keluarga"], months, villages, groups))
        number += 1
    return made


def main(count_of_figures: int, new_rows: int) -> int:
    """Print the seconds of both searches; return 1 where a goal is missed."""
    with catalogue() as table:
        from ckan import model
        from ckanext.satudata.discrepancies import changes, find
        from ckanext.satudata.metadata import codelists

        start = time.perf_counter()
        count = make(table, count_of_figures)
        with model.meta.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE satudata_observation; ANALYZE satudata_observation_set")
        print(f"{count} observations made in {time.perf_counter() - start:.1f} s", flush=True)
        start = time.perf_counter()
        counts = find.search_all()
        whole = time.perf_counter() - start
        print(f"everything searched: {whole:.1f} s, {sum(counts.values())} discrepancies", flush=True)
        villages = [code.code for code in codelists.load("wilayah") if code.code.startswith("51.08.")]
        villages = [code for code in villages if len(code) > 8]
        years = [str(year) for year in range(2026 - max(1, new_rows // len(villages)), 2026)]
        new = table(0)
        rows = fill(new, Figures("penduduk_desa", ["laki_laki", "perempuan", "jumlah"], years, villages)) // 3
        with model.meta.engine.begin() as connection:
            changes.note("penduduk_desa", connection=connection, package_id=new[0], before=[], after=[])
        start = time.perf_counter()
        find.search_changed("penduduk_desa")
        one = time.perf_counter() - start
        print(f"one new table of {rows} rows searched: {one:.2f} s", flush=True)
    print(f"goals: {MOST_SECONDS} s for {OBSERVATIONS} observations, {MOST_SECONDS_NEW} s for a new table")
    allowed = MOST_SECONDS * max(1, count / OBSERVATIONS)
    return 0 if whole <= allowed and one <= MOST_SECONDS_NEW else 1


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(words + [OBSERVATIONS, NEW_ROWS][len(words) :])))
