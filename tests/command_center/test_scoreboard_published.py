"""The scoreboard as it is published, from real tables."""

import datetime
import io

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.command_center import wall
from ckanext.satudata.command_center.scoreboard import compute, formula, month
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.validation.model import REFUSED, VALID, CheckReport
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import COMPLAINTS, STUNTING
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from command_center.scoring import TODAY

SERVICES = ("with_plugins", "clean_db", "clean_index", "clean_queues")


@pytest.mark.services
@pytest.mark.usefixtures(*SERVICES)
class TestPublished:
    """With real datasets."""

    @pytest.fixture
    def offices(self, publish):  # noqa: F811
        """Two OPDs with tables, one of them with a UPTD, and one that is no OPD."""
        health = Organization(name="dinkes", title="Dinas Kesehatan", kode_opd="1.02.0.00.0.00.03.0000")
        works = Organization(name="dinas-pu", title="Dinas PU")
        hospital = Organization(name="rsud", title="RSUD", jenis_organisasi="uptd", induk=health["id"])
        Organization(name="bps", title="BPS", jenis_organisasi="instansi_vertikal", peran="pembina")
        publish("stunting", STUNTING, office=health["id"], frekuensi="bulanan")
        publish("stunting", STUNTING, office=hospital["id"], frekuensi="bulanan")
        publish("pengaduan", COMPLAINTS, office=works["id"], frekuensi="harian")

    def test_criteria_from_real_tables(self, offices):
        """The hospital's dataset counts for Kesehatan; June's complaints by hand; what is missing is named."""
        june = compute.board(month.Month("2025-06", datetime.date(2025, 7, 10)))
        assert [row["name"] for row in sorted(june["offices"], key=lambda row: row["name"])] == ["dinas-pu", "dinkes"]
        # the datasets were registered long after June; complaints are known all the same
        works = next(row for row in june["offices"] if row["name"] == "dinas-pu")
        assert list(works["criteria"]) == ["complaints"]
        criterion = works["criteria"]["complaints"]
        # A1 in time, A2 one day late, A4 (14 working days from 6 June, the 27th is off: the 30th) not finished
        assert (criterion["good"], criterion["cases"]) == (1, 3)
        assert [evidence["state"] for evidence in criterion["evidence"]] == ["bad", "bad", "good"]
        # 2 and 6 working days
        assert criterion["facts"][-1]["values"] == {"days": "4"}
        now = compute.board(month.current())
        health = next(row for row in now["offices"] if row["name"] == "dinkes")
        assert health["criteria"]["first_time_right"]["cases"] == 2
        assert health["criteria"]["freshness"]["score"] == 0
        lacking = health["criteria"]["completeness"]["evidence"][0]["said"]["values"]["missing"]
        assert "Cara pengumpulan data dijelaskan" in lacking
        assert set(now["unmeasured"]) == {"absorption"}
        # last year's states cannot be told any more
        assert "freshness" in compute.board(month.Month("2024-06", TODAY))["unmeasured"]

    def test_refused_attempts_count_against_the_first_time(self, offices):
        """A refused file before the one that passed makes one submission of two wrong."""
        package = model.Session.query(model.Package).filter_by(owner_org=model.Group.get("dinkes").id).one()
        passed = model.Session.query(CheckReport).filter_by(package_id=package.id, state=VALID).one()
        values = {"filename": "a.csv", "sha256": "", "size": 1, "settings": {}, "report": passed.report}
        before = passed.created - datetime.timedelta(seconds=1)
        model.Session.add(CheckReport(package_id=package.id, created=before, state=REFUSED, **values))
        model.Session.commit()
        row = next(row for row in compute.board(month.current())["offices"] if row["name"] == "dinkes")
        criterion = row["criteria"]["first_time_right"]
        assert (criterion["good"], criterion["cases"]) == (1, 2)

    def test_what_is_published_stays(self, app, offices):
        """A later change makes another preview and a further version; the published one is the same, even for SQL."""
        current = month.current().text
        with pytest.raises(tk.ObjectNotFound):
            act("satudata_scoreboard_show")
        assert act("satudata_scoreboard_publish", month=current, note="Rapat kinerja pertama.")["version"] == 1
        before = act("satudata_scoreboard_show", month=current)
        package = model.Session.query(model.Package).filter_by(owner_org=model.Group.get("dinkes").id).one().as_dict()
        act("package_patch", id=package["name"], metodologi="Penimbangan serentak.")
        assert act("satudata_scoreboard_preview")["offices"] != before["offices"]
        assert act("satudata_scoreboard_show", month=current) == before
        assert act("satudata_scoreboard_publish", month=current, note="Metodologi dilengkapi.")["version"] == 2
        assert act("satudata_scoreboard_show", month=current, version=1) == before
        assert [version["version"] for version in act("satudata_scoreboard_list")] == [2, 1]
        with pytest.raises(DatabaseError):
            model.Session.execute(text("UPDATE satudata_scoreboard SET note = ''"))
        model.Session.rollback()

        page = app.get("/satudata/kinerja").body
        assert "Metodologi dilengkapi." in page
        # every number leads to its evidence, and the formula stands below
        assert f"/satudata/kinerja/{current}/dinkes?versi=2#completeness" in page
        assert formula.load()["lift_about"] in page
        evidence = app.get(f"/satudata/kinerja/{current}/dinkes?versi=1").body
        assert package["title"] in evidence
        assert f"/dataset/{package['name']}" in evidence
        # suggestions and previews are not for everybody
        assert "Usulan evaluasi" not in page
        assert app.get(f"/satudata/kinerja/{current}?hitung=1", status=403)
        assert "suggestion" not in app.get("/api/3/action/satudata_scoreboard_show").json["result"]["offices"][0]
        assert app.get("/satudata/kinerja/2020-01", status=404)

        book = load_workbook(io.BytesIO(app.get(f"/satudata/kinerja/{current}.xlsx").data), read_only=True)
        assert book.sheetnames == ["Peringkat", "Rincian", "Bukti", "Rumus"]
        assert {row[1] for row in book["Peringkat"].iter_rows(values_only=True)} >= {"Dinas Kesehatan", "Dinas PU"}
        assert app.get(f"/satudata/kinerja/{current}.pdf").data.startswith(b"%PDF-")

        with app.flask_app.test_request_context():
            screen = Screen("uji", {"title": "Uji", "tiles": [{"kind": "scoreboard", "title": "Kinerja"}]})
            [tile] = wall.shown(screen, set())["tiles"]
        assert [row["rank"] for row in tile["rows"]] == list(range(1, len(tile["rows"]) + 1))
        assert tile["footer"]["page"]["url"].endswith(f"/satudata/kinerja/{current}")

    def test_only_the_walidata_publishes(self, offices):
        """An officer of an OPD neither computes nor publishes; a short note and a month to come are refused."""
        officer = factories.User()
        act("organization_member_create", id="dinkes", username=officer["name"], role="admin")
        context = {"user": officer["name"], "ignore_auth": False}
        for action in ("satudata_scoreboard_preview", "satudata_scoreboard_publish"):
            with pytest.raises(tk.NotAuthorized):
                tk.get_action(action)({**context}, {"month": "2025-06", "note": "Sepuluh huruf lebih"})
        for wrong in ({"month": "2025-06", "note": "pendek"}, {"month": "2999-01", "note": "Sepuluh huruf lebih"}):
            with pytest.raises(tk.ValidationError):
                act("satudata_scoreboard_publish", **wrong)
