"""Folders of units: a file is found by itself, and one that breaks its folder's contract is told by its name."""

import importlib
import sys
from collections.abc import Callable

import pytest
from ckanext.satudata import units
from ckanext.satudata.exceptions import BrokenUnit
from ckanext.satudata.late import speaking

from rooms.house import DOTTED, PACKAGE

GOOD = "TITLE = 'x'\ndef draw(tile):\n    return tile\n"
FOLDERS = sorted(
    path.parent for path in PACKAGE.rglob("__init__.py") if "UNITS = Units(" in path.read_text(encoding="utf-8")
)


@pytest.fixture(autouse=True)
def english():
    """Speak English, without CKAN."""
    with speaking("en"):
        yield


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of units, which can be imported."""
    package = tmp_path / "kinds_of_this_test"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [name for name in sys.modules if name.startswith(package.name)]:
        del sys.modules[name]
    units.FOLDERS.pop(package.name, None)


def made(folder):
    """Return the units of the folder: a text and a function each, and a number that may be left out."""
    importlib.import_module(folder.name)
    return units.Units(folder.name, {"TITLE": str, "draw": Callable}, {"ORDER": (int, 5)})


def test_a_file_is_a_unit(folder):
    """It is found by its name, without being imported; what it leaves out has its default."""
    (folder / "b.py").write_text(GOOD)
    (folder / "a.py").write_text(GOOD + "ORDER = 1\n")
    modules = made(folder)
    assert list(modules) == ["a", "b"]
    assert f"{folder.name}.a" not in sys.modules
    assert [module.ORDER for module in modules.values()] == [1, 5]
    assert "c" not in modules


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("TITLE = 'x'\n", "draw is missing. It should be a function."),
        ("def draw(tile): ...\n", "TITLE is missing. It should be a str."),
    ],
)
def test_what_is_missing_is_told_at_start(folder, text, message):
    """The portal does not start, and says which file it is; nothing of the folder is imported for that."""
    (folder / "a.py").write_text(text)
    modules = made(folder)
    with pytest.raises(BrokenUnit) as error:
        units.check_all()
    assert str(error.value) == f"{folder / 'a.py'}: {message}"
    assert f"{folder.name}.a" not in sys.modules
    with pytest.raises(BrokenUnit):
        modules["a"]


def test_what_is_of_the_wrong_kind_is_told(folder):
    """A text where a number is wanted: the sentence says both."""
    (folder / "a.py").write_text(GOOD + "ORDER = 'first'\n")
    modules = made(folder)
    with pytest.raises(BrokenUnit) as error:
        modules["a"]
    assert str(error.value) == f"{folder / 'a.py'}: ORDER should be a int, and is a str."


def test_one_of_several_is_enough(folder):
    """Where a unit may do one thing or another, one that does neither is told."""
    (folder / "a.py").write_text("def find(view): ...\n")
    importlib.import_module(folder.name)
    units.Units(folder.name, {}, {}, either=("NUMBER", "find"))
    units.check_all()
    (folder / "b.py").touch()
    with pytest.raises(BrokenUnit):
        units.check_all()


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: "/".join(path.relative_to(PACKAGE).parts))
def test_every_unit_keeps_its_contract(path):
    """Each file of each folder of ours, by being imported."""
    package = importlib.import_module(".".join([DOTTED, *path.relative_to(PACKAGE).parts]))
    assert package.UNITS.modules


def test_there_is_one_registry():
    """Nobody else walks through the modules of a folder; the command finds the rooms' commands."""
    walking = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "iter_modules" in path.read_text(encoding="utf-8")
    }
    assert walking == {"units.py", "cli.py"}
    assert len(FOLDERS) >= 12
