"""Whatever steps are taken, each tidy cell knows the cell of the original in which it stands."""

import csv
import tempfile
from pathlib import Path

from ckanext.satudata.tables import reading
from ckanext.satudata.tables.origin import letters, position
from ckanext.satudata.tables.step import Step
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

YEARS = ["2019", "2020", "2021", "2022"]


@st.composite
def cases(draw):
    """Return the rows of an untidy file, in which every cell is a word of its own, and steps that fit it."""
    columns = draw(st.integers(2, 4))
    years = draw(st.sampled_from([[], YEARS[:1], YEARS]))
    blank_column = draw(st.one_of(st.none(), st.integers(0, columns)))
    levels = draw(st.sampled_from([1, 2])) if years else 1
    titles, data, notes, totals = (draw(st.integers(low, 3)) for low in (0, 1, 0, 0))
    width = columns + len(years)
    names = [f"name{index}" for index in range(columns)]
    header = [[*names, *years]]
    if levels == 2:
        header = [[*names, *("group" for _year in years)], [*("" for _name in names), *years]]
    body = [[f"r{row}c{column}" for column in range(width)] for row in range(data)]
    bottom = [["Total", *(f"{row}{column}" for column in range(1, width))] for row in range(totals)]
    grid = [*([f"Title {row}"] for row in range(titles)), *header, *body, *bottom]
    steps = []
    blanks = draw(st.lists(st.integers(titles + len(header), len(grid)), max_size=3))
    for index in sorted(blanks, reverse=True):
        grid.insert(index, [])
    grid += [[f"Sumber: note {row}"] for row in range(notes)]
    if notes:
        steps.append(Step("notes_below", {"rows": notes}))
    if blanks:
        steps.append(Step("blank_rows"))
    grid = [row + [""] * (width - len(row)) for row in grid]
    if blank_column is not None:
        grid = [[*row[:blank_column], "", *row[blank_column:]] for row in grid]
        steps.append(Step("blank_columns", {"columns": [letters(blank_column)]}))
    if titles:
        steps.append(Step("title_rows", {"rows": titles}))
    if levels == 2:
        steps.append(Step("header_rows", {"rows": 2}))
    if totals:
        steps.append(Step("total_rows", {"rows": totals}))
    if years:
        steps.append(Step("periods_to_rows", {"by": ["tahun"], "values": {}}))
    if draw(st.booleans()):
        steps.append(Step("drop_column", {"columns": [draw(st.sampled_from(names))]}))
    return grid, steps


@settings(max_examples=examples(60, 20), deadline=None)
@given(cases())
def test_origin_is_right_after_any_steps(case):
    """A word that is nowhere twice in the original comes from the very cell that the origin names."""
    grid, steps = case
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "original.csv"
        with path.open("w", newline="") as stream:
            csv.writer(stream).writerows(grid)
        result = reading.apply(path, path.name, folder, steps)
        with result.file.path.open(newline="") as stream:
            header, *rows = csv.reader(stream)
    years = sum(name in YEARS for row in grid for name in row) or 1
    data = [row for row in grid if any(cell.startswith("r") for cell in row)]
    assert len(rows) == len(data) * years
    for number, row in enumerate([header, *rows], 1):
        for column, value in enumerate(row):
            cell = result.origin.cell(number, column)
            there = grid[cell.row - 1][position(cell.column)]
            if number > 1 or value in {"tahun", "nilai"} or value.startswith("group"):
                assert value == there or there in YEARS
            else:
                assert value == there
            if value.startswith(("r", "name")):
                assert value == there
