"""Two catalogues of ours harvest each other as a whole, over real HTTP."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import vanilla
from ckan.lib import search
from serving import free_port, serving

ADDRESSES = ("ckan__site_url", "ckanext__dcat__base_uri")
TESTS = Path(__file__).parents[1]
SECOND = Path(__file__).with_name("second.py")


def at(environ, *words):
    """Let a catalogue do something; return what it prints."""
    command = [sys.executable, SECOND, *words]
    environ = {**environ, "PYTHONPATH": os.pathsep.join(map(str, (TESTS, TESTS.parent)))}
    done = subprocess.run(command, env=environ, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.services
def test_two_catalogues_have_the_same_and_nothing_twice(with_plugins, clean_db, portal, portal_ini, tmp_path):
    """Each takes what the other has of its own, by CKAN's API one way and by DCAT the other; then nothing changes."""
    search.clear_all()
    here = {**os.environ, "CKAN_INI": str(portal_ini)}
    address = f"http://localhost:{free_port()}"
    with vanilla.catalogue(tmp_path, ours=True, **dict.fromkeys(ADDRESSES, address)) as ini:
        there = vanilla.environment(ini)
        with serving(ini, address, there):
            at(here, "fill", "dinas-sini", "3")
            at(there, "fill", "dinas-sana", "2")
            first = at(here, "harvest", "ckan_api", address)
            assert first == {**first, "added": 2, "error": None}
            second = at(there, "harvest", "dcat_rdf", portal)
            assert second == {**second, "added": 3, "error": None}
            for _again in range(2):
                first = at(here, "harvest", "ckan_api", address)
                assert {outcome: number for outcome, number in first.items() if number} == {"unchanged": 2}
                second = at(there, "harvest", "dcat_rdf", portal)
                assert {outcome: number for outcome, number in second.items() if number} == {"unchanged": 3}
            lists = [at(portal, "list") for portal in (here, there)]
            assert [[title for title, _guid, _count in titles_of_portal] for titles_of_portal in lists] == [
                [f"Data dinas-sana {number}" for number in range(2)]
                + [f"Data dinas-sini {number}" for number in range(3)]
            ] * 2
            # what came over carries the address that it has at home
            assert [guid.startswith(f"{address}/dataset/") for _title, guid, _count in lists[0]] == [True] * 2 + [
                False
            ] * 3
            assert [guid.startswith(f"{portal}/dataset/") for _title, guid, _count in lists[1]] == [False] * 2 + [
                True
            ] * 3
            assert [count for _title, _guid, count in lists[0]] == [1] * 5
