"""Secrets of sources are named, sent where the operator says, and shown nowhere."""

import pytest
from ckan import model
from ckan.tests import factories
from ckanext.satudata.exceptions import HarvestError, RefusedAddress
from ckanext.satudata.harvest import foresight, look, pipeline
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.bound import check as check_bound
from ckanext.satudata.harvest.definition import faults, surroundings
from ckanext.satudata.harvest.model import Change, Record, Source
from ckanext.satudata.web.secrets import Vault

from harvest.conftest import declared, records, serve

SECRET = "r4h4sia/besar?ya"


def test_secrets_are_named_and_never_shown(monkeypatch):
    """Each way in which an address may write a secret becomes its name again, in texts and in data."""
    monkeypatch.setattr("ckanext.satudata.config.harvest_secrets", lambda: "")
    monkeypatch.setenv("SATUDATA_SECRET_KUNCI", SECRET)
    vault = Vault()
    assert vault.filled({"url": "https://x/{secret:KUNCI}"}) == {"url": f"https://x/{SECRET}"}
    for form in (SECRET, "r4h4sia%2Fbesar%3Fya", "r4h4sia/besar%3Fya"):
        assert vault.hide(f"gagal: {form}!") == "gagal: {secret:KUNCI}!"
    assert vault.hide_in({"a": [SECRET, 1]}) == {"a": ["{secret:KUNCI}", 1]}


@pytest.mark.services
@pytest.mark.usefixtures("catalogue")
def test_no_error_note_or_preview_shows_a_secret(loopback, monkeypatch):
    """A key in the address stands in no error of a run, of a record, or of a preview, whatever the source answers."""
    monkeypatch.setenv("SATUDATA_SECRET_KUNCI", SECRET)
    declaration = declared(loopback.url)
    declaration["access"] |= {"url": f"{loopback.url}/list?key={{secret:KUNCI}}"}
    model.Session.add(Source(name="sumber-uji", definition=declaration))
    model.Session.commit()
    agency = Agency("sumber-uji", declaration)

    def texts():
        run = pipeline.run(model.Session.query(Source).one(), agency)
        bad = model.Session.query(Record.error, Record.raw, Change.error, Change.title).filter(
            Change.run_id == run.id, Change.identifier == Record.identifier
        )
        return f"{run.error} {run.log} {bad.all()}"

    loopback.answer("/list", b"<html>")
    assert "{secret:KUNCI}" in texts()
    loopback.answer("/list", b"", 404)
    shown = texts()
    # the source sends the key back in what it lists
    serve(loopback, records(1, judul=f"Data {SECRET}", satuan=SECRET))
    declaration["map"]["satuan"] = "satuan"
    shown += texts()
    loopback.answer("/list", b"<html>")
    with pytest.raises(HarvestError) as error:
        foresight.preview(None, agency)
    shown += str(error.value)
    assert "r4h4sia" not in shown
    assert "{secret:KUNCI}" in shown


OPEN = "t3rb4ka-sekali"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"http://u:{OPEN}@x.example/a gagal", "http://***@x.example/a gagal"),
        (f"http://x.example/a?key={OPEN}&page=2", "http://x.example/a?key=***&page=2"),
        (f"'http://x.example/a?page=2&api_key={OPEN}'", "'http://x.example/a?page=2&api_key=***'"),
        (f"Authorization: Bearer {OPEN}", "Authorization: Bearer ***"),
        ("http://x.example/a?key={secret:KUNCI}", "http://x.example/a?key={secret:KUNCI}"),
        ("http://x.example/a?page=2&keyword=beras", "http://x.example/a?page=2&keyword=beras"),
        ("postgresql://u:{secret:X}@x.example/d", "postgresql://u:{secret:X}@x.example/d"),
        ("pukul 10:30 surel a@b.example", "pukul 10:30 surel a@b.example"),
    ],
)
def test_credentials_in_an_address_are_covered(text, shown):
    """Whoever wrote them; what is none stays as it is."""
    assert Vault().hide(text) == shown


@pytest.mark.services
@pytest.mark.usefixtures("catalogue", "with_request_context")
@pytest.mark.parametrize("address", ["{scheme}u:{secret}@{host}/list", "{scheme}{host}/list?key={secret}"])
def test_a_credential_that_is_written_out_is_shown_nowhere(app, loopback, caplog, address):
    """Neither by a run, its records, the log, a preview, a look, a fault, the page, nor by what is published."""
    scheme, _sign, host = loopback.url.partition("://")
    declaration = declared(loopback.url)
    declaration["access"] |= {"url": address.format(scheme=f"{scheme}://", host=host, secret=OPEN)}
    model.Session.add(Source(name="sumber-uji", definition=declaration))
    model.Session.commit()
    agency = Agency("sumber-uji", declaration)
    shown = ""
    for content, status in ((b"<html>", 200), (b"", 404), (b"", 302)):
        loopback.answer("/list", content, status, **({"location": f"/lain?token={OPEN}"} if status == 302 else {}))
        run = pipeline.run(model.Session.query(Source).one(), agency)
        shown += f"{run.error} {run.log} "
        for ask in (lambda: foresight.preview(None, agency), lambda: look.at(agency)):
            with pytest.raises(HarvestError) as error:
                ask()
            shown += str(error.value)
    serve(loopback, records(1, satuan=OPEN, berkas="unduh/a.csv"))
    declaration["map"] |= {"satuan": "satuan", "resources": "berkas"}
    pipeline.run(model.Session.query(Source).one(), agency)
    shown += str(model.Session.query(Record.error, Record.raw, Record.mapped).all())
    shown += str(model.Session.query(Change.error, Change.fields).all())
    shown += " ".join(faults(agency)) + " ".join(surroundings(agency))
    admin = factories.SysadminWithToken()
    shown += app.get("/satudata/panen/sumber-uji", headers={"Authorization": admin["token"]}).body
    shown += caplog.text
    assert OPEN not in shown
    assert "***" in shown
    assert any("{secret:NAMA}" in fault for fault in faults(agency))


