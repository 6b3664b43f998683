"""Figures for SIPD: right ones only, sent once, lost never. SIPD is played by a server on loopback (dossier 7.4)."""

import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.exceptions import HarvestError, PushRefused
from ckanext.satudata.exchange import ewalidata
from ckanext.satudata.exchange.ewalidata import Figure
from ckanext.satudata.exchange.model import Sent
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import load
from ckanext.satudata.web import http
from factories_satudata import Organization
from harvest.conftest import loopback  # noqa: F401 - a fixture
from observations.conftest import publish  # noqa: F401 - a fixture

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


class Sipd:
    """Takes figures as SIPD does: with a token; a code that it does not know makes it refuse the whole request."""

    def __init__(self, server):
        self.entries = {}
        self.requests = []
        self.fail = None
        self.unknown_codes = set()
        server.routes["/serv/push_dssd"] = self.push
        server.routes["/serv/get_dssd"] = self.get

    def push(self, request):
        """Answer push_dssd."""
        figures = json.loads(request.body)["data"]
        self.requests.append(figures)
        if request.headers["Authorization"] != "Bearer rahasia-uji":
            return 401, {}, b'{"message": "Unauthenticated."}'
        if self.fail:
            return self.fail(figures)
        if any(figure["kodeindikator"] in self.unknown_codes for figure in figures):
            return 422, {}, b'{"message": "kodeindikator tidak dikenal"}'
        return self.take(figures)

    def take(self, figures):
        """Take figures."""
        for figure in figures:
            self.entries[(figure["kodeindikator"], figure["tahun"])] = figure["data"]
        return 200, {}, b'{"status": true}'

    def get(self, request):
        """Answer get_dssd."""
        year = request.query["tahun"]
        there = [(code, data) for (code, entry_year), data in self.entries.items() if entry_year == year]
        listed = [
            {"kodeindikator": code, "tahun": year, "data": data, "rownum": number, "rowtotal": len(there)}
            for number, (code, data) in enumerate(there, 1)
        ]
        return 200, {}, json.dumps(listed).encode()


@pytest.fixture
def sipd(loopback, monkeypatch):  # noqa: F811
    """Start a played SIPD and tell the portal where it is."""
    monkeypatch.setitem(tk.config, "ckanext.satudata.ewalidata.url", f"{loopback.url}/serv")
    monkeypatch.setitem(tk.config, "ckanext.satudata.ewalidata.internal", True)
    monkeypatch.setenv("SATUDATA_SECRET_SIPD_TOKEN", "rahasia-uji")
    return Sipd(loopback)


@pytest.fixture
def figures(monkeypatch):
    """Let two figures be there."""
    figures_to_send = [Figure("2.12.000001", "5108", str(year), "99") for year in (2023, 2024)]
    monkeypatch.setattr(ewalidata, "figures", lambda: (figures_to_send, []))
    return figures_to_send


STUNTING = [
    ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "prevalensi"],
    ["51.08.01", "Gerokgak", 2025, 5, 200, 20, 10],
]


def states():
    """Return what is noted of each figure."""
    model.Session.expire_all()
    return {(row.kodeindikator, row.tahun): row.state for row in model.Session.query(Sent)}


def test_figures_and_what_is_unfit(publish):  # noqa: F811
    """Whole years of the district are figures; what lacks a kecamatan, a named column, or its own code is told."""
    office = Organization()["id"]
    kecamatan = codelists.load("wilayah").children("51.08")
    header = ["kode_wilayah", "nama_kecamatan", "tahun", "laki_laki", "perempuan", "jumlah"]
    rows = [[code.code, code.name, year, 5, 6, 11] for year in (2023, 2024, 2025) for code in kecamatan]
    people = [header, *rows[:-1]]
    codes = "2.12.000001 = jumlah; 2.12.000002 = laki_laki"
    publish("penduduk_jenis_kelamin", people, office, kode_dssd=codes)
    publish("stunting", STUNTING, office, kode_dssd="1.02.000001", ukuran="Jumlah", satuan="balita")
    publish("stunting", STUNTING, office, kode_dssd="2.12.000001 = balita_stunting")
    publish("stunting", STUNTING, office, kode_dssd="1.02.000002 = balita_stunting")
    for resource in model.Session.query(model.Resource).all():
        load.load(resource.id)
    all_figures, unfit = ewalidata.figures()
    count = len(kecamatan)
    assert [(figure.kodeindikator, figure.tahun, figure.data) for figure in all_figures] == [
        ("2.12.000001", "2023", str(11 * count)),
        ("2.12.000001", "2024", str(11 * count)),
        ("2.12.000002", "2023", str(5 * count)),
        ("2.12.000002", "2024", str(5 * count)),
    ]
    reasons = sorted(refusal.reason for refusal in unfit)
    assert len(reasons) == 5
    for reason, words in zip(
        reasons,
        ["which column", "1.02.000002: ", "2.12.000001: 2025: only 8 of 9", "2.12.000002: 2025: only", "One code"],
        strict=True,
    ):
        assert words in reason


