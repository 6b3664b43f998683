"""The Excel template keeps an officer from most mistakes, and what is filled in passes the check."""

import io

import openpyxl
import pytest
from ckanext.satudata.standards import model, template

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "with_request_context")]


def book(name):
    """Return the template of a standard, opened."""
    stream = io.BytesIO()
    template.write(model.load(name), stream)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def limit(opened, column):
    """Return the rule of a column of sheet Data, counted from 1."""
    rules = opened["Data"].data_validations.dataValidation
    return next(rule for rule in rules if next(iter(rule.sqref.ranges)).min_col == column)


def test_template_has_the_columns_and_an_example():
    """Sheet Data is first, has the header and nothing else; sheet Contoh has a row that fits."""
    for name in model.names():
        opened = book(name)
        fields = [field.name for field in model.load(name).fields]
        assert opened.sheetnames == ["Data", "Petunjuk", "Contoh", "Kode"]
        assert [[cell.value for cell in row] for row in opened["Data"].iter_rows()] == [fields]
        assert [cell.value for cell in opened["Contoh"][1]] == fields
        assert all(cell.value is not None for cell in opened["Contoh"][2])


def test_codes_of_the_district_are_offered():
    """The drop-down of the region has the district's kecamatan, and sheet Kode says their names."""
    opened = book("stunting")
    rows = [[cell.value for cell in row[:2]] for row in opened["Kode"].iter_rows()]
    assert rows[0] == ["kode_wilayah", "Kode wilayah"]
    assert rows[1] == ["51.08.01", "Kecamatan Gerokgak, Kabupaten Buleleng"]
    assert limit(opened, 1).formula1 == "'Kode'!$A$2:$A$10"


def test_header_is_protected_and_cells_are_not():
    """The header cannot be changed by a slip; codes stay text."""
    sheet = book("stunting")["Data"]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.column_dimensions["A"].number_format == "@"


def test_numbers_have_limits():
    """A month is 1 to 12; a wrong one is explained."""
    rule = limit(book("stunting"), 4)
    assert (rule.type, rule.formula1, rule.formula2) == ("whole", "1", "12")
    assert rule.error


@pytest.mark.ckan_config("ckanext.satudata.wilayah", "33.16")
def test_examples_are_of_the_district():
    """The example of a code and of a name is a region of this district, whatever the file of the standard names."""
    stunting, poverty = model.load("stunting"), model.load("kemiskinan")
    examples = {field.name: template.example(stunting, field) for field in stunting.fields}
    assert (examples["kode_wilayah"], examples["nama_kecamatan"]) == ("33.16.01", "Jati")
    names = {field.name: template.example(poverty, field) for field in poverty.fields}
    assert (names["kode_wilayah"], names["nama_kabupaten_kota"]) == ("33.16", "Kabupaten Blora")
