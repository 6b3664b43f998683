"""What we use of other packages beyond what they promise is named in foreign_contract.yaml, with the reason.

An update of CKAN then fails here with a sentence, and not at night in a harvest.
"""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
import yaml

PACKAGE = Path(__file__).parents[1] / "ckanext-satudata" / "ckanext" / "satudata"
CONTRACT = yaml.safe_load(Path(__file__).with_name("foreign_contract.yaml").read_text(encoding="utf-8"))
# what CKAN promises to extensions: the toolkit, its interfaces, its types, its models
PROMISED = {
    "ckan.plugins",
    "ckan.plugins.toolkit",
    "ckan.plugins.interfaces",
    "ckan.types",
    "ckan.model",
    "ckan.common",
}
# no dunder, not gettext's `_`, and nothing that a namedtuple promises
PRIVATE = re.compile(r"_(?!_|$|replace$|asdict$|fields$)")
OF_CKAN = ("ckan.", "ckanext.dcat.", "ckanext.datastore.", "ckanext.activity.", "ckanext.scheming.")


def used_names():
    """Return {dotted name: [file]} of what the package takes from CKAN and its extensions beyond what is promised."""
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(OF_CKAN):
                for alias in node.names:
                    name = f"{node.module}.{alias.name}"
                    if node.module not in PROMISED and name not in PROMISED:
                        names.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    return names


def private_attributes():
    """Return {attribute: [file]} of attributes with a leading underscore that are asked of foreign objects."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    ours = {name for tree in trees.values() for name in _defined(tree)}
    names = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and PRIVATE.match(node.attr) and node.attr not in ours:
                names.setdefault(node.attr, []).append(str(path.relative_to(PACKAGE)))
    return names


def _defined(tree):
    """Yield the names that a module of ours gives to functions, classes, variables and attributes of its objects."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and _is_self(node.value):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _is_self(node):
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def test_each_use_has_its_reason():
    """A use that nobody wrote down, or an entry that nobody uses any more, is named."""
    assert sorted(used_names()) == sorted(CONTRACT["names"])


def test_each_private_attribute_has_its_reason():
    """The same for what other packages mark as private."""
    assert sorted(private_attributes()) == sorted(CONTRACT["private_attributes"])


@pytest.mark.parametrize("name", CONTRACT["names"])
def test_name_exists(name):
    """The installed version still has it; otherwise the reason tells where to look."""
    module, _, attribute = name.rpartition(".")
    try:
        present = hasattr(importlib.import_module(module), attribute)
        present = present or importlib.import_module(name) is not None
    except ImportError:
        present = False
    assert present, f"{name} is gone: {CONTRACT['names'][name]}"


@pytest.mark.parametrize("name", CONTRACT["private_attributes"])
def test_private_attribute_exists(name):
    """The class or module that we ask still has it, or is itself of that name."""
    entry = CONTRACT["private_attributes"][name]
    module, _, last = entry["of"].rpartition(".")
    owner = getattr(importlib.import_module(module), last)
    # what only an object has stands in the source of its class
    present = name == last or hasattr(owner, name) or re.search(rf"\.{name}\b", inspect.getsource(owner))
    assert present, f"{entry['of']} has no {name}: {entry['why']}"
