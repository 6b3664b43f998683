"""What a run makes of a source's records: every outcome is true, nothing is lost, nothing doubled."""

import datetime
import json

import pytest
from ckan import model
from ckan.tests import helpers
from ckanext.satudata.harvest import foresight
from ckanext.satudata.harvest.definition import Agency
from ckanext.satudata.harvest.model import Change, Record, Source
from factories_satudata import act
from sqlalchemy import text

from harvest.conftest import FIXED, declared, records, serve
from harvest.running import NONE, search_result

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]


def test_a_run_adds_then_leaves_alone_then_updates(loopback, harvest):
    """Records are added once; a second run writes nothing; a changed record alone is written."""
    serve(loopback, records(5))
    assert harvest().counts == {**NONE, "added": 5}
    before = {dataset["id"]: dataset["metadata_modified"] for dataset in search_result()["results"]}
    assert len(before) == 5
    assert harvest().counts == {**NONE, "unchanged": 5}
    assert harvest(full=True).counts == {**NONE, "unchanged": 5}
    changed = records(5)
    changed[2] |= {"judul": "Judul baru", "diubah": 2}
    serve(loopback, changed)
    run = harvest()
    assert run.counts == {**NONE, "updated": 1, "unchanged": 4}
    after = {dataset["id"]: dataset["metadata_modified"] for dataset in search_result()["results"]}
    assert sum(before[key] != after[key] for key in before) == 1
    change = model.Session.query(Change).filter_by(run_id=run.id).one()
    assert change.fields == {"title": ["Data ke-2", "Judul baru"]}


def test_the_activity_stream_tells_each_change_once(loopback, harvest):
    """A harvested dataset is new once and changed once for each version, with its content of then; then silence."""
    serve(loopback, records(1))
    harvest()
    serve(loopback, records(1, judul="Judul baru", diubah=2))
    harvest()
    harvest(full=True)
    dataset = search_result()["results"][0]
    # CKAN hides what the site's own account did unless it is asked for
    query = {"id": dataset["id"], "include_hidden_activity": True}
    activities = helpers.call_action("package_activity_list", {"ignore_auth": True}, **query)
    assert [activity["activity_type"] for activity in activities] == ["changed package", "new package"]
    assert activities[0]["data"]["package"]["title"] == "Judul baru"


def test_a_version_without_a_change_is_no_update(loopback, harvest):
    """The source says that a record changed and sends the same fields: nothing is written."""
    serve(loopback, records(2))
    harvest()
    serve(loopback, records(2, diubah=9))
    assert harvest().counts == {**NONE, "unchanged": 2}


def tagged(loopback, listed):
    """Let the source list these records, with a version by which it answers that nothing changed."""
    content = json.dumps(listed).encode()
    mark = f'"{hash(content)}"'

    def route(request):
        if request.headers.get("If-None-Match") == mark:
            return 304, {"ETag": mark}, b""
        sent.append(len(content))
        return 200, {"ETag": mark}, content

    sent = []
    loopback.routes["/list"] = route
    return sent


def test_a_list_that_stands_is_not_sent_again(loopback, harvest):
    """The source is asked whether its list changed; what it lists is unchanged, what is missing stays missing."""
    sent = tagged(loopback, records(6))
    assert harvest().counts == {**NONE, "added": 6}
    assert harvest().counts == {**NONE, "unchanged": 6}
    assert len(sent) == 1
    assert harvest(full=True).counts == {**NONE, "unchanged": 6}
    assert len(sent) == 2
    sent = tagged(loopback, records(6)[:5])
    harvest()
    grace = datetime.timedelta(days=8)
    model.Session.query(Record).filter(Record.missing_since.isnot(None)).update(
        {"missing_since": Record.missing_since - grace}
    )
    model.Session.commit()
    assert harvest().counts == {**NONE, "unchanged": 5, "deleted": 1}
    assert len(sent) == 1
    # another declaration makes other datasets of the same list
    assert harvest({"fixed": {**FIXED, "konsep": "Warga"}}).counts == {**NONE, "updated": 5}
    assert len(sent) == 2


def test_a_list_with_a_bad_record_is_asked_for_again(loopback, harvest):
    """What failed is tried by the next run, though the source says that its list stands."""
    changes = {"map": {"title": "judul", "notes": "uraian", "tags": "kata", "satuan": "satuan"}}
    sent = tagged(loopback, [*records(5, satuan="jiwa"), {"id": 7, "judul": "Asing", "satuan": "depa", "diubah": 1}])
    assert harvest(changes).counts == {**NONE, "added": 5, "quarantined": 1}
    assert harvest(changes).counts == {**NONE, "unchanged": 5, "quarantined": 1}
    assert len(sent) == 2


def test_harvested_datasets_carry_what_the_ecosystem_reads(loopback, harvest):
    """The four keys of ckanext-harvest stand in the extras, and outlive a person's edit through the web form."""
    serve(loopback, records(1))
    harvest()
    dataset = helpers.call_action("package_show", id=search_result()["results"][0]["id"])
    extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
    source = model.Session.query(Source).one()
    record = model.Session.query(Record).one()
    assert extras == {
        "guid": "0",
        "harvest_object_id": record.id,
        "harvest_source_id": source.id,
        "harvest_source_title": "Sumber Uji",
    }
    assert dataset["organization"]["name"] == "dinas-uji"
    act("package_update", **{**dataset, "extras": [], "notes": "Disunting."})
    again = helpers.call_action("package_show", id=dataset["id"])
    assert {extra["key"]: extra["value"] for extra in again["extras"]} == extras


