"""Each plugin of the site can be switched off by taking its word out of `ckan.plugins`, with those that need it.

The plugins are read from the template of the configuration, what needs what from the plugins themselves.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ckan.tests import factories
from ckanext.satudata.rooms import BASE
from factories_satudata import Organization, act, dataset_dict
from serving import ROOT

INI = (ROOT / "config/ini/ckan.ini").read_text(encoding="utf-8")
PLUGINS = re.search(r"^ckan\.plugins = (.*(?:\n[ \t]+.*)*)", INI, re.MULTILINE)[1].split()


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "with_request_context")
def test_no_page_breaks_while_a_plugin_is_off():
    """Home, dataset, file, organization, search, login, wall, and every page without a parameter: none is a 500."""
    office = Organization()
    dataset = act("package_create", **dataset_dict(owner_org=office["id"], private=False))
    file = act(
        "resource_create",
        package_id=dataset["id"],
        name="Penduduk",
        url="https://satudata.example/penduduk.csv",
        format="CSV",
        standar="penduduk_desa",
    )
    act(
        "datastore_create",
        resource_id=file["id"],
        force=True,
        fields=[{"id": "tahun", "type": "int4"}, {"id": "jumlah", "type": "int4"}],
        records=[{"tahun": 2024, "jumlah": 5}],
    )
    read = f"/dataset/{dataset['name']}"
    form = f"{read}/resource"
    public = [
        "/",
        "/user/login",
        read,
        f"{form}/{file['id']}",
        f"/organization/{office['name']}",
        "/dataset/?q=penduduk",
    ]
    pages = [
        *public,
        "/about",
        "/user/me",
        "/dataset/new",
        "/organization/",
        "/command-center/ringkasan",
        "/profil/51.08",
        f"{form}/{file['id']}/edit",
        f"{form}/new",
        f"/dataset/edit/{dataset['name']}",
    ]
    token = factories.APIToken(user=factories.Sysadmin()["name"])["token"]
    tokens = {"anybody": "", "sysadmin": token}
    order = {"plugins": PLUGINS, "base": BASE, "pages": pages, "public": public, "tokens": tokens}
    command = [sys.executable, Path(__file__).with_name("switching.py"), json.dumps(order)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ})
    assert done.returncode == 0, done.stderr[-4000:]
    result = json.loads(done.stdout.splitlines()[-1])
    assert [*result] == PLUGINS
    assert {name: one["broken"] for name, one in result.items() if one["broken"]} == {}
    for name, one in result.items():
        # who takes out one word too few is told which
        if one["has_dependents"]:
            assert re.match(rf"The plugin \w+ needs .*\b{name}\b", one["told"]), (name, one["told"])
    assert result[BASE]["has_dependents"]
