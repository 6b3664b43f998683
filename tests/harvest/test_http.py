"""The client is patient with sources, and safe from them."""

import email.utils
import gzip
import socket
import threading
import time
import uuid

import pytest
from ckanext.satudata.exceptions import BrokenAnswer, RefusedAddress, SourceUnavailable
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.web import http
from ckanext.satudata.web.turns import of_all_workers


@pytest.fixture
def client():
    """Return a client for internal sources that does not wait long."""
    return http.Client("SatuData/1 (Uji; +http://uji.example)", internal=True, per_second=1000)


@pytest.fixture(autouse=True)
def naps(monkeypatch):
    """Note how long the client would have slept, and do not sleep."""
    taken = []
    monkeypatch.setattr(http.time, "sleep", taken.append)
    return taken


def test_the_portal_introduces_itself(loopback, client):
    """Sources see who asks, whatever their robots.txt says."""
    received = {}
    loopback.routes["/"] = lambda request: (
        200,
        {},
        received.setdefault("agent", request.headers["User-Agent"]).encode(),
    )
    client.get(loopback.url + "/")
    assert received["agent"] == "SatuData/1 (Uji; +http://uji.example)"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "0.0.0.0"]
)
def test_private_addresses_are_refused(address):
    """A source that is not marked internal cannot lead into the server's own network, however it is written."""
    with pytest.raises(RefusedAddress, match="internal"):
        http.Client("x").get(f"http://{address}:1/")


def test_a_redirect_to_a_private_address_is_refused(loopback, monkeypatch):
    """Each hop is checked: the first may be public and the second not."""
    loopback.answer("/", b"", 302, Location="http://10.0.0.1/rahasia")
    checked = http._is_public
    # let the loopback server pass for a public one
    monkeypatch.setattr(http, "_is_public", lambda address: address == "127.0.0.1" or checked(address))
    with pytest.raises(RefusedAddress, match=r"10\.0\.0\.1"):
        http.Client("x").get(loopback.url + "/")


def test_the_checked_address_is_the_one_that_is_connected_to(loopback, monkeypatch):
    """A name that answers differently the second time (DNS rebinding) gains nothing: it is looked up once."""
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))]])
    connected = []

    def connect(address, _timeout):
        connected.append(address[0])
        raise OSError("no")

    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    monkeypatch.setattr(http.socket, "create_connection", connect)
    monkeypatch.setattr(http, "TRIES", 1)
    with pytest.raises(SourceUnavailable):
        http.Client("x").get("http://berubah.example/")
    assert connected == ["8.8.8.8"]


def test_redirects_end(loopback, client):
    """A circle of redirects is told as such."""
    loopback.answer("/a", b"", 302, Location="/b")
    loopback.answer("/b", b"", 302, Location="/a")
    with pytest.raises(BrokenAnswer, match="circle"):
        client.get(loopback.url + "/a")


def test_other_schemes_are_refused(loopback, client):
    """A redirect to a file of this machine is not followed."""
    loopback.answer("/", b"", 302, Location="file:///etc/passwd")
    with pytest.raises(RefusedAddress):
        client.get(loopback.url + "/")


def test_secrets_stay_with_their_host(loopback, client):
    """A redirect to another host does not carry the key along."""
    other = {}
    loopback.routes["/ziel"] = lambda request: (
        200,
        {},
        other.setdefault("key", str(request.headers["X-Key"])).encode(),
    )
    port = loopback.url.rpartition(":")[2]
    loopback.answer("/", b"", 302, Location=f"http://localhost:{port}/ziel")
    keyed = http.Client("x", internal=True, headers={"X-Key": "rahasia"}, origin=loopback.url)
    keyed.get(loopback.url + "/")
    assert other["key"] == "None"
    other.clear()
    keyed.get(loopback.url + "/ziel")
    assert other["key"] == "rahasia"


def test_answers_are_capped(loopback):
    """An answer of any size is cut off at the cap: it is neither kept nor read on."""
    small = http.Client("x", internal=True, most_bytes=2**20)
    sent = []

    def endless(request):
        request.send_response(200)
        request.end_headers()
        for _number in range(200):
            request.wfile.write(b"x" * 2**20)
            sent.append(1)
        return 200, {}, b""

    loopback.routes["/"] = endless
    with pytest.raises(BrokenAnswer, match="more than 1 MB"):
        small.get(loopback.url + "/")
    assert len(sent) < 100


def test_gzip_bombs_are_cut_off(loopback):
    """A hundred kilobytes that unpack to a hundred megabytes stop at the cap."""
    loopback.answer("/", gzip.compress(b"\0" * 100 * 2**20), Content_Encoding="gzip")
    with pytest.raises(BrokenAnswer, match="more than 1 MB"):
        http.Client("x", internal=True, most_bytes=2**20).get(loopback.url + "/")


