"""Files beside a table are looked into for personal data as tables are; no service needed."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from ckanext.satudata.personal.companions.part import Limits
from ckanext.satudata.validation import beside, curing, engine
from openpyxl import Workbook

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "tables"
NIK, NAME, PHONE = "5108014107850003", "Ni Luh Contoh Sari", "081234567890"
ENCRYPTED = 0x1


def kinds(content, name):
    """Return the kinds of personal data that the check finds in a file, and the types of its other errors."""
    report = engine.check(content, name)
    return {problem.values.get("kind") or problem.type for problem in report.errors}


def packed(**members):
    """Return a ZIP of files; names have __ for the dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in members.items():
            pack.writestr(name.replace("__", "."), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m60-nik.geojson", {"nik", "phone", "person_details"}),
        ("m60-nik.json", {"nik", "kk", "person_names"}),
        ("m60-nik.zip", {"nik", "person_names"}),
    ],
)
def test_cases_that_were_public(name, expected):
    """Each value is found by its kind, and nobody reads it in a message."""
    content = (CASES / name).read_bytes()
    assert kinds(content, name) == expected
    messages = " ".join(problem.message for problem in engine.check(content, name).problems)
    assert not any(text in messages for text in (NIK, NAME, "Contoh", PHONE, "5108010101200001"))
    assert curing.may_be_overridden(engine.check(content, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("angka.json", json.dumps([{"a": int(NIK)}, {"a": int(NIK) + 1}])),
        ("pecahan.json", '{"data": {"n": 5.108014107850003e15}}'),
        ("kunci.json", json.dumps({NIK: {"bantuan": "PKH"}, "5108014107850004": {"bantuan": "PKH"}})),
        ("dalam.json", json.dumps({"a": {"b": [{"c": {"d": [f"NIK {NIK}"]}}]}})),
        ("daftar.json", json.dumps([["x", NIK], ["y", "5108014107850004"]])),
        ("baris.jsonl", f'{{"nik": "{NIK}"}}\n{{"nik": "5108014107850004"}}\n'),
        ("utf16.json", json.dumps([{"nik": NIK}]).encode("utf-16")),
        ("titik.kml", f'<kml><Document><Placemark><ExtendedData><Data name="no_ktp"><value>{NIK}</value></Data>'
         "</ExtendedData></Placemark></Document></kml>"),
        ("skema.kml", f'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><SchemaData><SimpleData name="a">{NIK}'
         "</SimpleData></SchemaData></Placemark></kml>"),
        ("uraian.kml", f"<kml><Placemark><description><![CDATA[<td>NIK</td><td>{NIK}</td>]]></description></Placemark>"
         "</kml>"),
        ("data.xml", f"<rows><row nik='{NIK}'/><row nik='5108014107850004'/></rows>"),
    ],
)  # fmt: skip
def test_a_nik_is_found_wherever_it_stands(name, text):
    """As a number, a key, an attribute, in a description, deep inside."""
    assert "nik" in kinds(text if isinstance(text, bytes) else text.encode(), name)


def test_a_phone_and_an_account_are_found_in_json():
    """The header of a table is the key of an object."""
    kinds_of_file = kinds(json.dumps([{"no_hp": int(PHONE)}, {"no_hp": 81234567891}]).encode(), "a.json")
    assert kinds_of_file == {"phone"}
    assert kinds(json.dumps([["x", PHONE], ["y", "081234567891"]]).encode(), "a.json") == {"phone"}
    assert kinds(json.dumps({"komentar": ["keren @budi_contoh77", "ok"]}).encode(), "a.json") == {"handle"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("titik.geojson", json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature",
             "properties": {"nama": "Kantor Camat Sawan", "telepon": "(0362) 22113", "kode": "51.08.07"},
             "geometry": {"type": "Point", "coordinates": [115.1546976398123, -8.1631294915123]}},
            {"type": "Feature", "properties": {"nama": "SD Negeri 1 Sawan", "telepon": None, "kode": "51.08.07"},
             "geometry": {"type": "Polygon", "coordinates": [[[111.4156789012345, -6.9512345678], [115, -8]]]}}]})),
        ("rasio.json", json.dumps([{"rasio": 0.5108014102900001}, {"rasio": 0.1}])),
        ("angka.json", json.dumps({"tahun": 2025, "anggaran": 1250000000000, "npsn": "50100123", "realisasi": 12.5})),
        ("kode.json", json.dumps({"5.1.02.01.001.00001": {"uraian": "Belanja ATK"}})),
        ("titik.kml", "<kml><Placemark><name>Pura Beji</name><Point><coordinates>115.154697639812,-8.163129491512,0"
         "</coordinates></Point></Placemark></kml>"),
    ],
)  # fmt: skip
def test_coordinates_codes_and_offices_pass(name, text):
    """What only looks like a number of a person refuses nothing."""
    report = engine.check(text.encode(), name)
    assert [problem.message for problem in report.problems] == []


