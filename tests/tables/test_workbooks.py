"""What a workbook says beside its values is read with them: formats, errors, formulas, what is hidden."""

import datetime
import io
import zipfile

import pytest
import xlwt
from ckanext.satudata.exceptions import WrongStep
from ckanext.satudata.tables import around, reading, shown
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import sentence
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

RUPIAH = '_("Rp"* #,##0_);_("Rp"* (#,##0);_("Rp"* "-"??_);_(@_)'
DAY = datetime.date(2024, 5, 17)


def xlsx(*rows, formats=None, change=None):
    """Return a workbook with these rows; `formats` are number formats by cell, `change` may do more to its sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    if change:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0%", 0.5, "50%"),
        ("0.00%", 0.0585, "5.85%"),
        ("0.0%;[Red]-0.0%", -0.125, "-12.5%"),
        ("0%", 0.1 * 3, "30%"),
        ("0%", 1, "100%"),
        ('0.0"%"', 5.85, "5.85%"),
        (RUPIAH, -1500.5, "-Rp 1500.5"),
        ("[$Rp-421]#,##0", 16.663, "Rp 16.663"),
        ("000", 10, "010"),
        ("00\\.00\\.00", 510801, "51.08.01"),
        ("mmm-yy", DAY, "Mei 2024"),
        ("yyyy", DAY, "2024"),
        ("0.00", 5, None),
        ("#,##0", 1234, None),
        ("General", 5, None),
        ("@", 5, None),
        ("0.00E+00", 5, None),
        ('#,##0" orang"', 5, None),
        ("dd/mm/yyyy", DAY, None),
        ("[$-421]dd mmmm yyyy;@", DAY, None),
        ("h:mm", datetime.time(8), None),
        ("0%", "teks", None),
    ],
)
def test_what_a_format_says(code, value, text):
    """A number, a date or a text as people see it; None where the format adds nothing to the value."""
    look = shown.of(code)
    assert (look.text(value) if look else None) == text


@pytest.mark.parametrize(
    ("values", "code", "expected", "kinds"),
    [
        ([0.0585, 0.12345, 1], "0.00%", ["5.85", "12.345", "100"], ["numbers"]),
        ([0.5, 0, 0.07], "0%", ["50", "0", "7"], ["numbers"]),
        ([16663, 16.663, -5], RUPIAH, ["16663", "16.663", "-5"], ["numbers"]),
        ([10, 20, 105], "000", ["010", "020", "105"], []),
        ([21985, 101], '"(0362)" 00000', ["(0362) 21985", "(0362) 00101"], []),
        ([36221985], "(0000) 000000", ["(0036) 221985"], []),
        ([7, 12], '"KEC-"000', ["KEC-007", "KEC-012"], []),
        ([7, 12], '00" orang"', ["7", "12"], []),
        ([1.474, 686, 2.001], "General", ["1.474", "686", "2.001"], []),
        ([DAY, datetime.date(2024, 6, 1)], "mmm-yy", ["2024-05", "2024-06"], ["dates"]),
        ([DAY, datetime.date(2023, 6, 1)], "yyyy", ["2024", "2023"], []),
        ([datetime.timedelta(hours=26, minutes=30)] * 2, "[h]:mm", ["26:30", "26:30"], ["durations"]),
        ([datetime.timedelta(seconds=95)] * 2, "[mm]:ss", ["00:01:35", "00:01:35"], ["durations"]),
        ([45000.5, 45001], "#,##0.00", ["45000.5", "45001"], []),
    ],
)
def test_a_column_is_read_as_it_is_shown(values, code, expected, kinds, tmp_path):
    """The same steps as for a CSV are asked; a number that the file holds as one is never taken for a thousand."""
    table = [["nama", "isi"], *([f"baris {index}", value] for index, value in enumerate(values))]
    content = xlsx(*table, formats={f"B{index}": code for index in range(2, len(values) + 2)})
    result = reading.propose(content, "a.xlsx", tmp_path)
    assert [step.kind for step in result.steps] == kinds
    assert [row[1] for row in result.head()[1:]] == expected


def test_text_in_percent_and_cells_in_percent_come_to_one_scale(tmp_path, rows):
    """8% typed as text beside 0.125 shown as 12.5%."""
    content = xlsx(["nama", "persen"], ["a", 0.125], ["b", "8%"], ["c", "7,5 %"], formats={"B2": "0%"})
    result = reading.propose(content, "a.xlsx", tmp_path)
    assert "one way" in str(result.warnings[0].sentence)
    content = xlsx(["nama", "persen"], ["a", 0.125], ["b", "8%"], formats={"B2": "0%"})
    assert [row[1] for row in rows(reading.propose(content, "a.xlsx", tmp_path).file)[1:]] == ["12.5", "8"]


def test_a_fraction_beside_percent_is_not_guessed_at(tmp_path, rows):
    """0.125 without a sign may be 12.5% or an eighth of one: nothing is changed, the check names it."""
    content = xlsx(["nama", "persen"], ["a", 0.125], ["b", 0.08], formats={"B2": "0%"})
    result = reading.propose(content, "a.xlsx", tmp_path)
    assert result.steps == []
    assert [row[1] for row in rows(result.file)[1:]] == ["12.5%", "0.08"]
    above = xlsx(["nama", "persen"], ["a", 0.125], ["b", 8], formats={"B2": "0%"})
    [step] = reading.propose(above, "a.xlsx", tmp_path).steps
    assert "8 has no percent sign" in str(sentence(step))


def test_dates_of_a_mac_are_not_four_years_early(tmp_path, rows):
    """A workbook may count its days from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["nama", "tanggal"], ["a", DAY]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert rows(reading.propose(stream.getvalue(), "a.xlsx", tmp_path).file)[1] == ["a", "2024-05-17"]


