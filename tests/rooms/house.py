"""The rooms as they lie in the source: their order, what each owns, and what each names of others.

Nothing is imported: what is read is Python, templates and scripts as they are written.
"""

import ast
import functools
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from serving import ROOT

PACKAGE = ROOT / "ckanext-satudata" / "ckanext" / "satudata"
DOTTED = "ckanext.satudata"
# what the base plugin wires is there whatever is switched off
BASE = "satudata"
BLUEPRINT = re.compile(r"""Blueprint\(\s*["'](satudata_\w+)["']""")
ENDPOINT = re.compile(r"""["'](satudata_\w+)\.\w+["']""")
TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|import|from|snippet)\s+["']([^"']+)["']""")
HELPER = re.compile(r"\bh\.(satudata_\w+)")
ASSET = re.compile(r"""\{%-?\s*asset\s+["'](satudata\w*)/""")
ACTION = re.compile(r"""(?:check_access\(|get_action\(|/action/)["']?(satudata_\w+)""")
PUBLIC = re.compile(r"""["'`](/satudata/[\w./-]+)""")
SCRIPT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[\w./-]+)["']""")


@dataclass(frozen=True)
class Arrow:
    """Something in a file of one room that belongs to another one."""

    file: str
    room: str
    other: str
    name: str


@functools.cache
def order():
    """Return the rooms and the modules beside them from the ground up, as `pyproject.toml` writes it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [name for floor in settings["tool"]["satudata"]["rooms"] for name in floor]


def files(*endings):
    """Yield the files of all rooms with one of these endings; migrations name only CKAN's migrations."""
    for path in sorted(PACKAGE.rglob("*")):
        inside = path.relative_to(PACKAGE)
        if path.suffix in endings and inside.parts[0] not in ("migration", "i18n", "__init__.py"):
            yield path


def room_of(path):
    """Return the room in which a file lies, or the module that it is."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def python_arrows():
    """Yield what modules import of other rooms, and the endpoints and actions that they name."""
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for module in _imported(node):
                other = module.split(".")[2]
                if other != room_of(path):
                    yield Arrow(_shown(path), room_of(path), other, module)
        yield from _named(path, (ENDPOINT, owners()["endpoint"]), (ACTION, owners()["action"]))


def page_arrows():
    """Yield what templates and scripts name of other rooms."""
    owned = owners()
    for path in files(".html", ".js"):
        yield from _named(
            path,
            (ENDPOINT, owned["endpoint"]),
            (TEMPLATE, owned["template"]),
            (HELPER, owned["helper"]),
            (ASSET, owned["asset"]),
            (ACTION, owned["action"]),
            (PUBLIC, owned["public"]),
        )
        if path.suffix == ".js":
            yield from _scripts(path, owned["public"])


@functools.cache
def owners():
    """Return {kind: {name: [rooms]}} of all that a page can name: endpoints by blueprint, and public files."""
    rooms_by_name = defaultdict(lambda: defaultdict(set))
    for path in files(".py"):
        text, room = path.read_text(encoding="utf-8"), room_of(path)
        for name in BLUEPRINT.findall(text):
            rooms_by_name["endpoint"][name].add(room)
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("satudata_"):
                rooms_by_name["action" if path.stem == "actions" else "helper"][node.name].add(room)
    for path in PACKAGE.glob("*/templates/**/*.html"):
        rooms_by_name["template"][_below(path, "templates")].add(room_of(path))
    for path in PACKAGE.glob("*/public/**/*"):
        rooms_by_name["public"]["/" + _below(path, "public")].add(room_of(path))
    for room in rooms():
        rooms_by_name["asset"][room.name].add(room.folder)
    return rooms_by_name


@dataclass(frozen=True)
class Room:
    """A plugin of ours: its name, the folder of its room, and the plugins that it says it needs."""

    name: str
    folder: str
    needs: tuple[str, ...]


@functools.cache
def rooms():
    """Return our plugins, as `setup.py` and their classes declare them."""
    entries = re.findall(
        rf'"(satudata\w*) = {DOTTED}\.(\w+)\.plugin:', (ROOT / "setup.py").read_text(encoding="utf-8")
    )
    return [Room(name, folder, _needs(PACKAGE / folder / "plugin.py")) for name, folder in entries]


def all_needs(name):
    """Return the plugins that are there whenever one is."""
    needs = {room.name: room.needs for room in rooms()}
    names, open_ones = {name}, [name]
    while open_ones:
        for need in needs.get(open_ones.pop(), ()):
            if need not in names:
                names.add(need)
                open_ones.append(need)
    return names


def _needs(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "needs":
            return ast.literal_eval(node.value)
    return ()


def _imported(node):
    if isinstance(node, ast.ImportFrom) and node.module == DOTTED:
        return [f"{DOTTED}.{name.name}" for name in node.names]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{DOTTED}."):
        return [node.module]
    if isinstance(node, ast.Import):
        return [name.name for name in node.names if name.name.startswith(f"{DOTTED}.")]
    return []


def _named(path, *kinds):
    text, room = path.read_text(encoding="utf-8"), room_of(path)
    for pattern, rooms_by_name in kinds:
        for name in pattern.findall(text):
            # where several rooms have it, the lowest serves
            holders = rooms_by_name.get(name) or set()
            if holders and room not in holders:
                yield Arrow(_shown(path), room, min(holders, key=order().index), name)


def _scripts(path, public):
    """Yield the scripts that a script imports from another room's public folder."""
    base = Path("/" + _below(path, "public")).parent if "public" in path.parts else None
    for name in SCRIPT.findall(path.read_text(encoding="utf-8")) if base else []:
        address = str((base / name).resolve())
        for other in public.get(address, set()) - {room_of(path)}:
            yield Arrow(_shown(path), room_of(path), other, name)


def _below(path, folder):
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[parts.index(folder) + 1 :])


def _shown(path):
    return str(path.relative_to(PACKAGE))
