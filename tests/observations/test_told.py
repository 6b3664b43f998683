"""What a figure says of itself: period, unit, status, sources, notes; and what was told on an earlier day."""

import csv
import datetime
import io

import pytest
from ckan import model
from ckan.lib import jobs as rq_jobs
from ckanext.satudata import clock
from ckanext.satudata.metadata.breaks import Break
from ckanext.satudata.observations import load, notes
from ckanext.satudata.observations.model import ObservationSet
from ckanext.satudata.publishing import datastore
from ckanext.satudata.standards import model as standards
from factories_satudata import act
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

from observations.figures import ACCIDENTS_HEADER, PEOPLE, STUNTING, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
PEOPLE_MEASURE = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah"}
STUNTED = {"standard": "stunting", "measure": "balita_stunting"}


def answer(**question):
    """Return an answer and the codes of its notes."""
    body = act("satudata_observation_search", **question)
    return body, {note["code"] for note in body["notes"]}


def replace(resource, rows):
    """Put another file in a resource's place, and load it."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    upload = FileStorage(io.BytesIO(stream.getvalue().encode()), "baru.csv")
    act("resource_update", **{**act("resource_show", id=resource["id"]), "upload": upload, "url": "baru.csv"})
    datastore.load(resource["id"])
    load.load(resource["id"])


def test_each_row_has_period_unit_status_and_sources(publish):
    """The newest period is named, not asked for again; the source tells dataset, licence and whether it is made up."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    body, _codes = answer(**PEOPLE_MEASURE, period="latest")
    [row] = body["rows"]
    assert (row["value"], row["period"], row["unit"], row["sources"]) == (161, "2025", "jiwa", [resource["id"]])
    # nobody has said what status it has, and no record tells of a release
    assert row["status"] is None
    [source] = body["sources"]
    assert (source["id"], source["dataset"]) == (resource["id"], dataset["name"])
    assert {"license", "released", "released_by", "checked", "revised", "example"} <= source.keys()
    act("resource_patch", id=resource["id"], status_angka="sementara")
    assert answer(**PEOPLE_MEASURE, period="latest")[0]["rows"][0]["status"] == "sementara"


def test_percentage_is_no_sum(publish):
    """What stands as it was published is so named, what is computed of its parts as well."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    question = {"standard": "stunting", "measure": "prevalensi", "period": "latest"}
    assert answer(**question, group_by="kode_wilayah")[0]["aggregate"] == "none"
    assert answer(**question)[0]["aggregate"] == "ratio"
    assert answer(**STUNTED, period="latest")[0]["aggregate"] == "sum"


def test_year_of_a_monthly_stock_is_its_last_month(publish):
    """25 in June, not 25 and 25 of May; and it is told."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    body, codes = answer(**STUNTED, period="2025")
    assert [(row["value"], row["period"]) for row in body["rows"]] == [(25, "2025-06")]
    assert "end_of_period" in codes
    assert ask(**STUNTED, group_by="tahun") == {("2025",): 25}


def test_year_of_a_flow_is_the_sum(publish):
    place = ["51.08.01", "Gerokgak", 2025]
    rows = [ACCIDENTS_HEADER, [*place, 1, 20, 0, 0, 0], [*place, 2, 30, 0, 0, 0]]
    _dataset, resource = publish("kecelakaan", rows)
    load.load(resource["id"])
    body, codes = answer(standard="kecelakaan", measure="kejadian", period="2025")
    assert [(row["value"], row["period"]) for row in body["rows"]] == [(50, "2025-01/2025-02")]
    assert "sum_of_periods" in codes


def test_latest_is_the_newest_of_what_is_asked(publish):
    """Seririt has 2024 alone: its figure is told, with the year, and that others are newer."""
    rows = [PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[3]]
    _dataset, resource = publish("penduduk_jenis_kelamin", rows)
    load.load(resource["id"])
    body, codes = answer(**PEOPLE_MEASURE, period="latest", within="51.08.02")
    assert [(row["value"], row["period"]) for row in body["rows"]] == [(65, "2024")]
    assert "older" in codes


def test_incomplete_regions_are_told(publish):
    """Two of nine kecamatan."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    body, _codes = answer(**PEOPLE_MEASURE, period="latest")
    [note] = [note for note in body["notes"] if note["code"] == "incomplete"]
    assert (note["regions"], note["expected"]) == (2, 9)


def test_day_before_the_revision_has_the_old_figures(publish):
    """94 became 95, a year came, a row went: each day has what was told at its end; before the first load nothing."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    today = clock.today()
    before = [(today - datetime.timedelta(days=days)).isoformat() for days in (10, 5, 0)]
    model.Session.query(ObservationSet).update({"since": clock.now() - datetime.timedelta(days=7)})
    model.Session.commit()
    changed = [
        PEOPLE[0],
        PEOPLE[1],
        ["51.08.01", "Gerokgak", 2025, 53, 42, 95],
        ["51.08.02", "Seririt", 2025, 31, 36, 67],
        ["51.08.01", "Gerokgak", 2026, 53, 43, 96],
    ]
    replace(resource, changed)
    question = {**PEOPLE_MEASURE, "group_by": "kode_wilayah,periode"}
    old = {("51.08.01", "2024"): 90, ("51.08.02", "2024"): 65, ("51.08.01", "2025"): 94, ("51.08.02", "2025"): 67}
    new = {("51.08.01", "2024"): 90, ("51.08.01", "2025"): 95, ("51.08.02", "2025"): 67, ("51.08.01", "2026"): 96}
    assert [ask(**question, as_of=day) for day in before] == [{}, old, new]
    assert ask(**question) == new
    assert ask(**PEOPLE_MEASURE, period="latest", as_of=before[1]) == {(): 161}


def test_load_of_the_same_keeps_nothing(publish):
    """Only changes are kept: a table that is loaded again as it is takes no room."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    load.load(resource["id"])
    assert model.Session.execute(text("SELECT count(*) FROM satudata_observation_past")).scalar() == 0


def test_what_is_withdrawn_was_never_told(publish):
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    replace(resource, PEOPLE[:3])
    act("package_delete", id=dataset["id"])
    rq_jobs.get_queue().empty()
    assert ask(**PEOPLE_MEASURE, as_of=clock.today().isoformat()) == {}
    assert model.Session.execute(text("SELECT count(*) FROM satudata_observation_past")).scalar() == 0


@pytest.mark.parametrize("day", ["kemarin", "2026-13-01"])
def test_no_day_is_refused(publish, app, day):
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    load.load(resource["id"])
    address = f"/api/3/action/satudata_observation_search?standard=penduduk_jenis_kelamin&measure=jumlah&as_of={day}"
    assert app.get(address, status=409).get_json()["error"]["question"]


@pytest.mark.parametrize(("first", "last", "number"), [("2023", "2025", 1), ("2024", "2025", 0), ("2020", "2023", 0)])
def test_declared_break_is_told_where_figures_stand_on_both_sides(first, last, number):
    """Figures from 2024 on are of another count: only a span over it says so."""
    one = standards.load("penduduk_jenis_kelamin")
    entry = Break("2024", "batas_wilayah", "Satu desa pindah kecamatan.", ("jumlah",))
    with_break = standards.Standard(
        **{**{name: getattr(one, name) for name in one.__dataclass_fields__}, "putusan": (entry,)}
    )
    assert len(notes.breaks(with_break, "jumlah", first, last)) == number
    assert not notes.breaks(with_break, "laki_laki", first, last)
