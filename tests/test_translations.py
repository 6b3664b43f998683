"""Every text for people has an Indonesian translation."""

import re
from pathlib import Path

import pytest
from babel.messages import extract, pofile
from babel.messages.frontend import parse_mapping_cfg

PACKAGE = Path(__file__).parents[1] / "ckanext-satudata" / "ckanext" / "satudata"
OURS = PACKAGE / "i18n" / "id" / "LC_MESSAGES" / "ckanext-satudata.po"
CKAN = PACKAGE / "portal" / "i18n" / "id" / "LC_MESSAGES" / "ckan-id.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[si]|\{\w*(?:[:!][^}]*)?\}")


def read(path):
    """Return a catalogue by msgid."""
    with path.open("rb") as file:
        return {message.id: message for message in pofile.read_po(file) if message.id}


def first(text):
    """Return the singular of a message that may have a plural."""
    return text if isinstance(text, str) else text[0]


def test_every_text_is_translated():
    """What the code says is in the catalogue, and nothing is left over from older code."""
    with (PACKAGE / "i18n" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    texts = {
        message for _path, _line, message, _comments, _context in extract.extract_from_dir(PACKAGE, methods, options)
    }
    assert {first(text) for text in texts} == {first(text) for text in read(OURS)}


@pytest.mark.parametrize("path", [OURS, CKAN], ids=["ours", "ckan"])
def test_translations_are_whole(path):
    """No translation is empty, and each has the placeholders of its original."""
    for text, message in read(path).items():
        assert first(message.string), text
        assert sorted(PLACEHOLDER.findall(first(text))) == sorted(PLACEHOLDER.findall(first(message.string))), text
