"""A second catalogue on the same services: its own database, Solr core, Redis database and files.

    with vanilla.catalogue(folder, "harvest", "ckan_harvester") as ini: vanilla.ckan(ini, "jobs", "list")

It is a CKAN without anything of ours, or, by `ours=True`, one that is set up as ours are.

`python vanilla.py ...` is CKAN's own command with the extensions of `config/lock/bench.txt`, which nobody else finds.
"""

from __future__ import annotations

import configparser
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(os.environ.get("SATUDATA_ROOT", Path(__file__).parents[1]))
PEERS = Path(os.environ.get("SATUDATA_PEERS", ROOT / ".satudata" / "bench"))
# each worker of the test run may have a second catalogue at the same time
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
NAME = f"satudata_second_{WORKER}"
CORE = f"ckan_second_{WORKER}"
# the configset with CKAN's own schema
PLAIN = "plain"
REDIS = 8 + int(WORKER)


def add_peers() -> None:
    """Let this process find the extensions that we are measured against."""
    import ckanext

    # in front: their pins are newer or older than ours
    sys.path.insert(0, str(PEERS))
    ckanext.__path__.append(str(PEERS / "ckanext"))


@contextlib.contextmanager
def catalogue(
    folder: Path, *plugins: str, ours: bool = False, with_ckan_schema: bool = False, **options: str
) -> Iterator[Path]:
    """Make an empty catalogue with these plugins; yield its ini. `options` are further lines, `.` written as `__`.

    Its index has our schema, which CKAN can use as well, or with `with_ckan_schema` the one that CKAN comes with.
    """
    sys.path.insert(0, str(ROOT))
    from native import postgres
    from native.layout import Layout

    layout = Layout(ROOT)
    ports = json.loads((layout.state / "settings.json").read_text(encoding="utf-8"))["ports"]
    ini = folder / "second.ini"
    _drop(layout, ports)
    postgres.sql(layout, ports["postgres"], f"CREATE DATABASE {NAME} OWNER satudata ENCODING 'utf-8'")
    if with_ckan_schema:
        _lay_out_schema(layout.state / "solr" / "home" / "configsets")
    _core(ports["solr"], "CREATE", name=CORE, configSet=PLAIN if with_ckan_schema else "satudata")
    try:
        settings = _settings(ini, postgres.url(layout, ports["postgres"], NAME), ports["solr"], ours=ours)
        further = {name.replace("__", "."): value for name, value in options.items()}
        _write(ini, {**settings, **({} if ours else {"ckan.plugins": " ".join(plugins)}), **further})
        ckan(ini, "db", "upgrade")
        yield ini
    finally:
        _drop(layout, ports)


def _lay_out_schema(configsets: Path) -> None:
    """Put a configset with CKAN's own schema beside ours, without what names our fields."""
    import ckan

    folder = configsets / PLAIN
    shutil.copytree(configsets / "satudata", folder, dirs_exist_ok=True)
    shutil.copy(Path(ckan.__file__).parent / "config" / "solr" / "schema.xml", folder / "conf" / "schema.xml")
    config = ElementTree.parse(folder / "conf" / "solrconfig.xml")
    root = config.getroot()
    for parent, path in ((root, "searchComponent"), *((handler, "*") for handler in root.iter("requestHandler"))):
        for element in parent.findall(path):
            parent.remove(element)
    config.write(folder / "conf" / "solrconfig.xml", encoding="utf-8", xml_declaration=True)


def ckan(ini: Path, *words: str) -> str:
    """Run CKAN's command on that catalogue; return what it prints. Raises CalledProcessError."""
    command = [sys.executable, __file__, "-c", str(ini), *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment(ini)).stdout


def environment(ini: Path) -> dict[str, str]:
    """Return the environment of a process of that catalogue: settings of ours would win over those of its ini."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
    return {**kept, "CKAN_INI": str(ini)}


def _write(ini: Path, settings: dict[str, str]) -> None:
    written = _parser()
    written.read_dict({"DEFAULT": {"debug": "false"}, "app:main": settings})
    with ini.open("w", encoding="utf-8") as stream:
        written.write(stream)
    ini.chmod(0o600)


def _settings(ini: Path, database: str, solr: int, *, ours: bool) -> dict[str, str]:
    # the one without the settings that only tests have
    beside = os.environ["SATUDATA_TEST_INIS"].split(os.pathsep)[int(WORKER)].replace(".ini", "-base.ini")
    base = _parser()
    base.read(beside, encoding="utf-8")
    settings = dict(base["app:main"])
    changes = {
        "sqlalchemy.url": database,
        "solr_url": f"http://127.0.0.1:{solr}/solr/{CORE}",
        "ckan.redis.url": re.sub(r"/[0-9]+$", f"/{REDIS}", settings["ckan.redis.url"]),
        "ckan.site_id": "second",
        "ckan.storage_path": str(ini.parent / "storage"),
        "SESSION_TYPE": "cookie",
    }
    if ours:
        # what one harvests from the other is public there without a walidata
        return {"use": f"config:{beside}", "ckanext.satudata.review": "after", **changes}
    secrets = {key: value for key, value in settings.items() if re.search(r"(?i)secret", key)}
    return {
        "use": "egg:ckan",
        **secrets,
        "ckan.site_url": "http://vanilla.example",
        "ckan.views.default_views": "",
        **changes,
    }


def _parser() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str
    return parser


def _drop(layout: object, ports: dict[str, int]) -> None:
    from native import postgres

    postgres.sql(layout, ports["postgres"], f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    if CORE in _core(ports["solr"], "STATUS")["status"]:
        _core(ports["solr"], "UNLOAD", core=CORE, deleteInstanceDir="true")


def _core(port: int, action: str, **parameters: str) -> dict[str, dict[str, object]]:
    query = urllib.parse.urlencode({"action": action, "wt": "json", **parameters})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/solr/admin/cores?{query}", timeout=60) as answer:
        return json.load(answer)


if __name__ == "__main__":
    add_peers()
    from ckan.cli.cli import ckan as command

    command()
