"""What the code imports is asked for by name, and a developer's environment holds nothing that a fresh one lacks."""

import ast
import importlib.metadata
import re
import sys
import sysconfig
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGES = (ROOT / "ckanext-satudata", ROOT / "harvesters", ROOT / "schemas")
# tools that make an environment, and ourselves
NOT_LOCKED = {"pip", "setuptools", "wheel", "ckanext-satudata"}


def imports(path):
    """Yield the first name of each absolute import of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def modules_of_ours():
    """Return the names of all modules from elsewhere that the package imports."""
    paths = [path for folder in PACKAGES for path in folder.rglob("*.py")]
    assert len(paths) > 300
    return {name for path in paths for name in imports(path)} - set(sys.stdlib_module_names) - {"ckanext"}


def requirements(distribution):
    """Return the names of what a distribution wants to be installed with it, extras included."""
    return {canonicalize_name(Requirement(text).name) for text in importlib.metadata.requires(distribution) or []}


def all_requirements():
    """Return the names of the distributions that setup.py asks for, and CKAN's own list of what it needs."""
    return requirements("ckanext-satudata") | requirements("ckan") | {"ckan"}


def test_what_is_imported_is_asked_for_by_us_or_by_ckan():
    brings = importlib.metadata.packages_distributions()
    required_names = all_requirements()
    surplus = {
        module
        for module in modules_of_ours()
        if not {canonicalize_name(name) for name in brings.get(module, [])} & required_names
    }
    assert surplus == set(), f"setup.py does not ask for {surplus}"


def test_nothing_is_installed_that_the_lock_does_not_name():
    text = (ROOT / "config" / "lock" / "dev.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[.*?\])?==", text, re.MULTILINE)
    locked = {canonicalize_name(name) for name in names}
    assert len(locked) > 100
    # what setuptools brings along for itself lies below it, and is found once it is imported
    folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    distributions = importlib.metadata.distributions(path=folders)
    installed = {canonicalize_name(distribution.name) for distribution in distributions}
    surplus = installed - locked - NOT_LOCKED
    assert not surplus, f"a fresh machine lacks {surplus}: `pip uninstall` them here, or ask for them in setup.py"
