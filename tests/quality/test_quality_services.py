"""Scores are kept over time, broken files are found and told of, pages and API show the same."""

import datetime
import io
import json

import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.lib import files as ckan_files
from ckan.lib import uploader
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import clock
from ckanext.satudata.quality import files, history, listing
from ckanext.satudata.quality.model import DatasetScore, FileState
from ckanext.satudata.web import http
from ckanext.satudata.web.http import Client
from factories_satudata import Organization, act, dataset_dict
from harvest.loopback import Loopback
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
DAY = datetime.date(2026, 11, 1)


@pytest.fixture
def loopback():
    """Start a server that plays the servers of agencies."""
    server = Loopback()
    yield server
    server.close()


def asker():
    """Return a client that may ask the loopback server, and does not wait."""
    return Client("SatuData/1", internal=True, per_second=1000)


def make(name, office, **changes):
    """Create a public dataset."""
    return act("package_create", **dataset_dict(name=name, owner_org=office["id"], **changes))


def link(url, format="CSV"):
    """Return a link as a resource."""
    return {"url": url, "name": url.rsplit("/", 1)[-1], "format": format}


def faults(client=None):
    """Check everything; return each fault by the resource's name."""
    return {resource["name"]: state.fault for _dataset, resource, state in files.check(client or asker())}


@pytest.mark.usefixtures("with_request_context")
def test_broken_files_are_found_once_told_and_well_again(loopback, monkeypatch):
    """Dead links, error pages called CSV, empty and vanished files are found; each is a note of one morning."""
    monkeypatch.setattr(http.time, "sleep", lambda _seconds: None)
    begin = clock.now()
    loopback.answer("/baik.csv", "a,b\n1,2\n")
    loopback.answer("/galat.csv", "<!doctype html><html>Maaf, halaman tidak ada</html>")
    loopback.answer("/kosong.csv", "")
    loopback.answer("/besar.csv", b"a,b\n" + b"1,2\n" * 500_000)
    names = ("baik.csv", "galat.csv", "kosong.csv", "hilang.csv", "besar.csv")
    dataset = make("tautan", Organization(), resources=[link(f"{loopback.url}/{name}") for name in names])
    lost = make("unggahan", Organization())
    stored = act(
        "resource_create", package_id=lost["id"], name="u.csv", upload=FileStorage(io.BytesIO(b"a,b\n1,2\n"), "u.csv")
    )
    expected = {"galat.csv": "format", "kosong.csv": "empty", "hilang.csv": "broken"}
    assert faults() == expected
    notes = files.notes(begin)
    assert {note.recipients for note in notes} == {(dataset["kontak_email"],)}
    assert len(notes) == len(expected)
    assert all(any(name in note.text for note in notes) for name in expected)
    evening = clock.now()
    shown = helpers.call_action("satudata_quality_show", id="tautan")
    assert {file["fault"] for file in shown["files"]} == set(expected.values())
    assert shown["shares"]["tautan_hidup"] == pytest.approx(4 / 5)
    assert faults() == expected
    assert files.notes(evening) == []
    upload = uploader.get_resource_uploader(stored)
    upload.storage.remove(ckan_files.FileData(ckan_files.Location(upload.get_path(stored["id"]))))
    loopback.answer("/hilang.csv", "a,b\n3,4\n")
    assert faults() == {"galat.csv": "format", "kosong.csv": "empty", "u.csv": "missing"}
    assert [("u.csv" in note.text) for note in files.notes(evening)] == [True]
    act("package_delete", id=dataset["id"])
    files.check(asker())
    assert {state.package_id for state in model.Session.query(FileState)} == {lost["id"]}


@pytest.mark.usefixtures("with_request_context")
def test_links_into_private_networks_are_not_followed(loopback):
    """The nightly check cannot be used to look into the server's own network."""
    loopback.answer("/rahasia.csv", "a,b\n1,2\n")
    make("rahasia", Organization(), resources=[link(f"{loopback.url}/rahasia.csv")])
    assert faults(files.client()) == {"rahasia.csv": "refused"}
    assert loopback.requested == []


