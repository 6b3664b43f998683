"""A private Solr: assembled from Apache's artefacts by Maven, with the configset that the Docker image shares."""

from __future__ import annotations

import http.client
import shutil
import urllib.error
import urllib.request
from pathlib import Path

from native import stamps
from native.console import run
from native.layout import SETS

CORES = tuple(f"ckan{suffix}" for suffix in SETS)
CURE = "periksa jaringan (Maven Central), lalu ulangi"


def assemble(source: Path, target: Path, log: Path) -> bool:
    """Copy Solr's jars to `target/lib` once per pom.xml; return whether it was done now.

    They are collected in a folder that is renamed at the end, so a killed run leaves no half a library.
    """
    pom = source / "pom.xml"
    value = stamps.digest([pom])
    stamp = target / "lib.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == value:
        return False
    unfinished = target / "lib.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={unfinished}"]
    run(["mvn", "-B", "-q", "-f", pom, *goal], log, CURE)
    shutil.rmtree(target / "lib", ignore_errors=True)
    unfinished.rename(target / "lib")
    stamp.write_text(value, encoding="utf-8")
    return True


def write_home(source: Path, target: Path) -> bool:
    """Lay out Solr's home; return whether a running Solr does not know it yet: another configset, a further core."""
    home = target / "home"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "solr.xml", home / "solr.xml")
    value = stamps.digest((source / "configset" / "conf").glob("*"))
    stamp = home / "configset.stamp"
    changed = not stamp.exists() or stamp.read_text(encoding="utf-8") != value
    if changed:
        shutil.copytree(source / "configset", home / "configsets" / "satudata", dirs_exist_ok=True)
        shutil.copytree(source / "webapp", target / "webapp", dirs_exist_ok=True)
        stamp.write_text(value, encoding="utf-8")
    for name in ("jetty.xml", "log4j2.xml"):
        shutil.copy(source / name, target / name)
    for core in CORES:
        properties = home / core / "core.properties"
        if not properties.exists():
            changed = True
            properties.parent.mkdir(exist_ok=True)
            properties.write_text(f"name={core}\nconfigSet=satudata\n", encoding="utf-8")
    return changed


def command(target: Path, port: int, log: Path) -> list[str]:
    """Return the command line of the server."""
    properties = {
        "log4j2.configurationFile": target / "log4j2.xml",
        "solr.solr.home": target / "home",
        "solr.install.dir": target,
        "solr.log.dir": log,
        "satudata.port": port,
        "satudata.webapp": target / "webapp",
    }
    flags = [f"-D{key}={value}" for key, value in properties.items()]
    main = "org.eclipse.jetty.xml.XmlConfiguration"
    return ["java", "-Xmx512m", *flags, "-cp", f"{target / 'lib'}/*", main, str(target / "jetty.xml")]


def _get(port: int, core: str, path: str) -> str | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/solr/{core}/{path}", timeout=10) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return None


def is_ready(port: int, core: str) -> bool:
    """Return whether the core answers a query."""
    return _get(port, core, "select?q=*:*&rows=0") is not None


def schema_is_ours(port: int, core: str) -> bool:
    """Return whether the core has CKAN's schema with our Indonesian fields."""
    schema = _get(port, core, "schema?wt=schema.xml") or ""
    return 'name="ckan-2.12"' in schema and "satudata_text" in schema
