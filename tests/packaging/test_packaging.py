"""The package as others install it: as wheel, as wheel from the sdist, and editable."""

import ast
import json
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]


def folders():
    """Return {folder of the checkout: package in which its files are found}, as setup.py maps them."""
    for node in ast.walk(ast.parse((ROOT / "setup.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "package_dir":
            mapped = ast.literal_eval(node.value)
            # what lies below the root of all packages
            mapped |= {"ckanext.satudata": f"{mapped.pop('')}/ckanext/satudata"}
            return {folder: package for package, folder in mapped.items()}
    raise AssertionError("setup.py maps no folder")


FOLDERS = folders()
PROBE = """
import importlib.metadata, importlib.resources, importlib.util, json, sys
import ckanext.satudata, ckanext.scheming, ckanext.dcat
distribution = importlib.metadata.distribution("ckanext-satudata")
wanted = json.load(sys.stdin)
plugins = [point for point in distribution.entry_points if point.group in ("ckan.plugins", "ckan.rdf.profiles")]
print(json.dumps({
    "place": ckanext.satudata.__file__,
    "plugins": sorted(point.load().__name__ for point in plugins),
    "missing": [
        [package, name] for package, names in wanted.items() for name in names
        if not importlib.resources.files(package).joinpath(*name.split("/")).is_file()
    ],
    "top_level": [
        list(spec.submodule_search_locations or [])
        for spec in map(importlib.util.find_spec, ("harvesters", "schemas", "config", "tests", "native", "docker"))
        if spec
    ],
    "licence": distribution.metadata["License-Expression"] or distribution.metadata["License"],
}))
"""


def checked_in():
    """Return the paths of the checkout's files, also of those that git does not know yet but does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


def data_files(*, compiled):
    """Return the data files that each package must hold; a built one has the compiled catalogues of texts as well."""
    names_by_package = {package: [] for package in FOLDERS.values()}
    for name in checked_in():
        for folder, package in FOLDERS.items():
            if name.startswith(folder + "/") and not name.endswith(".py"):
                names_by_package[package].append(name.removeprefix(folder + "/"))
    if compiled:
        for names in names_by_package.values():
            names += [name.removesuffix(".po") + ".mo" for name in names if name.endswith(".po")]
    return names_by_package


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the checkout, so that building leaves no trace in it."""
    folder = tmp_path_factory.mktemp("source")
    for name in checked_in():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def run(*command, **options):
    """Run a command; its output is in the failure."""
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


PIP = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]


def wheel(source, folder):
    """Build the wheel."""
    run(sys.executable, "-m", "pip", "wheel", *PIP, "--wheel-dir", folder, source)
    return [next(folder.glob("*.whl"))]


def wheel_from_sdist(source, folder):
    """Build the sdist, unpack it elsewhere, and build the wheel from that."""
    build = "from setuptools import build_meta; import sys; build_meta.build_sdist(sys.argv[1])"
    run(sys.executable, "-c", build, folder, cwd=source)
    unpacked = folder / "unpacked"
    shutil.unpack_archive(next(folder.glob("*.tar.gz")), unpacked)
    return wheel(next(unpacked.iterdir()), folder)


def editable(source, folder):
    """Install in place."""
    return ["--editable", source]


@pytest.mark.parametrize("make", [wheel, wheel_from_sdist, editable])
def test_installed_package_is_whole(make, source, tmp_path):
    """Every plugin loads and every data file is found; nothing of the checkout's top level is importable."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # the packages that we need lie in the running environment; a path file brings them in, but not the path files
    # beside them, one of which leads to this checkout
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(sys.executable, "-m", "pip", "--python", python, "install", *PIP, *make(source, tmp_path))
    expected = json.dumps(data_files(compiled=make is not editable))
    probe = json.loads(run(python, "-I", "-c", PROBE, input=expected, cwd=tmp_path))
    assert Path(probe["place"]).is_relative_to(source if make is editable else environment)
    assert probe["missing"] == []
    assert {"MetadataPlugin", "PortalPlugin", "SatuDataProfile"} <= set(probe["plugins"])
    rooms_with_plugin = list((ROOT / "ckanext-satudata").glob("**/plugin.py"))
    assert len([name for name in probe["plugins"] if name.endswith("Plugin")]) == len(rooms_with_plugin)
    # other packages of the running environment may well have a top-level folder "tests"; ours may not
    ours = [path for paths in probe["top_level"] for path in paths if Path(path).is_relative_to(tmp_path.parent)]
    assert ours == []
    assert probe["licence"] == "AGPL-3.0-or-later"
