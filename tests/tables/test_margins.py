"""What stands in no cell of a workbook is published with it, so the guard reads it; no service needed."""

import zipfile

import pytest
import xlsxwriter
import xlwt
from ckanext.satudata.tables import margins, properties
from ckanext.satudata.validation import engine

NIK, PHONE, MAIL = "5108014107850003", "0812-3456-7890", "made.contoh@gmail.com"
ROWS = (["desa", "jumlah"], ["Sawan", 12], ["Bungkulan", 40])
ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{short}="{ODF}:{long}:1.0"'
    for short, long in {
        "office": "office",
        "table": "table",
        "text": "text",
        "draw": "drawing",
        "style": "style",
        "meta": "meta",
    }.items()
)


def xlsx(path, change):
    """Write a workbook of Excel whose sheet `change` has changed."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        change(sheet)
    return path


def with_part(path, name, content):
    """Add a part to a package."""
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr(name, content)
    return path


def ods(path, beside="", note="", head=""):
    """Write an OpenDocument sheet with shapes or links beside its cells, a note, a header of its pages."""
    cell = '<table:table-cell office:value-type="string">{}<text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        "<table:table-row>"
        + "".join(cell.format(note if value == 12 else "", value) for value in row)
        + "</table:table-row>"
        for row in ROWS
    )
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        pack.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>')
        pack.writestr(
            "content.xml",
            f'<office:document-content {NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>'
            f'<table:table table:name="Data"><table:shapes>{beside}</table:shapes>{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        pack.writestr(
            "styles.xml",
            f"<office:document-styles {NAMESPACES}><office:master-styles><style:master-page><style:footer>"
            f"<text:p>{head}</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>",
        )
    return path


def find_personal_data(path):
    """Return the kinds of personal data that the check finds, and where."""
    report = engine.check(path.read_bytes(), path.name)
    return {(problem.values["kind"], problem.values["word_place"]) for problem in report.errors}


@pytest.mark.parametrize(
    ("change", "kind", "place"),
    [
        (lambda sheet: sheet.set_footer(f'&L&"Arial,Bold"&12Kontak {PHONE}&RHal. &P'), "phone", margins.HEADERS),
        (lambda sheet: sheet.set_header(f"&C&K00FF00NIK {NIK}"), "nik", margins.HEADERS),
        (lambda sheet: sheet.set_footer(f"&R{MAIL}"), "email", margins.HEADERS),
        (lambda sheet: sheet.insert_textbox("D2", f"hubungi {PHONE}"), "phone", margins.BOXES),
        (lambda sheet: sheet.write_url("A2", f"mailto:{MAIL}", string="Sawan"), "email", margins.LINKS),
        (
            lambda sheet: sheet.data_validation("B2", {"validate": "any", "input_title": "x", "input_message": NIK}),
            "nik",
            margins.HINTS,
        ),
    ],
)
def test_a_sheet_of_excel(tmp_path, change, kind, place):
    """Headers and footers without their codes, text boxes, addresses of links, hints."""
    assert (kind, place) in find_personal_data(xlsx(tmp_path / "t.xlsx", change))


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.set_header('&L&"Arial,Bold"&14Dinas Sosial && PMD&RHal. &P dari &N, &D'),
        lambda sheet: sheet.set_footer("&CTelepon kantor (0362) 21234, diskominfo@bulelengkab.go.id"),
        lambda sheet: sheet.insert_textbox("D2", "Sumber: Dinas Sosial, 2025"),
        lambda sheet: sheet.write_url("A2", "https://data.bulelengkab.go.id/x", string="Sawan"),
    ],
)
def test_what_names_nobody_passes(tmp_path, change):
    """Page numbers, offices, sources, web pages."""
    assert find_personal_data(xlsx(tmp_path / "t.xlsx", change)) == set()


def test_rows_that_a_pivot_table_has_copied(tmp_path):
    """They outlive the sheet that they came from."""
    cache = (
        '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cacheFields>'
        '<cacheField name="nik"><sharedItems><s v="5108014107850003"/><s v="5108015508850003"/></sharedItems>'
        '</cacheField><cacheField name="n"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    )
    path = with_part(xlsx(tmp_path / "t.xlsx", lambda _sheet: None), "xl/pivotCache/pivotCacheDefinition1.xml", cache)
    assert find_personal_data(path) == {("nik", margins.COPIES)}
    rows = (
        '<pivotCacheRecords xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<r><x v="0"/><s v="{PHONE}"/></r></pivotCacheRecords>'
    )
    path = with_part(xlsx(tmp_path / "r.xlsx", lambda _sheet: None), "xl/pivotCache/pivotCacheRecords1.xml", rows)
    assert find_personal_data(path) == {("phone", margins.COPIES)}


@pytest.mark.parametrize("declared", ["utf-8", "utf-16"])
def test_the_rows_of_a_sheet_are_not_read_twice(declared, tmp_path):
    """What stands before and behind them is, however the part is written."""
    sheet = (
        f'<?xml version="1.0" encoding="{declared}"?><x:worksheet xmlns:x="urn:x"><x:sheetData><x:row/></x:sheetData>'
        f"<x:headerFooter><x:oddFooter>&amp;C{PHONE}</x:oddFooter></x:headerFooter></x:worksheet>"
    )
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as pack:
        pack.writestr("xl/worksheets/sheet1.xml", sheet.encode(declared))
    assert list(margins.UNITS["openxml"].texts(tmp_path / "t.xlsx")) == [(margins.HEADERS, 2, 1, PHONE)]


@pytest.mark.parametrize(
    ("parts", "kind", "place"),
    [
        ({"head": f"NIK {NIK}"}, "nik", margins.HEADERS),
        (
            {"beside": f"<draw:frame><draw:text-box><text:p>{PHONE}</text:p></draw:text-box></draw:frame>"},
            "phone",
            margins.BOXES,
        ),
        ({"note": f"<office:annotation><text:p>surel {MAIL}</text:p></office:annotation>"}, "email", margins.COMMENTS),
        ({"note": f'<text:p><text:a xlink:href="mailto:{MAIL}">surel</text:a></text:p>'}, "email", margins.LINKS),
    ],
)
def test_an_opendocument_sheet(tmp_path, parts, kind, place):
    """Footers of pages, text boxes, notes, links."""
    assert (kind, place) in find_personal_data(ods(tmp_path / "t.ods", **parts))
    assert find_personal_data(ods(tmp_path / "u.ods", head="Dinas Sosial, halaman 1")) == set()


def test_who_wrote_a_note_of_an_opendocument_sheet_is_taken_out(tmp_path):
    """The note stays."""
    note = "<office:annotation><dc:creator>Kadek Contoh</dc:creator><text:p>lihat</text:p></office:annotation>"
    path = ods(tmp_path / "t.ods", note=note)
    assert properties.authors(path) == ["Kadek Contoh"]
    assert properties.strip(path) == [properties.COMMENTER]
    with zipfile.ZipFile(path) as pack:
        content = pack.read("content.xml").decode()
    assert "Kadek" not in content
    assert "<text:p>lihat</text:p>" in content


def test_an_old_workbook(tmp_path):
    """Headers and footers of XLS."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.header_str = b"&CRekap"
    sheet.footer_str = f"&L&8Kontak {PHONE}".encode()
    path = tmp_path / "t.xls"
    book.save(str(path))
    assert find_personal_data(path) == {("phone", margins.HEADERS)}
