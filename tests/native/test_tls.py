"""HTTPS before the portal: a real nginx on loopback, with a certificate that was made or given."""

import argparse
import http.server
import json
import ssl
import subprocess
import threading
import urllib.error
import urllib.request

import pytest
from serving import ROOT, free_port, wait_for

from native import district, doctor, tls
from native.console import Failure
from native.layout import Layout

NAME = "localhost"


@pytest.fixture
def place(tmp_path):
    """Return an installation with the code of this checkout and a folder of its own."""
    for name in ("config", "docker", "ckanext-satudata", "schemas"):
        (tmp_path / name).symlink_to(ROOT / name)
    layout = Layout(tmp_path)
    layout.prepare()
    layout.venv.symlink_to(Layout(ROOT).venv)
    district.prepare(layout)
    return layout


def wish(**more):
    """Return what somebody types."""
    ports = {"port": free_port(), "plain": free_port()}
    typed = {"name": NAME, "certificate": None, "key": None, "make": False, "proxy": None, "off": False}
    return argparse.Namespace(**{**typed, **ports, **more})


def certificate(folder, name=NAME, days=90):
    """Return files of a certificate and its key, as an authority hands them out."""
    files = folder / f"{name}-{days}.pem", folder / f"{name}-{days}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}", "-days", str(days), "-out", files[0], "-keyout", files[1]]
    subprocess.run(command, check=True, capture_output=True)
    return files


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers that it got."""

    def do_GET(self):
        """Answer."""
        content = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def upstream():
    """Run something in the place of the portal; return its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture
def served(place, upstream):
    """Return a function that serves the portal by HTTPS as somebody wishes, and how to ask it."""
    running = []

    def start(options):
        settings = tls.set_up(place, options)
        tls.write_config(place, settings, upstream)
        running.append(subprocess.Popen(tls.command(place), stderr=subprocess.DEVNULL))
        trusted = ssl.create_default_context(cafile=tls.folder(place) / tls.CERTIFICATE)

        def ask(path="/", **headers):
            request = urllib.request.Request(settings.address + path, headers=headers)
            with urllib.request.urlopen(request, timeout=10, context=trusted) as answer:
                return json.load(answer)

        wait_for(ask, seconds=60)
        return settings, ask

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def test_a_made_certificate_serves_the_portal(place, served):
    """A browser that trusts it is served; HTTP leads to HTTPS; the portal is told how it was reached."""
    options = wish(make=True)
    settings, ask = served(options)
    headers = ask("/dataset")
    assert (headers["x-forwarded-proto"], headers["host"]) == ("https", f"{NAME}:{options.port}")
    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(_Stay).open(f"http://{NAME}:{options.plain}/dataset?q=a", timeout=10)
    assert (moved.value.code, moved.value.headers["Location"]) == (301, f"{settings.address}/dataset?q=a")
    # nobody else is asked whom to trust
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(settings.address, timeout=10)
    assert (tls.folder(place) / tls.KEY).stat().st_mode & 0o077 == 0
    assert district.load(place)["ckan.site_url"] == settings.address
    assert tls.served(settings) == tls.serial(tls.folder(place) / tls.CERTIFICATE)
    assert list(doctor.check_certificate(place)) == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_protocols_are_refused(served):
    """TLS 1.2 and 1.3 only."""
    settings, _ask = served(wish(make=True))
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((urllib.error.URLError, ssl.SSLError)):
        urllib.request.urlopen(settings.address, timeout=10, context=old)


@pytest.mark.parametrize(("proxies", "address"), [(None, "127.0.0.1"), (["127.0.0.1"], "203.0.113.7")])
def test_only_named_proxies_say_who_the_visitor_is(served, proxies, address):
    """A visitor who writes the header himself stays who he is."""
    _settings, ask = served(wish(make=True, proxy=proxies))
    assert ask("/", **{"X-Forwarded-For": "203.0.113.7"})["x-real-ip"] == address


def test_a_pair_that_visitors_could_not_use_is_refused(place, tmp_path):
    """Another's key, another name, one that has ended, none at all; what was there stays."""
    good, key = certificate(tmp_path)
    _other, other_key = certificate(tmp_path, days=91)
    foreign, foreign_key = certificate(tmp_path, "data.blorakab.go.id")
    for pair, words in (
        ((good, other_key), "bukan kunci"),
        ((foreign, foreign_key), "bukan sertifikat untuk"),
        ((tmp_path / "tidak-ada", key), "tidak ada"),
        ((None, None), "belum ada"),
    ):
        with pytest.raises(Failure, match=words):
            tls.set_up(place, wish(certificate=pair[0], key=pair[1]))
        assert tls.find(place) is None
        assert not (tls.folder(place) / tls.CERTIFICATE).exists()


def test_the_doctor_looks_at_the_certificate(place, tmp_path):
    """It tells of one that ends soon, of a key that others read, and of another address in the settings."""
    files = dict(zip(("certificate", "key"), certificate(tmp_path, days=10), strict=True))
    settings = tls.set_up(place, wish(**files))
    (tls.folder(place) / tls.KEY).chmod(0o644)
    district.run_settings(place, ["set", "ckan.site_url=https://data.lain.go.id"])
    texts = " ".join(finding.problem for finding in doctor.check_certificate(place))
    assert "berakhir dalam 9 hari" in texts
    assert "terbaca orang lain" in texts
    assert settings.address in texts
    tls.remove(place)
    assert list(doctor.check_certificate(place)) == []