def test_a_row_of_formulas_without_values_is_not_lost(tmp_path, rows):
    """Cells that hold nothing but a formula count as cells, below and beside the others."""
    content = xlsx(["nama", "a"], ["x", 1], ["=A2", "=B2*2", "=C2"])
    assert rows(reading.propose(content, "a.xlsx", tmp_path).file)[2:] == [
        ["#FORMULA! =A2", "#FORMULA! =B2*2", "#FORMULA! =C2"]
    ]


def hide(sheet):
    """Hide row 3 and column C of a sheet and merge A3 with what is below."""
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A3:A4")


def test_what_is_hidden_is_left_out_or_kept_as_people_want(tmp_path, rows):
    """The step names it; without the step it is in; the guard looks at it all the same."""
    content = xlsx(
        ["kecamatan", "desa", "nik", "n"], ["a", "b", "x1", 1], ["c", "d", "x2", 2], [None, "e", "x3", 3], change=hide
    )
    result = reading.propose(content, "a.xlsx", tmp_path)
    [step] = result.steps
    assert (step.kind, step.options) == ("hidden", {"rows": True, "columns": ["C"]})
    assert rows(result.file) == [["kecamatan", "desa", "n"], ["a", "b", "1"], ["c", "e", "3"]]
    assert result.origin.cell(3, "n").a1 == "D4"
    everything = reading.apply(content, "a.xlsx", tmp_path, [])
    assert [row[2] for row in rows(everything.file)[1:]] == ["x1", "x2", "x3"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    loose = {text for _sheet, _row, _column, text in around.cells(path, "a.xlsx", tmp_path, result)}
    assert {"x1", "x2", "x3", "d"} <= loose
    assert not loose & {"a", "b", "1"}
    with pytest.raises(WrongStep, match="Other rows or columns are hidden"):
        reading.apply(xlsx(["a", "b"], [1, 2]), "a.xlsx", tmp_path, [Step("hidden", {"rows": True})])


def test_hidden_sheets_are_named(tmp_path):
    """Whoever confirms knows that they are in the file, and are not read."""

    def more(sheet):
        other = sheet.parent.create_sheet("Rahasia")
        other.append(["a"])
        other.sheet_state = "hidden"

    result = reading.propose(xlsx(["nama", "n"], ["a", 1], change=more), "a.xlsx", tmp_path)
    assert "Rahasia" in str(sentence(result.steps[0]))
    assert result.sheets == ["Sheet"]


def test_the_old_format_tells_the_same(tmp_path, rows):
    """XLS: percent, rupiah, zeros in front, hidden rows and columns."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    styles = [xlwt.easyxf(num_format_str=code) for code in ("General", "0.0%", "000", "General")]
    for row, cells in enumerate([["nama", "persen", "kode", "x"], ["a", 0.125, 10, 1], ["b", 0.08, 20, 2]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, styles[column])
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    result = reading.propose(stream.getvalue(), "a.xls", tmp_path)
    assert [step.kind for step in result.steps] == ["hidden", "numbers"]
    assert rows(result.file) == [["nama", "persen", "kode"], ["a", "12.5", "010"]]


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="Data">
<table:table-column/><table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>
<table:table-row><table:table-cell office:value-type="string"><text:p>nama</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>persen</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>biaya</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5%</text:p></table:table-cell>
<table:table-cell office:value-type="currency" office:currency="IDR" office:value="1500"><text:p>x</text:p>
</table:table-cell><table:table-cell table:formula="of:=[.A1]"/></table:table-row>
<table:table-row table:visibility="collapse">
<table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="2"><text:p>2</text:p>
</table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def ods(text):
    """Return an OpenDocument spreadsheet with this content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", text.replace("\n<", "<"))
    return stream.getvalue()


def test_libre_office_tells_the_same(tmp_path, rows):
    """ODS: a cell says itself that it is in percent or in rupiah; rows and columns are collapsed."""
    result = reading.propose(ods(ODS), "a.ods", tmp_path)
    assert [step.kind for step in result.steps] == ["hidden", "numbers"]
    assert rows(result.file) == [["nama", "persen", "biaya"], ["a", "12.5", "1500"]]
    whole = reading.apply(ods(ODS), "a.ods", tmp_path, [])
    assert rows(whole.file)[1][3].startswith("#FORMULA! =")
