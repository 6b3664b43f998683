"""One unit, one file: a standard, check, tile, format, field and agency are added to a copy of the checkout.

Nothing else is touched but what `./satudata texts` writes, and its translations; the tests of those rooms pass there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from serving import ROOT

UNITS = ROOT / "tests" / "fixtures" / "units"
CATALOGUE = "ckanext-satudata/ckanext/satudata/i18n/id/LC_MESSAGES/ckanext-satudata.po"
WRITTEN = {CATALOGUE, "docs/pemetaan.md"}
FORM = "schemas/dataset.yaml"
# every test of what lists or reads units, whether it needs services or not
TESTS = (
    "tests/test_translations.py",
    "tests/rooms/test_units.py",
    "tests/standards",
    "tests/validation/test_check_examples.py",
    "tests/command_center/test_units.py",
    "tests/command_center/test_editing.py",
    "tests/publishing/test_downloads.py",
    "tests/dcat/test_datajson.py",
    "tests/harvest/test_agencies.py",
)
SELECTED = "not test_agency and not memory and not faulty and not stall"
LAYOUT = (
    "from pathlib import Path; from native import texts; from native.layout import Layout; layout = Layout(Path.cwd())"
)
# the copy's files in place of those that are installed
ELSEWHERE = """
import __editable___ckanext_satudata_{version}_finder as finder
finder.MAPPING = {{name: path.replace({root!r}, {copy!r}) for name, path in finder.MAPPING.items()}}
import ckanext
ckanext.__path__[:] = [path.replace({root!r}, {copy!r}) for path in ckanext.__path__]
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the checkout, as a stranger would clone it, with the Python environment of this one."""
    folder = tmp_path / "salinan"
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".satudata").mkdir()
    (folder / ".satudata" / "venv").symlink_to(ROOT / ".satudata" / "venv")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


def git(folder, *words):
    """Run git in the copy and return what it prints."""
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def add_units(folder):
    """Lay five files over the copy, and a field into the form; return what has been touched."""
    shutil.copytree(UNITS / "files", folder, dirs_exist_ok=True)
    form = folder / FORM
    before, after = form.read_text(encoding="utf-8").split("resource_fields:", 1)
    form.write_text(before + (UNITS / "field.yaml").read_text(encoding="utf-8") + "resource_fields:" + after, "utf-8")
    return touched(folder)


def touched(folder):
    """Return the files that differ from the index, and those that it does not know."""
    changed = git(folder, "diff", "--name-only").splitlines()
    return set(changed) | set(git(folder, "ls-files", "--others", "--exclude-standard").splitlines())


def write_texts(folder):
    """Do what `./satudata texts` does, and translate what it lists."""
    for name in ("log", "stamps"):
        (folder / ".satudata" / name).mkdir()
    run(folder, sys.executable, "-c", f"{LAYOUT}; texts.update_catalogue(layout); texts.write_pages(layout)")
    path = folder / CATALOGUE
    text = path.read_text(encoding="utf-8")
    for source, translation in yaml.safe_load((UNITS / "texts.yaml").read_text(encoding="utf-8")).items():
        quoted = [one.replace('"', '\\"') for one in (source, translation)]
        entry = f'msgid "{quoted[0]}"\nmsgstr ""\n'
        assert entry in text, source
        text = text.replace(entry, f'msgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n')
    path.write_text(text, encoding="utf-8")
    run(folder, sys.executable, "-c", f"{LAYOUT}; texts.compile_catalogues(layout)")


def run(folder, *command):
    """Run a command in the copy, with its code; show what it printed where it fails."""
    version = re.search(r'version="([\d.]+)"', (ROOT / "setup.py").read_text(encoding="utf-8"))[1].replace(".", "_")
    site = folder / ".satudata" / "site"
    site.mkdir(exist_ok=True)
    settings = ELSEWHERE.format(version=version, root=str(ROOT), copy=str(folder))
    (site / "sitecustomize.py").write_text(settings, encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    environ["PYTHONPATH"] = os.pathsep.join([str(site), str(folder)])
    done = subprocess.run(command, cwd=folder, env=environ, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.services
def test_six_units_are_six_files(copy):
    """Six files, then one command and the translations of their texts; every test that reads a folder passes."""
    files = {str(path.relative_to(UNITS / "files")) for path in (UNITS / "files").rglob("*") if path.is_file()}
    assert len(files) == 5
    assert add_units(copy) == files | {FORM}
    write_texts(copy)
    assert touched(copy) == files | {FORM} | WRITTEN
    # the copy is what is tested
    place = run(copy, sys.executable, "-c", "import ckanext.satudata.validation.checks as one; print(one.__file__)")
    assert Path(place.strip()).is_relative_to(copy)
    output = run(copy, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", "-k", SELECTED, *TESTS)
    for unit in ("rumah_pohon", "word_of_tree", "[word]", "dinas_taman"):
        assert unit in output
