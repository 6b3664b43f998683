"""Tables of a source go through the check of uploads."""

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.satudata.harvest import pipeline
from ckanext.satudata.harvest.definition import Agency, faults
from ckanext.satudata.harvest.model import Change, Source

from harvest.conftest import FIXED, declared
from harvest.running import NONE, search_result

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("catalogue", "with_request_context")]


def with_table(loopback, **table):
    """Return a declaration of one dataset whose table is at /tabel."""
    read = {"url": f"{loopback.url}/tabel", "data": "data"}
    dataset = {"fixed": {**FIXED, "title": "Penduduk"}, "table": {"read": read, **table}}
    changed = declared(loopback.url, datasets={"penduduk-uji": dataset})
    del changed["map"]
    for key in ("url", "identifier", "modified"):
        del changed["access"][key]
    return changed


ROWS = [{"kode": "51.08.01", "jiwa": "1.204", "x": 1}, {"kode": "51.08.02", "jiwa": "-", "x": 1}]


def test_tables_go_through_the_check_of_uploads(loopback):
    """Rows become a checked file; the same rows again are no update; personal data is quarantined, the old stays."""
    declaration = with_table(
        loopback,
        columns={"kode": "kode_wilayah", "jiwa": "jumlah"},
        ignore=["x"],
        numbers={"jumlah": "1.234,5"},
        missing=["-"],
    )
    agency = Agency("tabel-uji", declaration)
    assert list(faults(agency)) == []
    model.Session.add(Source(name="tabel-uji", definition=declaration))
    model.Session.commit()

    def run():
        return pipeline.run(model.Session.query(Source).one(), agency)

    loopback.answer("/tabel", json.dumps({"data": ROWS}))
    assert run().counts == {**NONE, "added": 1}
    dataset = helpers.call_action("package_show", id="penduduk-uji")
    assert dataset["state"] == "active"
    [resource] = dataset["resources"]
    assert resource["validation_status"] == "success"
    assert run().counts == {**NONE, "unchanged": 1}
    more = [*ROWS, {"kode": "51.08.03", "jiwa": "7", "x": 1}]
    loopback.answer("/tabel", json.dumps({"data": more}))
    assert run().counts == {**NONE, "updated": 1}
    bad = [{"kode": "5108016502900001", "jiwa": "1", "x": 1}, *ROWS]
    loopback.answer("/tabel", json.dumps({"data": bad}))
    result = run()
    assert result.counts == {**NONE, "quarantined": 1}
    again = helpers.call_action("package_show", id="penduduk-uji")["resources"]
    assert len(again) == 1
    assert again[0]["harvest_digest"] != resource["harvest_digest"]
    loopback.answer("/tabel", json.dumps({"data": [{"kode": "1"}]}))
    result = run()
    assert "jiwa" in model.Session.query(Change).filter_by(run_id=result.id).one().error


def test_a_new_dataset_with_a_refused_table_stays_unseen(loopback):
    """Nothing of it is there until its table passes."""
    declaration = with_table(loopback, columns={"nik": "nik", "n": "jumlah"})
    model.Session.add(Source(name="tabel-uji", definition=declaration))
    model.Session.commit()
    loopback.answer("/tabel", json.dumps({"data": [{"nik": "5108016502900001", "n": 1}]}))
    run = pipeline.run(model.Session.query(Source).one(), Agency("tabel-uji", declaration))
    assert run.counts == {**NONE, "quarantined": 1}
    assert search_result()["count"] == 0
    with pytest.raises(tk.ObjectNotFound):
        helpers.call_action("package_show", id="penduduk-uji")
    loopback.answer("/tabel", json.dumps({"data": [{"nik": "12", "n": 1}]}))
    run = pipeline.run(model.Session.query(Source).one(), Agency("tabel-uji", declaration))
    assert run.counts == {**NONE, "added": 1}
    assert search_result()["count"] == 1