def test_tables_within_packed_files_are_read_as_tables():
    """Other sheets of a workbook, tables in folders, packed files within packed ones."""
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["desa", "jumlah"])
    book.active.append(["Sawan", 12])
    book.create_sheet("Lain").append([f"NIK {NIK}"])
    book.save(stream)
    assert "nik" in kinds(packed(a__xlsx=stream.getvalue()), "a.zip")
    assert "nik" in kinds(packed(**{"b/c__zip": packed(a__csv=f"nik,n\n{NIK},1\n")}), "a.zip")
    assert "nik" in kinds(packed(a__txt=f"catatan: KTP {NIK} dipinjam"), "a.zip")
    assert kinds(packed(a__csv="desa,jumlah\nSawan,12\n", baca__txt="Sumber: BPS"), "a.zip") == set()


def dbf(rows):
    """Return a dBASE table with one column NIK of 16 characters."""
    head = struct.pack("<B3sIHH20x", 3, b"\x7e\x01\x01", len(rows), 65, 17)
    column = b"NIK".ljust(11, b"\x00") + b"C" + bytes(4) + bytes([16, 0]) + bytes(14)
    return head + column + b"\r" + b"".join(b" " + row.encode().ljust(16) for row in rows) + b"\x1a"


def test_the_table_of_a_shapefile_is_read():
    """Its other files hold shapes and no words."""
    shape = b"\x00\x00\x27\x0a" + bytes(100)
    assert kinds(packed(a__shp=shape, a__shx=shape, a__prj="GEOGCS[]", a__dbf=dbf([NIK])), "a.zip") == {"nik"}
    assert kinds(packed(a__shp=shape, a__dbf=dbf(["Sawan"])), "a.zip") == set()


def test_documents_in_packed_files_are_read():
    """The paragraphs of a DOCX, whose words lie in pieces."""
    runs = "<w:r><w:t>NIK 51080141</w:t></w:r><w:r><w:t>07850003</w:t></w:r>"
    word = f"<w:document xmlns:w='w'><w:p>{runs}</w:p></w:document>"
    assert kinds(packed(a__docx=packed(**{"word/document__xml": word})), "a.zip") == {"nik"}


def encrypted():
    """Return a ZIP whose one member says that it is behind a password."""
    content = bytearray(packed(a__csv="nik\n1\n"))
    content[6] |= ENCRYPTED
    content[content.index(b"PK\x01\x02") + 8] |= ENCRYPTED
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", encrypted()),
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.zip", packed(a__jpg=b"\xff\xd8")),
        ("a.json", b"\x00\x01\x02"),
        ("a.kml", b"<kml><Placemark>"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.json", b"[" * 100_000),
    ],
)
def test_what_cannot_be_read_is_held(name, content):
    """Nobody knows what is in it: a walidata must answer for it."""
    report = engine.check(content, name)
    assert [problem.type for problem in report.errors] == [beside.UNREAD]
    assert name in report.errors[0].message
    assert curing.may_be_overridden(report)


def test_packed_files_are_unpacked_within_limits(tmp_path):
    """Neither bytes nor files nor depth go on without end, whatever the headers say."""
    path = tmp_path / "a.zip"
    path.write_bytes(packed(a__csv="a,b\n" + "1,2\n" * 50_000, b__csv="a,b\n1,2\n"))
    assert [problem.type for problem in beside.find(path, "a.zip", tmp_path, Limits(size=1000))] == [beside.UNREAD]
    assert [problem.type for problem in beside.find(path, "a.zip", tmp_path, Limits(files=1))] == [beside.UNREAD]
    path.write_bytes(packed(a__zip=packed(b__csv=f"nik\n{NIK}\n")))
    assert [problem.type for problem in beside.find(path, "a.zip", tmp_path, Limits(depth=1))] == [beside.UNREAD]


def test_of_a_pdf_without_words_people_are_told():
    """It is not looked into, which is said and refuses nothing."""
    report = engine.check(b"%PDF-1.7\n", "surat.pdf")
    assert report.valid
    assert [problem.type for problem in report.warnings] == [beside.NOT_LOOKED]