def test_one_bad_record_never_stops_the_others(loopback, harvest):
    """A record that breaks a rule is listed with its error and its raw form; the rest comes in."""
    serve(loopback, [*records(6), {"id": 7, "judul": "Satuan asing", "satuan": "depa", "diubah": 1}])
    run = harvest({"map": {"title": "judul", "notes": "uraian", "tags": "kata", "satuan": "satuan"}})
    assert run.counts == {**NONE, "added": 6, "quarantined": 1}
    bad = model.Session.query(Record).filter_by(identifier="7").one()
    assert "depa" in bad.error
    assert bad.raw["judul"] == "Satuan asing"
    assert search_result()["count"] == 6


def test_records_listed_twice_are_taken_once(loopback, harvest):
    """An identifier that comes twice is one dataset, and the run says so."""
    serve(loopback, [*records(3), *records(1)])
    run = harvest()
    assert run.counts == {**NONE, "added": 3}
    assert len(run.log) == 1
    assert "'0'" in run.log[0]


def test_fields_that_nobody_named_are_reported(loopback, harvest):
    """A new field of the source is told, not swallowed."""
    serve(loopback, records(1, pengunggah="x"))
    assert any("pengunggah" in note for note in harvest().log)
    assert not any("pengunggah" in note for note in harvest({"ignore": ["pengunggah"]}, full=True).log)


def test_guard_stops_a_run_that_would_remove_too_much(loopback, harvest):
    """More than a fifth gone, or nothing at all: nothing is changed until a person allows it."""
    serve(loopback, records(10))
    harvest()
    serve(loopback, records(7))
    run = harvest()
    assert run.state == "waiting"
    assert {"3", "10", "20"} <= set(run.error.split())
    assert model.Session.query(Record).filter(Record.missing_since.isnot(None)).count() == 0
    serve(loopback, [])
    assert harvest().state == "waiting"
    serve(loopback, records(7))
    assert harvest(approved=True).state == "finished"
    assert model.Session.query(Record).filter(Record.missing_since.isnot(None)).count() == 3
    assert search_result()["count"] == 10


def test_what_vanished_is_archived_after_the_grace_and_comes_back_unharmed(loopback, harvest):
    """Seven days later the dataset is hidden, not deleted; when the source has it again it stands as before."""
    serve(loopback, records(10))
    harvest()
    gone = model.Session.query(Record).filter_by(identifier="9").one().package_id
    before = helpers.call_action("package_show", id=gone)
    serve(loopback, records(9))
    harvest()
    assert not helpers.call_action("package_show", id=gone)["private"]
    model.Session.query(Record).filter_by(identifier="9").update(
        {"missing_since": datetime.datetime.fromisoformat("2020-01-01T00:00")}, synchronize_session=False
    )
    model.Session.commit()
    run = harvest()
    assert run.counts == {**NONE, "unchanged": 9, "deleted": 1}
    assert search_result()["count"] == 9
    assert helpers.call_action("package_show", id=gone)["private"]
    assert harvest().counts == {**NONE, "unchanged": 9}
    serve(loopback, records(10))
    assert harvest().counts == {**NONE, "unchanged": 9, "updated": 1}
    after = helpers.call_action("package_show", id=gone)
    differing = {key for key in before if before[key] != after[key]}
    assert differing <= {"metadata_modified"}
    assert search_result()["count"] == 10


def test_edits_to_local_fields_stay(loopback, harvest):
    """What a person wrote into a field marked local outlives the source's next version; other fields do not."""
    serve(loopback, records(1))
    local = {"local": ["notes"]}
    harvest(local)
    dataset = search_result()["results"][0]
    dataset |= {"notes": "Dari petugas.", "title": "Dari petugas"}
    act("package_update", **dataset)
    serve(loopback, records(1, uraian="Uraian kedua.", diubah=2))
    harvest(local)
    dataset = helpers.call_action("package_show", id=dataset["id"])
    assert (dataset["notes"], dataset["title"]) == ("Dari petugas.", "Data ke-0")


def test_local_fields_that_nobody_edited_follow_the_source(loopback, harvest):
    """Being marked local does not freeze a field."""
    serve(loopback, records(1))
    harvest({"local": ["notes"]})
    serve(loopback, records(1, uraian="Uraian kedua.", diubah=2))
    harvest({"local": ["notes"]})
    assert search_result()["results"][0]["notes"] == "Uraian kedua."


def test_preview_shows_and_writes_nothing(loopback, harvest):
    """A dry run tells what would be added, changed (before and after) and removed."""
    serve(loopback, records(10))
    harvest()
    listed = records(11)[1:]
    listed[0] |= {"judul": "Judul baru", "diubah": 2}
    serve(loopback, listed)
    source = model.Session.query(Source).one()
    foreseen, _notes = foresight.preview(source, Agency("sumber-uji", declared(loopback.url)))
    by_outcome = {}
    for record in foreseen:
        by_outcome.setdefault(record.outcome, []).append(record)
    assert {key: len(value) for key, value in by_outcome.items()} == {
        "added": 1,
        "updated": 1,
        "unchanged": 8,
        "deleted": 1,
    }
    assert by_outcome["updated"][0].fields == {"title": ["Data ke-1", "Judul baru"]}
    assert by_outcome["deleted"][0].title == "Data ke-0"
    assert search_result()["count"] == 10


def test_postgresql_uses_the_index_on_guid(loopback, harvest):
    """The way SQLAlchemy asks for a guid is the one that the index answers."""
    serve(loopback, records(1))
    harvest()
    query = model.Session.query(model.Package.id).filter(model.Package.extras["guid"] == "0")
    sql = str(query.statement.compile(dialect=model.meta.engine.dialect, compile_kwargs={"literal_binds": True}))
    with model.meta.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        plan = "\n".join(row[0] for row in connection.execute(text(f"EXPLAIN {sql}")))
        connection.invalidate()
    assert "idx_satudata_harvest_guid" in plan
