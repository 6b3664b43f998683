"""A portal of its own for a test: web server and worker on a free port, and the patience that they need."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
# of a process of ours on a machine on which everything else runs as well; a healthy one needs a tenth of it
START_SECONDS, STOP_SECONDS = 240, 120


def free_port():
    """Return a port that nobody listens on, and that another run of the tests will hardly get at the same moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(ini, url, environ):
    """Run web server and worker of a catalogue beside its ini, until the block ends."""
    with web_server(ini, url, environ), worker(ini, environ):
        yield


@contextlib.contextmanager
def web_server(ini, url, environ):
    """Run the web server of a catalogue beside its ini until the block ends; the block begins when it answers."""
    bind = urllib.parse.urlsplit(url).netloc.replace("localhost", "127.0.0.1")
    command = [PROGRAMS / "gunicorn", "--config", ROOT / "config/ini/gunicorn.py", "--bind", bind]
    with _running(command, ini, environ):
        status = f"{url}/api/3/action/status_show"
        wait_for(lambda: urllib.request.urlopen(status, timeout=5), START_SECONDS)
        yield


def worker(ini, environ):
    """Run the worker of a catalogue beside its ini until the block ends."""
    return _running([PROGRAMS / "ckan", "-c", ini, "satudata", "worker"], ini, environ)


@contextlib.contextmanager
def _running(command, ini, environ):
    with ini.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(command, env=environ, cwd=ini.parent, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def wait_for(attempt, seconds):
    """Repeat `attempt` until it neither raises nor returns something false; return its result."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            result = attempt()
        except OSError:
            result = None
        if result:
            return result
        assert time.monotonic() < deadline, "not ready in time"
        time.sleep(0.3)
