"""Reading of the real files in fixtures/tables, one by one: real_tables.yaml says what is expected."""

import csv
from pathlib import Path

import pytest
import yaml
from ckanext.satudata.tables import encoding, reading
from ckanext.satudata.tables.origin import position
from ckanext.satudata.tables.steps import sentence
from python_calamine import CalamineWorkbook

TABLES = Path(__file__).parents[1] / "fixtures" / "tables"
EXPECTED = yaml.safe_load(Path(__file__).with_name("real_tables.yaml").read_text(encoding="utf-8"))


def test_every_real_table_is_expected():
    """A file that is added to the folder is looked at as well."""
    assert {path.name for path in TABLES.iterdir()} - {"SOURCES.md"} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_table(name, tmp_path, rows):
    """Exactly the expected steps are proposed; the table and the way back to the original's cells are right.

    The tidy table needs no step any more, and the steps, stored as JSON and applied again, give the same bytes.
    """
    expected, path = EXPECTED[name], TABLES / name
    reading_ = reading.propose(path, name, folder(tmp_path, "first"))
    assert [step.kind for step in reading_.steps] == expected["steps"]
    assert [warning.sentence.values["column"] for warning in reading_.warnings] == expected.get("warned", [])
    for step in reading_.steps:
        assert str(sentence(step))
    header, *table = rows(reading_.file)
    if "header" in expected:
        assert header == expected["header"]
    else:
        assert len(header) == expected["columns"]
    assert len(table) == expected["rows"]
    for row, column, value, cell in expected["cells"]:
        assert table[row - 2][column] == value
        assert reading_.origin.cell(row, column).a1 == cell
    agree(reading_, table, original(path, reading_.origin.sheet))
    again = reading.propose(reading_.file.path, "again.csv", folder(tmp_path, "again"))
    assert again.steps == []
    steps = [reading.Step.from_dict(step.as_dict()) for step in reading_.steps]
    applied = reading.apply(path, name, folder(tmp_path, "applied"), steps)
    assert applied.steps == reading_.steps
    assert rows(applied.file) == [header, *table]


def folder(parent, name):
    """Return a new folder."""
    path = parent / name
    path.mkdir()
    return path


def original(path, sheet):
    """Return the cells of a file, read by other means than reading does; None for a web page."""
    start = path.read_bytes()[:5]
    if path.suffix == ".csv":
        with path.open(encoding=encoding.find(path), newline="") as stream:
            delimiter = ";" if stream.readline().count(";") else ","
            stream.seek(0)
            return list(csv.reader(stream, delimiter=delimiter))
    if start == b"<html":
        return None
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def agree(reading_, table, cells):
    """Assert that each figure and word of the table stands in the cell that its origin names.

    What steps rewrite (numbers, dates, periods) keeps its first digit or becomes blank; every other cell is the same
    but for its spaces.
    """
    if cells is None:
        return
    for number, row in enumerate(table, 2):
        for column, value in enumerate(row):
            cell = reading_.origin.cell(number, column)
            if not value or cell is None:
                continue
            there = cells[cell.row - 1][position(cell.column)]
            if not isinstance(there, str):
                assert float(value) == pytest.approx(float(there)), (cell.a1, value, there)
            elif there != value:
                figures = set("123456789") & set(value)
                words = "".join(there.split()) == "".join(value.split())
                assert words or figures & set(there) or value.isdigit() or value[:4].isdigit(), (cell.a1, value, there)
