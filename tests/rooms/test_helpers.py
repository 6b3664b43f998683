"""Rooms offer helpers, actions and rules of access to CKAN by name: of two with one name CKAN takes one, silently."""

import ast
import collections

import pytest

from rooms.house import PACKAGE


@pytest.mark.parametrize("module", ["helpers", "actions", "auth"])
def test_each_name_is_offered_once(module):
    """A page that asks one room's helper must not get that of another one."""
    offered = collections.defaultdict(list)
    for path in PACKAGE.rglob(f"{module}.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("satudata_"):
                offered[node.name].append(path.parent.name)
    assert offered
    assert {name: places for name, places in offered.items() if len(places) > 1} == {}