@pytest.mark.parametrize(
    ("bound", "access", "refused"),
    [
        ([], {"url": "https://pajak.example/?k={secret:KUNCI}"}, "pajak.example"),
        (["KUNCI@pajak.example"], {"url": "https://pajak.example/?k={secret:KUNCI}"}, None),
        (["KUNCI@*.pajak.example"], {"url": "https://api.pajak.example/?k={secret:KUNCI}"}, None),
        (["LAIN@pajak.example"], {"url": "https://pajak.example/?k={secret:KUNCI}"}, "pajak.example"),
        (["KUNCI@pajak.example"], {"url": "https://jahat.example/?k={secret:KUNCI}"}, "jahat.example"),
        (["KUNCI@pajak.example"], {"url": "https://pajak.example.jahat.example/?k={secret:KUNCI}"}, "jahat.example"),
        (["KUNCI@pajak.example"], {"url": "https://pajak.example@jahat.example/{secret:KUNCI}"}, "jahat.example"),
        # libraries differ in where the host ends
        (["KUNCI@pajak.example"], {"url": "https://jahat.example\\@pajak.example/{secret:KUNCI}"}, "jahat.example"),
        (["KUNCI@pajak.example"], {"url": "https://{secret:KUNCI}.jahat.example/"}, "?"),
        (["KUNCI@*"], {"url": "https://{secret:KUNCI}.jahat.example/"}, "?"),
        (
            ["KUNCI@pajak.example"],
            {"url": "https://pajak.example/", "detail": {"url": "http://jahat.example/{secret:KUNCI}"}},
            "jahat.example",
        ),
        (
            ["KUNCI@pajak.example"],
            {"url": "https://jahat.example/", "headers": {"X-Api-Key": "{secret:KUNCI}"}},
            "jahat.example",
        ),
        (["KUNCI@pajak.example"], {"host": "jahat.example", "password": "{secret:KUNCI}"}, "jahat.example"),
        (["KUNCI@pajak.example"], {"headers": {"X-Api-Key": "{secret:KUNCI}"}}, "?"),
        ([], {"url": "https://jahat.example/"}, None),
    ],
)
def test_a_secret_goes_only_where_the_operator_sends_it(monkeypatch, bound, access, refused):
    """Whoever fills in the form cannot have the operator's key sent to a host of his own."""
    monkeypatch.setattr("ckanext.satudata.config.harvest_secret_hosts", lambda: bound)
    check_bound(access, trusted=True)
    if refused is None:
        check_bound(access, trusted=False)
        return
    with pytest.raises(RefusedAddress, match=r"secret_hosts") as error:
        check_bound(access, trusted=False)
    assert refused in str(error.value)
    assert "KUNCI" in str(error.value)


@pytest.mark.services
@pytest.mark.usefixtures("catalogue", "with_request_context")
def test_a_source_with_a_foreign_secret_is_not_saved_and_does_not_run(loopback, monkeypatch, ckan_config):
    """The host gets nothing, and nobody learns whether there is such a secret."""
    monkeypatch.setenv("SATUDATA_SECRET_KUNCI", SECRET)
    declaration = declared(loopback.url)
    declaration["access"] |= {"url": f"{loopback.url}/list?key={{secret:KUNCI}}"}
    agency = Agency("sumber-uji", declaration, trusted=False)
    for name in ("KUNCI", "TIDAK_ADA"):
        declaration["access"]["url"] = f"{loopback.url}/list?key={{secret:{name}}}"
        [fault] = surroundings(agency)
        assert "secret_hosts" in fault
        with pytest.raises(RefusedAddress):
            look.at(agency)
    assert loopback.requested == []
    monkeypatch.setitem(ckan_config, "ckanext.satudata.harvest.secret_hosts", ["KUNCI@127.0.0.1"])
    declaration["access"]["url"] = f"{loopback.url}/list?key={{secret:KUNCI}}"
    assert list(surroundings(agency)) == []


@pytest.mark.services
@pytest.mark.usefixtures("catalogue", "with_request_context")
def test_a_password_that_is_written_out_is_a_fault():
    """Every member of the OPD may read a definition, so it names secrets only."""
    good = declared("http://x.example", access={"method": "sql", "url": "postgresql://u:{secret:X}@x.example/x"})
    del good["map"]
    good["datasets"] = {"aplikasi": {"fixed": {"title": "A"}, "table": {"read": {"query": "SELECT 1"}}}}
    assert list(faults(Agency("a", good))) == []
    good["access"]["url"] = "postgresql://u:terang@x.example/x"
    [fault] = faults(Agency("a", good))
    assert "{secret:NAMA}" in fault
