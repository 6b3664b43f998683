"""Services under a real supervisord: what is slow is waited for, what is broken or killed is not."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from serving import ROOT, free_port, wait_for

from native import account, services
from native.console import Failure
from native.layout import Layout, port_is_free

SLOW = """
import http.server, sys, time
print("memuat daftar kode", flush=True)
time.sleep(4)
class Portal(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Portal).serve_forever()
"""
BROKEN = "import sys, time; time.sleep(1.2); sys.exit('salah setelan')"


@pytest.fixture
def supervised(tmp_path, monkeypatch):
    """Return a function that starts a program as the service `web` of an installation of its own."""
    layout = Layout(tmp_path)
    layout.prepare()
    layout.venv.symlink_to(Path(sys.executable).parents[1])
    ports = {"web": free_port()}
    monkeypatch.setattr(services, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(services, "SAY_SECONDS", 1)

    def start(code):
        program = tmp_path / "web.py"
        program.write_text(code)
        command = [sys.executable, str(program), str(ports["web"])]
        monkeypatch.setattr(services, "programs", lambda *_: [services.Program("web", command)])
        services.start_supervisor(layout, ports)
        services.start(layout, "web")
        return layout, ports

    yield start
    pid = services.supervisor_pid(layout)
    if pid:
        os.kill(pid, signal.SIGTERM)
        wait_for(lambda: services.supervisor_pid(layout) is None, seconds=30)


def test_what_lives_is_waited_for(supervised, capsys):
    """A service that needs long is not given up, and the person reads what it is doing."""
    layout, ports = supervised(SLOW)
    services.wait(layout, "web", ports)
    assert "menunggu web" in capsys.readouterr().out
    assert urllib.request.urlopen(f"http://127.0.0.1:{ports['web']}/").status == 200


def test_what_ends_again_and_again_is_given_up(supervised):
    """A service that does not stay up is told at once, with where to look."""
    layout, ports = supervised(BROKEN)
    with pytest.raises(Failure, match="logs web"):
        services.wait(layout, "web", ports)


def test_a_killed_master_takes_its_workers_along():
    """Nobody keeps the port of a web server that was killed, so that the next one can listen at once."""
    port = free_port()
    config = ROOT / "config/ini/gunicorn.py"
    command = [Path(sys.executable).parent / "gunicorn", f"--config={config}", f"--bind=127.0.0.1:{port}"]
    environ = {**os.environ, "GUNICORN_CMD_ARGS": ""}
    with subprocess.Popen(
        [*command, "wsgiref.simple_server:demo_app"], env=environ, stderr=subprocess.DEVNULL
    ) as master:
        try:
            wait_for(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/").status == 200, seconds=30)
        finally:
            master.kill()
    wait_for(lambda: port_is_free(port), seconds=2)


LOADING = """
import os, time
time.sleep(3)
def application(environ, start_response):
    start_response("200 OK", [])
    return [str(os.getpid()).encode(), b" ", str(os.getppid()).encode()]
"""


@pytest.fixture
def twins(tmp_path):
    """Run the two web servers of a portal on one port, with an application that needs three seconds to load."""
    (tmp_path / "loading.py").write_text(LOADING)
    layout, port = Layout(ROOT), free_port()
    # the environment of this run stands for that of the installation
    program, *options = services.gunicorn(layout, port)
    command = [Path(sys.executable).parent / Path(program).name, *options, "loading:application"]
    masters = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) for _name in services.WEB]

    def ask():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            worker, master = map(int, answer.read().split())
        return worker, master

    try:
        wait_for(lambda: {ask()[1] for _number in range(20)} == {process.pid for process in masters}, seconds=60)
        yield masters, ask
    finally:
        for process in masters:
            process.kill()
            process.wait()


def test_while_one_web_server_is_gone_the_other_answers(twins):
    """The master is killed, its worker goes with it, and no visitor waits for their successors."""
    (first, second), ask = twins
    first.kill()
    first.wait()
    # the kernel ends its worker; what that one had begun is lost, and nothing else
    time.sleep(0.5)
    begin = time.monotonic()
    assert {ask()[1] for _number in range(40)} == {second.pid}
    assert time.monotonic() - begin < 3


def test_a_worker_that_ends_has_its_successor_at_once(twins):
    """What takes long to load was loaded by the master: both servers answer again before anybody could load it."""
    masters, ask = twins
    worker, master = ask()
    begin = time.monotonic()
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.2)
    wait_for(
        lambda: any(there == master and who != worker for who, there in (ask() for _number in range(20))), seconds=10
    )
    assert time.monotonic() - begin < 3
    assert {process.poll() for process in masters} == {None}


def test_the_account_is_asked_for_only_where_we_are_root(tmp_path):
    """A normal user runs everything as himself."""
    assert account.service_user() == (account.NAME if os.getuid() == 0 else None)
    if os.getuid():
        assert account.of_services(Layout(tmp_path)) is None
        assert account.environment(Layout(tmp_path)) == {}
