"""Each check by the examples in its own file; no service needed."""

import pytest
from ckanext.satudata.validation import checks

GOOD = [(name, example) for name, module in checks.UNITS.items() for example in module.GOOD]
BAD = [(name, example) for name, module in checks.UNITS.items() for example in module.BAD]


@pytest.fixture(autouse=True)
def district(monkeypatch):
    """The examples are of Buleleng."""
    monkeypatch.setattr("ckanext.satudata.config.wilayah", lambda: "51.08")


def places_of_problems(name, example):
    """Return what a check finds in an example; its messages can be read."""
    with example.opened() as table:
        problems = list(checks.UNITS[name].find(table, example.load_standard()))
    assert all(problem.message for problem in problems)
    return [(problem.row, problem.field) for problem in problems]


@pytest.mark.parametrize("name", checks.UNITS)
def test_each_check_has_examples(name):
    """A check without a good and a bad example is not finished; a bad one says what is to be found."""
    module = checks.UNITS[name]
    assert module.GOOD
    assert module.BAD
    assert all(example.places for example in module.BAD)


@pytest.mark.parametrize(("name", "example"), GOOD, ids=lambda value: str(getattr(value, "rows", value)))
def test_good_example(name, example):
    """The check finds nothing."""
    assert places_of_problems(name, example) == []


@pytest.mark.parametrize(("name", "example"), BAD, ids=lambda value: str(getattr(value, "rows", value)))
def test_bad_example(name, example):
    """The check finds exactly what its file says."""
    assert places_of_problems(name, example) == list(example.places)