@pytest.mark.usefixtures("with_request_context")
def test_history_keeps_changes_and_ends_of_datasets():
    """A row for each change only; what is gone or hidden no longer counts; each office is the mean of its own."""
    one, many = Organization(name="kecil"), Organization(name="besar")
    tags = [{"name": name} for name in ("satu", "dua", "tiga")]
    small = make("satu-dataset", one, tags=tags)
    others = [make(f"dataset-{number}", many) for number in range(3)]
    assert history.record(DAY) == 4
    assert history.record(DAY + datetime.timedelta(1)) == 4
    assert model.Session.query(DatasetScore).count() == 4
    [first] = history.over_time()
    assert first.datasets == 4
    [of_one], [of_many] = history.over_time(one["id"]), history.over_time(many["id"])
    assert of_one.score > of_many.score
    assert (of_one.datasets, of_many.datasets) == (1, 3)
    act("package_patch", id=others[0]["id"], tags=tags)
    act("package_patch", id=small["id"], private=True)
    history.record(DAY + datetime.timedelta(2))
    assert [point.datasets for point in history.over_time()] == [4, 3]
    assert history.over_time(many["id"])[-1].score > of_many.score
    assert [dataset["name"] for dataset in listing.every()][-1] == "dataset-0"
    act("package_delete", id=others[1]["id"])
    assert {dataset["name"] for dataset in listing.every()} == {"dataset-0", "dataset-2"}


@pytest.mark.usefixtures("with_request_context")
def test_only_who_sees_a_dataset_sees_its_score():
    """A private dataset's score is private, and a wrong question is told what is wrong."""
    hidden = make("tertutup", Organization(), private=True)
    anonymous = {"user": "", "ignore_auth": False}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("satudata_quality_show")(dict(anonymous), {"id": hidden["id"]})
    with pytest.raises(tk.ValidationError):
        tk.get_action("satudata_quality_show")(dict(anonymous), {})
    with pytest.raises(tk.ValidationError):
        tk.get_action("satudata_quality_list")(dict(anonymous), {"limit": "banyak"})
    with pytest.raises(tk.ObjectNotFound):
        tk.get_action("satudata_quality_list")(dict(anonymous), {"organization": "tidak-ada"})
    history.record()
    assert tk.get_action("satudata_quality_list")(dict(anonymous), {})["count"] == 0


def test_pages_lead_from_the_district_to_the_field(app):
    """Everybody sees what would raise a score; the officer gets the way to the field, others do not."""
    office = Organization(title="Dinas Uji")
    assert app.get("/satudata/kelengkapan").status_code == 200
    make("contoh", office)
    history.record()
    page = app.get("/satudata/kelengkapan").body
    assert f"/satudata/kelengkapan/{office['name']}" in page
    # the metrics of the feed point to these
    for anchor in ("skor", "lolos", "peringatan", "kriteria"):
        assert f'id="{anchor}"' in page
    assert "/dataset/contoh#kelengkapan" in app.get(f"/satudata/kelengkapan/{office['name']}").body
    app.get("/satudata/kelengkapan/tidak-ada", status=404)
    for_all = app.get("/dataset/contoh").body
    assert "sedikitnya 80 huruf" in for_all
    assert "#field-notes" not in for_all
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    assert "/dataset/edit/contoh#field-notes" in app.get("/dataset/contoh", headers=headers).body


def test_commands_say_the_same_as_the_pages(cli):
    """`quality score`, `quality history` and `dcat conformity` tell the scores of the API, worst first."""
    office = Organization()
    make("kurang", office)
    make("lebih", office, tags=[{"name": name} for name in ("satu", "dua", "tiga")], metodologi="Sensus.")
    scored = json.loads(cli.invoke(ckan, ["satudata", "quality", "score", "--json"], catch_exceptions=False).output)
    assert [row["name"] for row in scored] == ["kurang", "lebih"]
    output = cli.invoke(ckan, ["satudata", "dcat", "conformity", "--json"], catch_exceptions=False).output
    assert [(row["name"], row["score"]) for row in json.loads(output)] == [
        (row["name"], row["score"]) for row in scored
    ]
    text = cli.invoke(ckan, ["satudata", "dcat", "conformity", "kurang"], catch_exceptions=False).output
    assert "metodologi" not in text
    assert "Tulis bagaimana data dikumpulkan" in text
    assert cli.invoke(ckan, ["satudata", "dcat", "conformity", "tidak-ada"]).exit_code == 2
    mean = sum(row["score"] for row in scored) / 2
    assert f"{mean:.1f}" in cli.invoke(ckan, ["satudata", "quality", "history"], catch_exceptions=False).output
