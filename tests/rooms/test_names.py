"""Names say what a thing is, modules stay short, and CONTRIBUTING.md has a row for each folder of units.

Nothing is imported: what is read is Python as it is written. The names and verbs: CONTRIBUTING.md, "Names".
"""

import ast
import subprocess
from pathlib import Path

import pytest
from serving import ROOT

from rooms.house import PACKAGE

LONGEST = 300
# what says how a thing came here, or that there are several, and not what it is
FORBIDDEN = {
    "each": "the noun of one element: row, field, dataset",
    "found": "what was looked for: dataset, codes, match",
    "told": "the text or the record: message, reply, notified",
    "tells": "what it does: matches, has_formats",
    "said": "the text: message, reason",
    "says": "what it does: matches, describes",
    "known": "what is known of what: column_names, stored, allowed",
    "own": "whose it is: district_days, editable_offices",
    "wanted": "what it is for: required, expected, query",
    "asked": "what it is: question, search, parameters",
    "given": "what it is: values, arguments, definition",
    "seen": "what was done with it: visited, visible, checked",
}
# keys of what is stored or shown, which keep their names
KEPT = {("command_center/scoreboard/measured.py", "said")}
# rooms whose names are still to come
PENDING = ("review/",)


def sources(pattern="*.py"):
    """Return the files of a kind that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-c", "-o", "--exclude-standard", pattern],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def is_pending(name):
    """Return whether the names of a file are still to come."""
    return any(room in name for room in PENDING)


def bindings(tree):
    """Yield (name, line) of what a module binds: variables, arguments, functions, classes.

    A test is a sentence, and a column of the database has the name that it has there.
    """
    columns = {
        node.target
        for body in ast.walk(tree)
        if isinstance(body, ast.ClassDef)
        for node in body.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).rpartition(".")[2].lower() in {"column", "mapped_column"}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in columns:
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("test_"):
            yield node.name, node.lineno


def faults(path, text):
    """Yield a sentence for each name of a module that says nothing."""
    for name, line in bindings(ast.parse(text)):
        for word in sorted(FORBIDDEN.keys() & set(name.lower().split("_"))):
            if not any(path.endswith(file) and kept == name for file, kept in KEPT):
                yield f"{path}:{line}: {name}: write {FORBIDDEN[word]}"


def test_names_say_what_a_thing_is():
    """No name tells how its thing came here; the cure stands beside each."""
    pages = [(str(path.relative_to(ROOT)), path) for path in sources()]
    assert len(pages) > 800
    wrong = [
        fault
        for name, path in pages
        if not is_pending(name)
        for fault in faults(name, path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("for each in rows: pass", 1),
        ("def f(known, *, seen=1): found, x = 1, 2", 3),
        ("class Said: pass", 1),
        ("[own_row for own_row in rows]", 1),
        ("lambda wanted: 1", 1),
        ("class A:\n    told: Any = Column(DateTime)\n    found: Mapped[str] = types.mapped_column(Text)", 0),
        ("class A:\n    told: Any = None", 1),
        ("def test_each_row_is_known(): rows = known.found", 0),
    ],
)
def test_the_test_above_sees_them(text, count):
    """Variables, arguments, functions, classes; not what is only read, no test, no column of the database."""
    assert len(list(faults("a.py", text))) == count


def test_modules_are_short():
    """What is longer holds more than one idea."""
    paths = [*sources(), *(path for path in sources("*.js") if "vendor" not in path.parts)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST and not is_pending(name)} == {}


def folders_of_units():
    """Return the folders of units, from the package."""
    files = [path for path in PACKAGE.rglob("__init__.py") if "UNITS = Units(" in path.read_text(encoding="utf-8")]
    return sorted(path.parent.relative_to(PACKAGE).as_posix() for path in files)


@pytest.mark.parametrize("folder", folders_of_units())
def test_a_folder_of_units_has_its_row(folder):
    """Whoever adds a unit finds in CONTRIBUTING.md where its file goes and what it offers."""
    rows = [line for line in Path(ROOT, "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    assert any(f"`{folder}/<" in row for row in rows)
