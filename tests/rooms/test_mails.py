"""Offices get one mail a day; what goes out beside it is urgent, by the list of `mail.Urgent`, or for a person."""

import ast

from rooms.test_names import PACKAGE

# who sends a mail by itself, and to whom: a person who asked for data, a person whose account was made
PERSONS = {"requests/mails.py": "the asker", "metadata/people.py": "an account's owner"}
DIRECT = {"send", "enqueue"}
OURS = {"mail.py", "digest.py"}


def calls(path):
    """Return the names of the functions of `mail` that a module calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "mail"
    }


def test_no_room_mails_offices_beside_the_digest():
    """Directly only to persons; a digest has one sender."""
    modules = {path.relative_to(PACKAGE).as_posix(): calls(path) for path in PACKAGE.rglob("*.py")}
    assert {name for name, called in modules.items() if called & DIRECT} - OURS == set(PERSONS)
    assert {name for name, called in modules.items() if "digest" in called} == {"digest.py"}
    urgent = {"review/mails.py", "harvest/notes.py", "command_center/alarms/watching.py"}
    assert {name for name, called in modules.items() if "urgent" in called} == urgent