def test_damaged_gzip_is_told(loopback, client):
    """A packed answer that was cut short is an error, not half a file."""
    loopback.answer("/", gzip.compress(b"isi " * 10_000)[:-20], Content_Encoding="gzip")
    loopback.answer("/rusak", b"bukan gzip", Content_Encoding="gzip")
    with pytest.raises(BrokenAnswer, match="damaged"):
        client.get(loopback.url + "/rusak")
    with pytest.raises(BrokenAnswer, match="cut short"):
        client.get(loopback.url + "/")


def test_answers_that_end_early_are_told(loopback, client, monkeypatch):
    """A connection that breaks off before the promised length is no answer."""
    monkeypatch.setattr(http, "TRIES", 1)
    loopback.answer("/", b"separuh", Content_Length="5000", Connection="close")
    monkeypatch.setattr(http, "READ_SECONDS", 1)
    short = http.Client("x", internal=True)
    with pytest.raises(SourceUnavailable):
        short.get(loopback.url + "/")


def test_a_busy_source_is_asked_again_when_it_wants(loopback, client, naps):
    """429 with Retry-After waits so long; 5xx without one waits longer each time; then it is given up."""
    answers = iter([(429, {"Retry-After": "7"}, b""), (503, {}, b""), (200, {}, b"{}")])
    loopback.routes["/"] = lambda _request: next(answers)
    assert client.get(loopback.url + "/").json() == {}
    pauses = [nap for nap in naps if nap >= 1]
    assert pauses[0] == 7
    assert 2 <= pauses[1] <= 3
    loopback.answer("/mati", b"", 500)
    with pytest.raises(SourceUnavailable, match="500"):
        client.get(loopback.url + "/mati")
    assert loopback.requested.count("/mati") == http.TRIES


def test_retry_after_may_be_a_date_and_is_not_endless(loopback, client, naps):
    """A source that asks for an hour is left to the next run."""
    loopback.answer("/", b"", 429, Retry_After=email.utils.formatdate(time.time() + 3600, usegmt=True))
    with pytest.raises(SourceUnavailable, match="429"):
        client.get(loopback.url + "/")
    assert loopback.requested == ["/"]


def test_wrong_addresses_are_not_asked_again(loopback, client):
    """404 and 403 say what to look at, at once."""
    with pytest.raises(SourceUnavailable, match="404"):
        client.get(loopback.url + "/tidak-ada")
    loopback.answer("/kunci", b"", 403)
    with pytest.raises(SourceUnavailable, match="secret"):
        client.get(loopback.url + "/kunci")
    assert len(loopback.requested) == 2


def test_each_host_is_asked_at_its_pace(loopback, naps):
    """At two requests a second, three of them take one second of pauses."""
    slow = http.Client("x", internal=True, per_second=2)
    loopback.answer("/", b"{}")
    for _number in range(3):
        slow.get(loopback.url + "/")
    assert 0.8 < sum(naps) < 1.6


@pytest.mark.services
def test_workers_share_the_pace_of_a_host():
    """Two clients of two workers together ask a host as often as one may; another host is not kept waiting."""
    first, second = of_all_workers(), of_all_workers()
    host = f"sumber-{uuid.uuid4()}.example"
    assert first(host, 0.5) == 0
    assert 0.3 < second(host, 0.5) <= 0.5
    assert 0.8 < first(host, 0.5) <= 1.0
    assert second(f"lain-{host}", 0.5) == 0


def test_conditional_requests(loopback, client):
    """What was answered before is not sent again."""

    def route(request):
        is_current = request.headers["If-None-Match"] == '"7"'
        return (304, {}, b"") if is_current else (200, {"ETag": '"7"'}, b"isi")

    loopback.routes["/"] = route
    first = client.get(loopback.url + "/")
    assert (first.content, first.version) == (b"isi", '"7"')
    again = client.get(loopback.url + "/", validator=first.version)
    assert (again.status, again.content) == (304, b"")


def test_a_dripping_answer_is_given_up():
    """A byte now and then does not hold a worker: the whole answer has a deadline."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    stop = threading.Event()

    def drip():
        connection, _address = listener.accept()
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        try:
            while not stop.wait(0.02):
                connection.sendall(b"x" * 2048)
        except OSError:
            return

    threading.Thread(target=drip, daemon=True).start()
    slow = http.Client("x", internal=True, whole_seconds=0.3)
    with pytest.raises(SourceUnavailable, match="slowly"):
        slow.get(f"http://127.0.0.1:{port}/")
    stop.set()


def test_html_instead_of_json_is_told_with_its_beginning(loopback, client):
    """The message shows what came, so that the officer can ask for the right thing."""
    loopback.answer("/", "<html><title>Masuk</title>")
    with pytest.raises(BrokenAnswer, match="Masuk"):
        client.get(loopback.url + "/").json()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""


@pytest.mark.parametrize("content", [BOMB, FILE, BOMB.decode().encode("utf-16")])
def test_xml_with_entities_is_refused(content):
    """Billion laughs and files of this machine are refused in any encoding."""
    with pytest.raises(BrokenAnswer):
        parse_xml(content, "http://sumber.example")


def test_plain_xml_passes():
    """What most sources send."""
    assert parse_xml(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9</a>', "x").text == "café"
