"""After a load only what it changed is searched, with the result of a search of everything; nothing waits for it."""

import contextlib
import datetime
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from ckan import model as ckan_model
from ckan.lib import jobs as rq_jobs
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from ckanext.satudata.discrepancies import changes, figures, find
from ckanext.satudata.discrepancies.model import Discrepancy
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import load
from ckanext.satudata.publishing import datastore
from factories_satudata import Organization, act, dataset_dict
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, PEOPLE_HEADER
from rq import Worker
from serving import wait_for
from sqlalchemy import text

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

STANDARD = "penduduk_jenis_kelamin"
AGES = "penduduk_kelompok_umur"
AGES_HEADER = ["kode_wilayah", "nama_kabupaten_kota", "tahun", "kelompok_umur", "jenis_kelamin", "jumlah"]


def present():
    """Return the discrepancies that are there, as (what it is about, both values)."""
    ckan_model.Session.rollback()
    query = ckan_model.Session.query(Discrepancy).filter_by(present=True)
    return {
        (discrepancy.id, str(discrepancy.value_a), str(discrepancy.value_b), str(discrepancy.detail))
        for discrepancy in query
    }


def searched(name):
    """Return what there is after a search of what was changed, and after one of everything."""
    find.search_changed(name)
    of_changes = present()
    find.search_all()
    return of_changes, present()


def rows(chance, years):
    """Return the people of some kecamatan in some years, with faults of all kinds: as loaded, not as checked."""
    made = [PEOPLE_HEADER]
    for region in codelists.load("wilayah").children("51.08"):
        for year in years:
            men, women = chance.choice((100, 101, 130)), chance.choice((100, 102))
            total = men + women + chance.choice((0, 0, 0, 7))
            if chance.random() < 0.9:
                made.append([region.code, region.name, year, men, women, total])
    return made


def replace(resource, table, standard=STANDARD):
    """Give a resource's table other figures, as the load of a new file does."""
    fields = dict(zip(table[0], range(len(table[0])), strict=True))
    engine = datastore.get_write_engine()
    with engine.begin() as connection:
        connection.execute(text(f'DELETE FROM "{resource["id"]}"'))
        names = ", ".join(f'"{name}"' for name in fields)
        for row in table[1:]:
            values = {f"v{index}": value for index, value in enumerate(row)}
            marks = ", ".join(f":{key}" for key in values)
            connection.execute(text(f'INSERT INTO "{resource["id"]}" ({names}) VALUES ({marks})'), values)
    load.load(resource["id"])


@pytest.mark.parametrize("seed", range(2))
def test_a_search_of_changes_finds_what_one_of_everything_finds(publish, seed):  # noqa: F811
    """Tables of three offices come, are replaced, lose rows and go: each time both searches agree."""
    chance = random.Random(seed)
    offices = [Organization(peran="produsen")["id"] for _office in range(3)]
    kinds = set()
    made = []
    for number, years in enumerate(((2021, 2022, 2023), (2022, 2023), (2023, 2024), (2021, 2022, 2024, 2025))):
        made.append(publish(STANDARD, PEOPLE, offices[number % 3], satuan="jiwa"))
        replace(made[-1][1], rows(chance, years))
        of_changes, of_everything = searched(STANDARD)
        assert of_changes == of_everything
    district = [["51.08", "Kab. Buleleng", 2022, "0-4", sex, 900 + chance.randrange(9)] for sex in "LP"]
    publish(AGES, [AGES_HEADER, *district], offices[0])
    of_changes, of_everything = searched(AGES)
    assert of_changes == of_everything
    for _dataset, resource in chance.sample(made, 3):
        replace(resource, rows(chance, (2022, 2024)))
        of_changes, of_everything = searched(STANDARD)
        assert of_changes == of_everything
        kinds |= {discrepancy.kind for discrepancy in ckan_model.Session.query(Discrepancy)}
    assert {"values", "parts", "jumps"} <= kinds


def test_a_figure_taken_out_lets_its_neighbours_meet(publish):  # noqa: F811
    """100 in 2022, 109 and 118 after it are no jumps. The newer table of 2023 loses that row: 150 is told."""
    office = Organization()["id"]
    place = ["51.08.01", "Gerokgak"]
    _dataset, older = publish(STANDARD, PEOPLE, office, satuan="jiwa")
    figures_of = {2022: (50, 50, 100), 2023: (75, 75, 150), 2024: (59, 59, 118)}
    replace(older, [PEOPLE_HEADER, *([*place, year, *figures] for year, figures in figures_of.items())])
    newer = [PEOPLE_HEADER, [*place, 2023, 54, 55, 109], ["51.08.02", "Seririt", 2023, 1, 1, 2]]
    _dataset, resource = publish(STANDARD, newer, office, satuan="jiwa")
    find.search_changed(STANDARD)
    assert present() == set()
    replace(resource, [newer[0], newer[2]])
    of_changes, of_everything = searched(STANDARD)
    assert of_changes == of_everything
    assert {(first, second) for _id, first, second, _detail in of_changes} == {("100", "150"), ("150", "118")}


