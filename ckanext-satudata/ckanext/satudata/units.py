"""Folders of units: a module of the folder is a unit, found by itself, and keeps the contract that the folder states.

    UNITS = Units(__name__, {"find": Callable, "GOOD": list, "BAD": list})

A unit whose file lacks a name is reported when the portal starts: which file it is, and what is missing in it. Whether
each name is of its kind is checked when the folder is first used, since only then its modules are imported.
"""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenUnit

# every folder of units that has been imported, by the name of its package
FOLDERS: dict[str, Units] = {}


class Units(Mapping[str, Any]):
    """The units of a folder by their names, in the order of the names.

    `contract` says which names a unit offers and of what kind each is; `optional` which it may leave out, with what
    then stands for it: {name: (kind, default)}; `either` are names of which it offers at least one. A class stands for
    itself and those below it, `Callable` for a function or a class.
    """

    def __init__(
        self,
        package: str,
        contract: Mapping[str, Any],
        optional: Mapping[str, tuple[Any, Any]] | None = None,
        either: Collection[str] = (),
    ) -> None:
        self.package = package
        self.contract = contract
        self.optional = optional or {}
        self.either = either
        FOLDERS[package] = self

    @functools.cached_property
    def names(self) -> list[str]:
        """Names of the modules, which are not imported for it."""
        return sorted(module.name for module in pkgutil.iter_modules(sys.modules[self.package].__path__))

    @functools.cached_property
    def modules(self) -> dict[str, Any]:
        """The modules by name. Raises BrokenUnit for the first that breaks the contract."""
        return {name: self._load(name) for name in self.names}

    def __getitem__(self, name: str) -> Any:
        return self.modules[name]

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def check(self) -> None:
        """Raise BrokenUnit for the first unit whose file lacks a name; nothing is imported, so it costs little."""
        for path in sorted(Path(sys.modules[self.package].__path__[0]).glob("*.py")):
            if path.stem != "__init__":
                self._check_names(path, _names_in(path))

    def _load(self, name: str) -> ModuleType:
        module = importlib.import_module(f"{self.package}.{name}")
        path = Path(str(module.__file__))
        self._check_names(path, vars(module))
        kinds = {**self.contract, **{required: kind for required, (kind, _default) in self.optional.items()}}
        for required, kind in kinds.items():
            value = getattr(module, required, None)
            if hasattr(module, required) and not _is_of(value, kind):
                raise BrokenUnit(WRONG, file=str(path), name=required, kind=_shown(kind), found=type(value).__name__)
        for optional_name, (_kind, default) in self.optional.items():
            if not hasattr(module, optional_name):
                setattr(module, optional_name, default)
        return module

    def _check_names(self, path: Path, names: Collection[str]) -> None:
        for name, kind in self.contract.items():
            if name not in names:
                raise BrokenUnit(MISSING, file=str(path), name=name, kind=_shown(kind))
        if self.either and not set(self.either) & set(names):
            raise BrokenUnit(NONE, file=str(path), names=", ".join(self.either))


MISSING = N_("{file}: {name} is missing. It should be a {kind}.")
WRONG = N_("{file}: {name} should be a {kind}, and is a {found}.")
NONE = N_("{file}: One of these is missing: {names}.")


def check_all() -> None:
    """Raise BrokenUnit for the first unit of any folder that is in use whose file lacks a name."""
    for units in FOLDERS.values():
        units.check()


def _names_in(path: Path) -> set[str]:
    """Return the names that a module defines, from its source."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {name.asname or name.name for name in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return names


def _is_of(value: Any, kind: Any) -> bool:
    return callable(value) if kind is Callable else isinstance(value, kind)


def _shown(kind: Any) -> str:
    if kind is Callable:
        return "function"
    return " | ".join(part.__name__ for part in getattr(kind, "__args__", [kind]))
