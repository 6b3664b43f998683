"""Whatever steps were taken, the errors are frictionless's own, at the cells of the file that people know.

Every module of tables/steps is tried with its own example; cells of it are broken at random.
"""

import tempfile
from pathlib import Path

import pytest
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.tables import inferred, reading
from ckanext.satudata.tables.origin import position
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import kinds, sentence
from ckanext.satudata.validation import engine, structure, vectorised
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

WRONG = "zz9"
FOREIGN = {"type-error", "constraint-error", "unique-error", "primary-key", "extra-cell", "missing-cell"}


@pytest.fixture(autouse=True)
def always_fast(monkeypatch):
    """Small files take DuckDB's way as well; the district is Buleleng."""
    monkeypatch.setattr(vectorised, "SMALL", 0)
    monkeypatch.setattr("ckanext.satudata.config.wilayah", lambda: "51.08")


def steps_of(name, folder):
    """Return the steps of a kind's example, and what they make of it."""
    module = kinds()[name]
    example = module.EXAMPLE
    if example.options is None:
        result = reading.propose(example.content(), example.name, folder)
    else:
        result = reading.apply(example.content(), example.name, folder, [Step(name, example.options)])
    return result


@pytest.mark.parametrize("name", kinds())
def test_an_example_is_read_by_its_kind(name, tmp_path):
    """Reading proposes the step for the example, unless only people choose it, and it can be said."""
    module = kinds()[name]
    assert getattr(module, "CURE", False) == (module.EXAMPLE.options is not None)
    result = steps_of(name, tmp_path)
    assert name in [step.kind for step in result.steps]
    assert all(str(sentence(step)) for step in result.steps)
    stored = [Step.from_dict(step.as_dict()) for step in result.steps]
    before = result.head()
    again = reading.apply(module.EXAMPLE.content(), module.EXAMPLE.name, tmp_path, stored)
    assert again.head() == before


def schema_of(result):
    """Return a strict schema of a tidied example: its types, and the first column is a key."""
    fields = inferred.schema(result.file)["fields"]
    fields[-1]["constraints"] = {"required": True}
    return {"fields": fields, "missingValues": [""], "primaryKey": [fields[0]["name"]]}


def places(errors, origin):
    """Return type and place of frictionless's errors, each place once."""
    cells = []
    for error in errors:
        if error.type not in FOREIGN:
            continue
        column = getattr(error, "field_number", None)
        cell = origin.cell(error.row_number, (column or 1) - 1) if not _is_beyond(error, origin) else None
        # a cell that a step has made is told by its row
        row = origin.cell(error.row_number, 0)
        cells.append((error.type, cell.a1 if cell and column else row and str(row.row)))
    return list(dict.fromkeys(cells))


def _is_beyond(error, origin):
    return bool(origin.columns is not None and (getattr(error, "field_number", None) or 1) > len(origin.columns))


@pytest.mark.parametrize("name", kinds())
@settings(max_examples=examples(4, 2), deadline=None, derandomize=True)
@given(data=st.data())
def test_errors_are_frictionless_own_at_the_original_cells(name, data):
    """Broken cells of an untidy file: frictionless on the tidied file and the check of the file say the same."""
    example = kinds()[name].EXAMPLE
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        clean = steps_of(name, Path(one))
        schema, steps = schema_of(clean), clean.steps
        rows = example.rows()
        for row, column in data.draw(
            st.lists(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(rows[0]) - 1)), max_size=3)
        ):
            if column < len(rows[row]):
                rows[row][column] = data.draw(st.sampled_from([WRONG, "", rows[row][column]]))
        path = Path(two) / "upload"
        path.write_bytes(example.content(rows))
        try:
            tidied = reading.apply(path, example.name, Path(one), steps)
        except SatuDataError:
            # a step says that it no longer fits
            return
        if tidied.file.header() != [field["name"] for field in schema["fields"]]:
            return
        errors = []
        structure.whole(tidied.file, schema, errors.append)
        outcome = engine.check_path(path, example.name, Path(two), steps=steps, custom_schema=schema)
        errors_of_ours = [
            (error.type, error.cell and error.cell.rpartition("!")[2]) for error in outcome.report.errors
        ]
        assert [error for error in errors_of_ours if error[0] in FOREIGN] == places(errors, tidied.origin)
        for problem in outcome.report.errors:
            if problem.type == "type-error" and problem.values.get("cell") == WRONG:
                place = problem.cell.rpartition("!")[2]
                letters = place.rstrip("0123456789")
                assert rows[int(place[len(letters) :]) - 1][position(letters)].strip() == WRONG