def test_push_once(sipd, figures, cli):
    """The body is as documented; a trial sends nothing; what was taken is not sent again, a changed figure is."""
    assert ewalidata.push(dry=True).sent == figures
    assert (sipd.requests, states()) == ([], {})
    assert ewalidata.push().sent == figures
    [body] = sipd.requests
    assert body[0] == {"kodeindikator": "2.12.000001", "kodepemda": "5108", "tahun": "2023", "data": figures[0].data}
    second = ewalidata.push()
    assert (second.sent, second.already_sent, len(sipd.requests)) == ([], figures, 1)
    model.Session.query(Sent).filter_by(tahun="2024").update({"data": "1"})
    model.Session.commit()
    assert ewalidata.push().sent == [figures[1]]


def test_wrong_token(sipd, figures, monkeypatch):
    """401: nothing counts as sent, the cure is told, and the right token sends all of it."""
    monkeypatch.setenv("SATUDATA_SECRET_SIPD_TOKEN", "salah")
    with pytest.raises(PushRefused, match="401"):
        ewalidata.push()
    monkeypatch.delenv("SATUDATA_SECRET_SIPD_TOKEN")
    with pytest.raises(HarvestError, match="SIPD_TOKEN"):
        ewalidata.push()
    monkeypatch.setenv("SATUDATA_SECRET_SIPD_TOKEN", "rahasia-uji")
    assert ewalidata.push().sent == figures


def test_one_figure_is_refused(sipd, figures, monkeypatch):
    """422 for a batch: the others are sent, the refused one is named with SIPD's reason and tried again."""
    extra = Figure("9.99.000009", "5108", "2024", "3")
    monkeypatch.setattr(ewalidata, "figures", lambda: ([*figures, extra], []))
    sipd.unknown_codes = {"9.99.000009"}
    pushed = ewalidata.push()
    assert (pushed.sent, [figure for figure, _reason in pushed.refused]) == (figures, [extra])
    assert "tidak dikenal" in pushed.refused[0][1]
    sipd.unknown_codes = set()
    assert ewalidata.push().sent == [extra]


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "lost"])
def test_no_answer(sipd, figures, monkeypatch, taken):
    """A time-out or a 500 leaves open whether figures were taken: SIPD is asked before anything is sent twice."""
    monkeypatch.setattr(http, "READ_SECONDS", 0.5)

    def fail(figures):
        if taken:
            sipd.take(figures)
        return 500, {}, b"kesalahan"

    sipd.fail = fail
    with pytest.raises(PushRefused, match="500"):
        ewalidata.push()
    assert set(states().values()) == {"unknown"}
    sipd.fail = None
    pushed = ewalidata.push()
    assert pushed.sent == ([] if taken else figures)
    assert len(sipd.requests) == (1 if taken else 2)
    assert set(states().values()) == {"accepted"}
    assert sipd.entries == {(figure.kodeindikator, figure.tahun): figure.data for figure in figures}


def test_time_out(sipd, figures, monkeypatch):
    """So does a connection that never answers; the request is not repeated by the client."""
    import threading

    monkeypatch.setattr(http, "READ_SECONDS", 0.5)
    release = threading.Event()

    def fail(figures):
        sipd.take(figures)
        release.wait(5)
        return 200, {}, b""

    sipd.fail = fail
    with pytest.raises(PushRefused, match="does not answer"):
        ewalidata.push()
    release.set()
    sipd.fail = None
    assert (ewalidata.push().sent, len(sipd.requests)) == ([], 1)


def test_answer_that_says_no(sipd, figures):
    """A 200 whose body says that it failed is a refusal."""
    sipd.fail = lambda _figures: (200, {}, b'{"status": false, "message": "tahun ditutup"}')
    pushed = ewalidata.push()
    assert (pushed.sent, len(pushed.refused)) == ([], 2)
    assert set(states().values()) == {"refused"}


def test_who_may_push(sipd, figures, app):
    """Only the walidata; nothing is sent while no address is set."""
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("satudata_ewalidata_push")({"user": factories.User()["name"]}, {})
    officer = factories.UserWithToken()
    Organization(peran="walidata", users=[{"name": officer["name"], "capacity": "editor"}])
    headers = {"Authorization": officer["token"]}
    assert app.get("/satudata/pertukaran/e-walidata", expect_errors=True).status_code == 403
    page = app.get("/satudata/pertukaran/e-walidata", headers=headers).body
    assert figures[0].data in page
    assert sipd.requests == []
    app.post("/satudata/pertukaran/e-walidata", headers=headers)
    assert len(sipd.requests) == 1
    tk.config["ckanext.satudata.ewalidata.url"] = ""
    with pytest.raises(PushRefused):
        ewalidata.push()
