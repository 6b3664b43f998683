"""The wheel beside another site's CKAN 2.12, which has nothing but the lines that README tells it to add."""

import configparser
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import vanilla
from serving import ROOT

PIP = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
PAGES = [
    "/",
    "/dataset/",
    "/organization/",
    "/user/login",
    "/satudata/periksa",
    "/command-center/ringkasan",
    "/data.json",
]
PROBE = """
import sys
import ckanext.satudata
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.tests.helpers import CKANTestApp
print(ckanext.satudata.__file__)
app = CKANTestApp(make_app(CKANConfigLoader(sys.argv[1]).get_config()))
for page in sys.argv[2:]:
    print(page, app.get(page).status_code)
"""


def lines_of_readme():
    """Return the lines that README tells a site to add, as option and value."""
    parser = configparser.ConfigParser(interpolation=None, delimiters="=")
    parser.optionxform = str
    block = re.search(r"```ini\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    parser.read_string(f"[site]\n{block}")
    return {name: " ".join(value.split()) for name, value in parser["site"].items()}


def installed(folder):
    """Return the Python of an environment that has the wheel, and of this checkout nothing."""
    subprocess.run([sys.executable, "-m", "pip", "wheel", *PIP, "--wheel-dir", folder, ROOT], check=True)
    venv.create(folder / "environment", with_pip=False, symlinks=True)
    python = folder / "environment/bin/python"
    output = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, stdout=subprocess.PIPE
    )
    (Path(output.stdout.decode().strip()) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = [sys.executable, "-m", "pip", "--python", python, "install", *PIP, next(folder.glob("*.whl"))]
    subprocess.run(command, check=True)
    return python


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.packaging
def test_pages_are_there_beside_an_ordinary_ckan(tmp_path):
    """Database, start and pages, with the code of the wheel."""
    python, lines = installed(tmp_path), lines_of_readme()
    base = Path(os.environ["CKAN_INI"].replace(".ini", "-base.ini")).read_text(encoding="utf-8")
    for name in ("ckan.datastore.write_url", "ckan.datastore.read_url"):
        lines[name] = re.search(rf"^{re.escape(name)} = (.+)$", base, re.MULTILINE)[1]
    plugins = lines.pop("ckan.plugins").split()
    with vanilla.catalogue(
        tmp_path, *plugins, **{name.replace(".", "__"): value for name, value in lines.items()}
    ) as ini:
        done = subprocess.run(
            [python, "-c", PROBE, ini, *PAGES],
            cwd=tmp_path,
            env=vanilla.environment(ini),
            capture_output=True,
            text=True,
            check=False,
        )
    place, *answers = done.stdout.splitlines() or [done.stderr]
    assert Path(place).is_relative_to(tmp_path), done.stderr[-3000:]
    assert answers == [f"{page} 200" for page in PAGES], done.stderr[-3000:]
