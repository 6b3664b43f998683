"""The two ways to the server: the portal's own address, behind which another process answers, and standard streams."""

import contextlib
import os
import socket
import sys
import threading
from pathlib import Path

import pytest
import uvicorn
from ckanext.satudata.assistants import tools
from mcp import Client, StdioServerParameters
from serving import free_port, wait_for
from werkzeug.serving import make_server

from assistants.conftest import run

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("held", "with_plugins")]


@contextlib.contextmanager
def running(serve, port, stop):
    """Serve in a thread until the block ends; the block begins when the port answers."""
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        wait_for(lambda: socket.create_connection(("127.0.0.1", port), 1), 30).close()
        yield
    finally:
        stop()
        thread.join(30)


@pytest.fixture
def portal_address(app, made, ckan_config, monkeypatch):
    """Have the portal listen, and behind it the server of assistants; return the portal's address."""
    inside, outside = free_port(), free_port()
    application = made.streamable_http_app(streamable_http_path="/mcp", json_response=True, stateless_http=True)
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=inside, log_level="warning"))
    front = make_server("127.0.0.1", outside, app.flask_app, threaded=True)
    monkeypatch.setitem(ckan_config, "ckanext.satudata.assistants", f"http://127.0.0.1:{inside}")
    with (
        running(server.run, inside, lambda: setattr(server, "should_exit", True)),
        running(front.serve_forever, outside, front.shutdown),
    ):
        yield f"http://127.0.0.1:{outside}"


async def answered(server, question):
    async with Client(server) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        result = await client.call_tool("answer_question", {"question": question})
        return names, result.structured_content


def test_the_portals_address_answers(portal_address):
    """A figure by HTTP, through the portal to the process behind it."""
    names, reply = run(answered(f"{portal_address}/mcp", "berapa penduduk gerokgak"))
    assert names == set(tools.UNITS)
    assert (reply["angka"], reply["periode"], reply["satuan"]) == (106, "2025", "jiwa")


def test_standard_streams_answer():
    """`ckan satudata mcp`: a process of its own that answers over its standard input and output."""
    ckan = str(Path(sys.executable).parent / "ckan")
    command = StdioServerParameters(
        command=ckan, args=["-c", os.environ["CKAN_INI"], "satudata", "mcp"], env={**os.environ}
    )
    names, reply = run(answered(command, "penduduk gerokgak 2024"))
    assert names == set(tools.UNITS)
    assert (reply["angka"], reply["periode"]) == (104, "2024")


def test_off_is_off(app):
    """Without the option nobody is answered."""
    answer = app.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, status=404)
    assert answer.get_json()["error"]["message"]


def test_a_process_that_is_away_is_told(app, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.satudata.assistants", f"http://127.0.0.1:{free_port()}")
    assert app.post("/mcp", json={}, status=503).get_json()["success"] is False
    assert app.post("/mcp", data="x" * 70_000, status=413).get_json()["success"] is False
