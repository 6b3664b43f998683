"""Arrows point down: what a room names of others, in Python, templates and scripts, lies on floors below it.

The order is written once, in `pyproject.toml`; see `house.py` for how a name is found.
"""

import ast
import re

from ckanext.satudata.web.slots import Slot

from rooms.house import PACKAGE, all_needs, files, order, owners, page_arrows, python_arrows, room_of, rooms

SLOT = re.compile(r"""h\.satudata_slot\(\s*["']([\w-]+)["']""")
INSERT = re.compile(r"""Insert\(Slot\.(\w+), ["']([\w/.-]+)["']""")


def upward(arrows):
    """Return those that point up, as lines for people."""
    place = {name: number for number, name in enumerate(order())}
    return sorted(
        f"{one.file}: {one.name} is of {one.other}, above {one.room}"
        for one in set(arrows)
        if place[one.other] > place[one.room]
    )


def test_every_room_has_its_place_in_the_order():
    """The list names each folder and module of the package once, and nothing else."""
    there = {room_of(path) for path in files(".py")}
    assert sorted(order()) == sorted(there)


def test_python_imports_point_down():
    """A module imports of rooms below its own; the endpoints and actions that it names are theirs, too."""
    arrows = list(python_arrows())
    assert len(arrows) > 500
    assert upward(arrows) == []


def test_pages_point_down():
    """So do templates and scripts: endpoints, other templates, helpers, assets, actions, public files."""
    arrows = list(page_arrows())
    # the reader sees them: the analysis links to the pages of regions
    assert "profiles" in {one.other for one in arrows if one.room == "analysis"}
    assert upward(arrows) == []


def test_what_a_page_names_is_there_whenever_its_room_is():
    """What a template or script names of another plugin, its own plugin says that it needs."""
    plugins = {room.folder: room.name for room in rooms()}
    loose = [
        f"{one.file}: {one.name} is of {one.other}, which {plugins[one.room]} does not need"
        for one in set(page_arrows())
        if one.other in plugins
        and plugins[one.other] != "satudata"
        and plugins[one.other] not in all_needs(plugins[one.room])
    ]
    assert sorted(loose) == []


def test_a_plugin_needs_only_what_is_there():
    """What a plugin of ours needs of ours stands below it."""
    folders = {room.name: room.folder for room in rooms()}
    for room in rooms():
        for need in room.needs:
            if need.startswith("satudata"):
                assert order().index(folders[need]) < order().index(room.folder)


def test_each_slot_is_offered_and_each_insert_hangs():
    """A page offers each slot of the list, and what is hung in one is a template of the room that hangs it."""
    offered = {name for path in files(".html") for name in SLOT.findall(path.read_text(encoding="utf-8"))}
    assert offered == {slot.value for slot in Slot}
    inserts = [
        (room_of(path), *insert)
        for path in sorted(PACKAGE.glob("*/plugin.py"))
        for insert in INSERT.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(inserts) > 20
    for room, slot, template in inserts:
        assert slot in Slot.__members__
        assert owners()["template"][template] == {room}


def test_options_are_read_in_one_module():
    """`config` reads the configuration, and nobody else; it knows no room."""
    readers = {room_of(path) for path in files(".py") if takes_options(ast.parse(path.read_text(encoding="utf-8")))}
    assert readers == {"config"}


def takes_options(module):
    """Return whether a module reads CKAN's configuration: the toolkit's, or the one of `ckan.common`."""
    for node in ast.walk(module):
        is_read = isinstance(node, ast.Attribute) and node.attr == "config"
        if is_read and ast.unparse(node.value).rpartition(".")[2] in ("tk", "toolkit"):
            return True
        is_import = isinstance(node, ast.ImportFrom) and node.module in ("ckan.common", "ckan.plugins.toolkit")
        if is_import and "config" in [name.name for name in node.names]:
            return True
    return False
