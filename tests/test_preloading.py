"""What the web server has read before its first visitor comes, and what its processes do not share."""

import os
import subprocess
import sys

import pytest
from ckanext.satudata.metadata import codelists
from ckanext.satudata.preloading import preload
from ckanext.satudata.standards import model as standards


def test_nothing_is_read_while_a_visitor_waits():
    """After it every code list and every standard is there already, and asking for one reads no file."""
    preload()
    assert {"_keys", "_names"} <= vars(codelists.load("wilayah")).keys()
    before = codelists.load.cache_info().misses, standards.load.cache_info().misses
    for name in codelists.names():
        codelists.load(name)
    for name in standards.names():
        standards.load(name)
    assert (codelists.load.cache_info().misses, standards.load.cache_info().misses) == before


LOADED = """
import os, threading
import ckanext.satudata.wsgi
files = [f"/proc/self/fd/{each}" for each in os.listdir("/proc/self/fd")]
links = [os.readlink(each) for each in files if os.path.lexists(each)]
print("sockets", sum(link.startswith("socket:") for link in links), "threads", threading.active_count())
"""


@pytest.mark.services
def test_what_is_loaded_before_the_fork_is_shared_with_nobody():
    """No connection to a database, Redis or Solr is open, and no thread runs, that a child would have a half of."""
    command = [sys.executable, "-c", LOADED]
    # pipes, so that what we write to is no socket ourselves
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["sockets 0 threads 1"], done.stderr