def test_a_dataset_without_figures_takes_its_discrepancies_along(publish):  # noqa: F811
    """All rows of one of two tables that differ are gone: nothing of the dataset is left to be found again."""
    publish(STANDARD, PEOPLE, Organization()["id"], satuan="jiwa")
    _dataset, resource = publish(STANDARD, PEOPLE, Organization()["id"], satuan="jiwa")
    replace(resource, [PEOPLE_HEADER, ["51.08.01", "Gerokgak", 2025, 60, 40, 100]])
    find.search_changed(STANDARD)
    assert len(present()) == 3
    replace(resource, [PEOPLE_HEADER])
    find.search_changed(STANDARD)
    assert present() == set()


def test_what_was_looked_at_is_not_looked_at_again(publish):  # noqa: F811
    """The second job of two loads has nothing left to do; one that fails leaves its notes, and is repeated."""
    publish(STANDARD, PEOPLE, Organization()["id"])
    assert find.search_changed(STANDARD) == 1
    assert find.search_changed(STANDARD) == 0
    publish(STANDARD, PEOPLE, Organization()["id"])
    later = find.now() + datetime.timedelta(minutes=1)
    assert changes.standards_waiting(later) == [STANDARD]
    rq_jobs.get_queue("discrepancies").empty()
    find.retry()
    assert rq_jobs.get_queue("discrepancies").jobs == []
    ckan_model.Session.execute(text("UPDATE satudata_discrepancy_change SET moment = moment - interval '11 minutes'"))
    ckan_model.Session.commit()
    find.retry()
    assert [job.args for job in rq_jobs.get_queue("discrepancies").jobs] == [[STANDARD]]


def test_every_join_is_by_hash(publish):  # noqa: F811
    """No statement over the figures may loop over pairs of them, whatever PostgreSQL thinks how many there are."""
    publish(STANDARD, PEOPLE, Organization()["id"])
    publish(STANDARD, PEOPLE, Organization()["id"])
    standard = find.standards.load(STANDARD)
    searches = list(find._searches(standard))
    with ckan_model.Session.get_bind().begin() as connection:
        figures.lay_out(connection, STANDARD, [selection for _kind, selection in searches], None)
        statements = [("pairs", figures.PAIRS, {"of_standard": STANDARD})]
        statements += [(kind, selection.sql, selection.values) for kind, selection in searches]
        for kind, sql, values in statements:
            plan = connection.execute(text(f"EXPLAIN {sql}"), values).scalars().all()
            loops = [line for line in plan if "Nested Loop" in line]
            # a few rows of `source`, one for each table, may be paired
            assert kind == "units" or not loops, "\n".join(plan)


@contextlib.contextmanager
def searching(ini):
    """Run the worker of the searches in a process of its own; yield once it listens."""
    command = [Path(sys.executable).parent / "ckan", "-c", ini, "satudata", "worker", find.QUEUE]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        name = rq_jobs.add_queue_name_prefix(find.QUEUE)
        wait_for(lambda: any(name in worker.queue_names() for worker in Worker.all(connection=connect_to_redis())), 60)
        yield
    finally:
        # it ends what it has begun
        running.terminate()
        running.wait(60)


def seconds_until_public(portal, token, office, name):
    """Upload a table as an officer's program does; return how long after the answer its figures are there."""
    dataset = act("package_create", **dataset_dict(owner_org=office, name=name, satuan="jiwa"))
    table = "\n".join(",".join(map(str, row)) for row in PEOPLE)
    data = {"package_id": dataset["id"], "name": "Tabel", "url": "tabel.csv", "standar": STANDARD}
    answer = requests.post(
        f"{portal}/api/3/action/resource_create",
        data=data,
        files={"upload": ("tabel.csv", table)},
        headers={"Authorization": token},
        timeout=120,
    )
    assert answer.status_code == 200, answer.text
    start = time.monotonic()
    done = text("SELECT count(*) FROM satudata_observation_set WHERE package_id = :id")

    def is_there():
        ckan_model.Session.rollback()
        return ckan_model.Session.execute(done, {"id": dataset["id"]}).scalar()

    wait_for(is_there, seconds=120)
    return time.monotonic() - start


def test_a_table_is_public_while_a_long_search_runs(portal, portal_ini):
    """Somebody holds a search up without end; a new table has its figures within ten seconds all the same.

    A machine on which everything else runs as well needs longer for any table: there it takes no longer than without
    the search, by which it would wait for ever.
    """
    office = Organization(peran="produsen")["id"]
    token = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    alone = seconds_until_public(portal, token, office, "sendiri")
    key = {"name": f"discrepancies {STANDARD}"}
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with ckan_model.meta.engine.connect() as holding, searching(portal_ini):
        holding.execute(text("SELECT pg_advisory_lock(hashtext(:name))"), key)
        find.enqueue(STANDARD)
        wait_for(lambda: holding.execute(waiting).scalar() == 1, seconds=60)
        beside = seconds_until_public(portal, token, office, "bersama")
        assert holding.execute(waiting).scalar() == 1
        holding.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), key)
    print(f"public after {alone:.1f} s alone, {beside:.1f} s beside a search")
    assert beside < max(10, 3 * alone)
