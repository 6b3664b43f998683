"""With the query cache a batch writes the same rows with fewer SELECTs."""

import contextlib

import pytest
from ckan import model
from ckanext.satudata.harvest import query_cache
from ckanext.satudata.harvest.model import Change, Record
from factories_satudata import Organization, act, dataset_dict
from sqlalchemy import event, func

from harvest.conftest import records, serve
from harvest.test_kill import catalogue_now, once, prepare

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]
COUNT = 12
LINKS = {"map": {"title": "judul", "name": "nama", "tags": "kata", "notes": "uraian", "resources": "berkas"}}


@pytest.fixture
def statements():
    """Return a list that grows by each statement which the database gets."""
    statements = []

    def note(_connection, _cursor, statement, *_others):
        statements.append(statement)

    event.listen(model.meta.engine, "before_cursor_execute", note)
    yield statements
    event.remove(model.meta.engine, "before_cursor_execute", note)


def source_records():
    """Return records with files, tags in common, one address that is taken and one that two of them want."""
    made = records(COUNT)
    for number, record in enumerate(made):
        record["nama"] = {3: "sudah-ada", 5: "data-4"}.get(number, f"data-{number}")
        record["berkas"] = [{"url": f"https://x.example/{number}/{part}.csv", "format": "CSV"} for part in range(2)]
    return made


def rows():
    """Return what the tables say of the harvested datasets, without moments and made-up ids."""
    tables = {
        model.Package: ("name", "title", "state", "private", "owner_org", "creator_user_id", "extras"),
        model.Resource: ("id", "package_id", "url", "position", "state", "format", "extras"),
        model.PackageTag: ("package_id", "state"),
        model.Member: ("table_name", "state", "capacity"),
        Record: ("id", "package_id", "hash", "version", "state", "outcome", "indexed", "mapped", "error", "raw"),
        Change: ("identifier", "outcome", "title", "package_id", "fields", "error"),
    }
    return {
        table.__name__: sorted(repr([getattr(row, name) for name in names]) for row in model.Session.query(table))
        for table, names in tables.items()
    }


@pytest.mark.parametrize("changed", [False, True])
def test_the_same_catalogue_as_when_everything_is_asked_for(loopback, monkeypatch, changed):
    """New datasets, changed ones, an address that is taken: each table holds the same either way."""
    made = []
    for plain in (False, True):
        with monkeypatch.context() as patch:
            if plain:
                patch.setattr(query_cache, "cached_lookups", lambda *_keys: contextlib.nullcontext())
                patch.setattr(query_cache, "cached_reads", lambda *_keys: contextlib.nullcontext())
            prepare(loopback, **LINKS)
            act("package_create", **dataset_dict(name="sudah-ada", owner_org=Organization(name="lain")["id"]))
            serve(loopback, source_records())
            assert once() == 0
            if changed:
                serve(loopback, [{**record, "judul": "Judul baru", "diubah": 2} for record in source_records()])
                assert once() == 0
            of_portal = {row.id for row in model.Session.query(model.Group)} | {
                row.source_id for row in model.Session.query(Record)
            }
            text = {
                table: sorted(_without(row, of_portal) for row in table_rows if "sudah-ada'" not in row)
                for table, table_rows in rows().items()
            }
            names = {dataset["name"] for dataset in catalogue_now().values()}
            made.append((text, names))
    assert made[0] == made[1]
    assert len(made[0][0]["Record"]) == COUNT
    assert {"sudah-ada", "data-4"} <= made[0][1]
    assert len(made[0][1]) == COUNT + 1


def _without(row, ids):
    for identifier in ids:
        row = row.replace(identifier, "…")
    return row


def test_a_batch_asks_less(loopback, statements):
    """A new dataset costs less than twenty statements: they were 47."""
    prepare(loopback, **LINKS)
    made = source_records()
    serve(loopback, made[:2])
    once()
    few = len(statements)
    prepare(loopback, **LINKS)
    serve(loopback, made)
    before = len(statements)
    once()
    assert (len(statements) - before - few) / (COUNT - 2) < 20


def test_only_what_is_known_is_answered(statements):
    """Nothing is answered of what exists, of what was made meanwhile, or of a count."""
    there = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    model.Session.expunge_all()
    query = model.Session.query
    with query_cache.cached_lookups({"baru", there["id"]}, {"nama-baru"}, {"berkas-baru"}):
        statements.clear()
        assert model.Package.get("baru") is None
        assert query(model.Package).filter_by(name="nama-baru", state="active").first() is None
        assert query(model.Resource.url).filter(model.Resource.package_id == "baru").all() == []
        assert query(model.Resource).filter(model.Resource.id.in_(["berkas-baru"])).all() == []
        assert statements == []
        assert query(func.count(model.Package.id)).filter(model.Package.id == "baru").scalar() == 0
        assert query(model.Package).filter(model.Package.id.in_(["baru", there["id"]])).one().id == there["id"]
        assert (
            query(model.Package).filter((model.Package.id == "baru") | (model.Package.id == there["id"])).count() == 1
        )
        assert len(statements) == 3
        model.Session.add(model.Package(id="baru", name="nama-baru"))
        model.Session.flush()
        model.Session.expunge_all()
        assert model.Package.get("baru").name == "nama-baru"
        assert model.Package.by_name("nama-baru").id == "baru"
    model.Session.rollback()


def test_a_user_is_read_once(statements):
    """The owner and the user of a batch are read once, and are the session's own objects."""
    organization = Organization()
    model.Session.expunge_all()
    with query_cache.cached_lookups(set(), set(), set()):
        statements.clear()
        first = model.Group.get(organization["id"])
        assert model.Group.get(organization["id"]) is first
        assert model.User.get("tidak-ada") is None
        assert model.User.get("tidak-ada") is None
        assert len(statements) == 2
    assert model.Group.get(organization["id"]) is first
    assert len(statements) == 3


def test_statements_of_another_kind_end_what_is_known():
    """Rows that are made beside the session are found."""
    with query_cache.cached_lookups({"baru"}, set(), set()):
        model.Session.execute(model.Package.__table__.insert().values(id="baru", name="nama-baru"))
        assert model.Package.get("baru").name == "nama-baru"
    model.Session.rollback()
