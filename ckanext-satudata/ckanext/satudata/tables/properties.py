"""Who wrote a workbook: names that Excel and LibreOffice put into a file by themselves, where no officer sees them.

`strip` takes them out of the file itself and leaves every other byte of content as it is. What people wrote outside
of cells, see `margins`, is not ours to change. Parts and elements are those of Office Open XML (ECMA-376),
OpenDocument 1.3, and for XLS of [MS-OLEPS] (property sets) and [MS-XLS] (WriteAccess).
"""

from __future__ import annotations

import html
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables import reader
from lxml import etree

AUTHOR, COMPANY, COMMENTER, FOLDER = (
    N_("name of the author"),
    N_("company or manager"),
    N_("authors of comments"),
    N_("folder of the author's computer"),
)
CORE, APP = "docProps/core.xml", "docProps/app.xml"
COMMENTS = re.compile(r"xl/(?:comments\d*|comments/[^/]+|threadedComments/[^/]+)\.xml")
# who wrote the notes of an OpenDocument sheet stands among its cells, which may be many: found without a tree
NOTES, NOTE_AUTHOR = "content.xml", re.compile(rb"(<dc:creator>)([^<]+)(?=</dc:creator>)")
PERSONS = re.compile(r"xl/persons/[^/]+\.xml")
# elements that name somebody, in comments it is author
NAMES = {
    CORE: ["creator", "lastModifiedBy"],
    APP: ["Company", "Manager"],
    "meta.xml": ["creator", "initial-creator", "printed-by"],
}
# first bytes of the two property sets, and in them the numbers of author, last author; manager, company
SUMMARY = {
    bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"): (4, 8),
    bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"): (14, 15),
}
TEXT_TYPES = {30: 1, 31: 2}
WRITE_ACCESS = re.compile(rb"\xe2\x00\x00\x00\x5c\x00\x70\x00(.{112})", re.DOTALL)


def strip(path: Path) -> list[str]:
    """Take the names out of a workbook, in place; return what was taken out, marked texts, none where nothing was.

    A file that is no workbook, or is broken, is left alone.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(reader.ZIP_SIGNATURE):
        return _strip_packed(path)
    return _strip_old(path) if start == reader.OLE_SIGNATURE else []


def authors(path: Path) -> list[str]:
    """Return the names that `strip` would take out of a packed workbook."""
    names: list[str] = []
    for name, content in _parts(path):
        if name == NOTES:
            names += [html.unescape(match[2].decode(errors="replace")) for match in NOTE_AUTHOR.finditer(content)]
            continue
        root = _root(content)
        if root is not None:
            names += [text for element in _named(root, name) if (text := (element.text or "").strip())]
            names += [element.get("displayName") or "" for element in root.iter("{*}person")]
    return list(dict.fromkeys(filter(None, names)))


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the small parts of a packed workbook, without its cells."""
    try:
        with zipfile.ZipFile(path) as pack:
            for member in pack.infolist():
                if _editor(member.filename) or member.filename == NOTES:
                    yield member.filename, pack.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return


Editor = Callable[[etree._Element, str], list[str]]


def _strip_packed(path: Path) -> list[str]:
    removed: dict[str, bytes] = {}
    removed_properties: list[str] = []
    for name, content in _parts(path):
        if name == NOTES:
            without, count = NOTE_AUTHOR.subn(rb"\1", content)
            if count:
                removed_properties.append(COMMENTER)
                removed[name] = without
            continue
        editor, root = _editor(name), _root(content)
        if editor is None or root is None:
            continue
        changes = editor(root, name)
        if changes:
            removed_properties += changes
            removed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if removed:
        target = path.with_name(path.name + ".new")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
            for member in old.infolist():
                new.writestr(member, removed.get(member.filename, b"") or old.read(member))
        target.replace(path)
    return list(dict.fromkeys(removed_properties))


def _editor(name: str) -> Editor | None:
    if name in {CORE, APP, "meta.xml"} or COMMENTS.fullmatch(name):
        return _empty_names
    if PERSONS.fullmatch(name):
        return _empty_persons
    return _empty_folder if name == "xl/workbook.xml" else None


def _named(root: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a part that name somebody."""
    return [element for local in NAMES.get(name, ["author"]) for element in root.iter(f"{{*}}{local}")]


def _empty_names(root: etree._Element, name: str) -> list[str]:
    elements = [element for element in _named(root, name) if (element.text or "").strip()]
    for element in elements:
        _empty_prefix(root, (element.text or "").strip())
        element.text = ""
    what = {CORE: AUTHOR, "meta.xml": AUTHOR, APP: COMPANY}.get(name, COMMENTER)
    return [what] if elements else []


def _empty_prefix(root: etree._Element, author: str) -> None:
    """Take the author out of the beginning of his comments, where Excel writes him: "Budi:"."""
    for comment in root.iter("{*}text"):
        for run in comment.iter("{*}t"):
            if (run.text or "").lstrip().startswith(author):
                run.text = (run.text or "").lstrip().removeprefix(author).lstrip(":").lstrip()
            break


def _empty_persons(root: etree._Element, _name: str) -> list[str]:
    persons = [person for person in root.iter("{*}person") if person.get("displayName") or person.get("userId")]
    for person in persons:
        person.set("displayName", "")
        for attribute in ("userId", "providerId"):
            if attribute in person.attrib:
                person.set(attribute, "None" if attribute == "providerId" else "")
    return [COMMENTER] if persons else []


def _empty_folder(root: etree._Element, _name: str) -> list[str]:
    folders = [element for element in root.iter("{*}absPath") if element.get("url")]
    for element in folders:
        element.set("url", "")
    sharing = [element for element in root.iter("{*}fileSharing") if element.get("userName")]
    for element in sharing:
        element.set("userName", "")
    return [FOLDER] * bool(folders) + [AUTHOR] * bool(sharing)


def _root(content: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _strip_old(path: Path) -> list[str]:
    """Overwrite the names in an XLS with blanks of the same length, so that nothing else moves."""
    content, removed_properties = bytearray(path.read_bytes()), []
    for identity, numbers in SUMMARY.items():
        for start, length in _old_texts(content, identity, numbers):
            if bytes(content[start : start + length]).strip(b"\x00 "):
                removed_properties.append(AUTHOR if 4 in numbers else COMPANY)
                content[start : start + length] = b" " * (length - 1) + b"\x00"
    for match in WRITE_ACCESS.finditer(bytes(content)):
        if match[1][3:].strip():
            removed_properties.append(AUTHOR)
            # no characters, and blanks up to the fixed length
            content[match.start(1) : match.end(1)] = b"\x00\x00\x00" + b" " * 109
    if removed_properties:
        path.write_bytes(content)
    return list(dict.fromkeys(removed_properties))


def _old_texts(content: bytearray, identity: bytes, numbers: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield where the texts of a property set lie: (offset, bytes); one that lies in pieces is left alone."""
    at = content.find(identity)
    # header of the stream: byte order, version, system, class, one set, its identity and its offset
    if at < 28:
        return
    try:
        section = at - 28 + struct.unpack_from("<I", content, at + 16)[0]
        _size, count = struct.unpack_from("<II", content, section)
        for index in range(min(count, 100)):
            number, offset = struct.unpack_from("<II", content, section + 8 + 8 * index)
            kind, length = struct.unpack_from("<II", content, section + offset)
            if number in numbers and kind in TEXT_TYPES and 0 < length < 256:
                yield section + offset + 8, length * TEXT_TYPES[kind]
    except struct.error:
        return
