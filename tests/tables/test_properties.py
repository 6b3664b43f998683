"""What a workbook says of its author is taken out, and nothing else changes; no service needed."""

import io
import struct
import zipfile

import openpyxl
import pytest
from ckanext.satudata.tables import properties
from ckanext.satudata.validation import engine
from openpyxl import Workbook
from openpyxl.comments import Comment
from python_calamine import CalamineWorkbook

AUTHOR, EDITOR, BOSS = "Kadek Contoh Utama", "putu.contoh@gmail.com", "Wayan Misal"


def workbook(path, comment="lihat catatan", title="Penduduk"):
    """Write a workbook that names its author, its last editor, a company and who commented."""
    book = Workbook()
    for row in (["desa", "jumlah"], ["Sawan", 12], ["Bungkulan", 40]):
        book.active.append(row)
    book.active["B2"].comment = Comment(f"{AUTHOR}:\n{comment}", AUTHOR)
    book.properties.creator, book.properties.lastModifiedBy, book.properties.title = AUTHOR, EDITOR, title
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/app.xml":
                content = content.replace(b"</Properties>", f"<Company>{BOSS}</Company></Properties>".encode())
            if member.filename == "xl/workbook.xml":
                place = (
                    '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
                    f'url="C:\\Users\\{AUTHOR}\\"/>'
                )
                content = content.replace(b"<sheets>", place.encode() + b"<sheets>")
            new.writestr(member, content)
    return path


def everything(path):
    """Return all that is in the parts of a workbook as one text."""
    with zipfile.ZipFile(path) as pack:
        return " ".join(pack.read(name).decode(errors="replace") for name in pack.namelist())


def test_a_workbook_names_nobody(tmp_path):
    """Author, last editor, company, who commented, the folder on his computer; cells, comment and title stay."""
    path = workbook(tmp_path / "t.xlsx")
    before = {name: value for name, value in parts(path).items() if "sheet1" in name or "styles" in name}
    assert set(properties.strip(path)) == {
        properties.COMPANY,
        properties.AUTHOR,
        properties.COMMENTER,
        properties.FOLDER,
    }
    assert not any(name in everything(path) for name in (AUTHOR, EDITOR, BOSS))
    assert {name: value for name, value in parts(path).items() if name in before} == before
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book.active]
    assert rows == [["desa", "jumlah"], ["Sawan", 12], ["Bungkulan", 40]]
    assert "lihat catatan" in everything(path)
    assert book.properties.title == "Penduduk"
    assert properties.strip(path) == []


def parts(path):
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_workbook_without_names_stays_as_it_is(tmp_path):
    """Not a byte changes."""
    path = workbook(tmp_path / "t.xlsx")
    properties.strip(path)
    content = path.read_bytes()
    assert properties.strip(path) == []
    assert path.read_bytes() == content
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    assert properties.strip(tmp_path / "t.csv") == []


def test_an_opendocument_table_names_nobody(tmp_path):
    """meta.xml of LibreOffice."""
    path = tmp_path / "t.ods"
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:meta><meta:initial-creator>{AUTHOR}</meta:initial-creator><dc:creator>{EDITOR}</dc:creator>"
        "</office:meta></office:document-meta>"
    )
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        pack.writestr("meta.xml", meta)
    assert properties.strip(path) == [properties.AUTHOR]
    assert AUTHOR not in everything(path)
    with zipfile.ZipFile(path) as pack:
        assert pack.infolist()[0].compress_type == zipfile.ZIP_STORED


def old_workbook():
    """Return the bytes of an OLE file as far as they name somebody: a property set and a WriteAccess record."""

    def text(value):
        return struct.pack("<II", 30, len(value) + 1) + value.encode() + b"\x00" * (4 - len(value) % 4)

    values = [text(AUTHOR), text("Judul"), text(EDITOR)]
    start = 8 + 8 * len(values)
    index, body = b"", b""
    for number, value in zip((4, 2, 8), values, strict=True):
        index += struct.pack("<II", number, start + len(body))
        body += value
    section = struct.pack("<II", start + len(body), len(values)) + index + body
    head = struct.pack("<HHI16xI", 0xFFFE, 0, 0x20105, 1)
    identity = next(iter(properties.SUMMARY)) + struct.pack("<I", 48)
    access = b"\xe2\x00\x00\x00\x5c\x00\x70\x00" + struct.pack("<HB", len(AUTHOR), 0) + AUTHOR.encode().ljust(109)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + access + bytes(64) + head + identity + section


def test_an_old_workbook_names_nobody(tmp_path):
    """The names become blanks of the same length: nothing else in the file moves."""
    path = tmp_path / "t.xls"
    path.write_bytes(old_workbook())
    assert properties.strip(path) == [properties.AUTHOR]
    content = path.read_bytes()
    assert len(content) == len(old_workbook())
    assert b"Judul" in content
    assert not any(name.encode() in content for name in (AUTHOR, EDITOR))
    assert properties.strip(path) == []


@pytest.mark.parametrize("where", ["comment", "title"])
def test_what_people_wrote_is_told(tmp_path, where):
    """A NIK in a comment or a title is the officer's to delete."""
    path = workbook(tmp_path / "t.xlsx", **{where: "NIK 5108014102900001"})
    report = engine.check(path.read_bytes(), "t.xlsx")
    [problem] = report.errors
    assert (problem.type, problem.values["kind"]) == ("personal-data", "nik")
    assert "5108014102900001" not in problem.message
    assert engine.check(workbook(path).read_bytes(), "t.xlsx").valid


def test_a_workbook_that_is_packed_with_others_tells_its_author(tmp_path):
    """It is not written anew, so the name of a person is told; that of a machine is nobody's."""
    path = workbook(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        pack.write(path, "t.xlsx")
    report = engine.check((tmp_path / "a.zip").read_bytes(), "a.zip")
    assert {problem.values["kind"] for problem in report.errors} == {"person_names", "email"}
    properties.strip(path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        pack.write(path, "t.xlsx")
    assert engine.check((tmp_path / "a.zip").read_bytes(), "a.zip").valid


def test_a_stripped_workbook_is_still_one(tmp_path):
    """The reader of uploads reads the same cells."""
    path = workbook(tmp_path / "t.xlsx")
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    properties.strip(path)
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python() == cells
