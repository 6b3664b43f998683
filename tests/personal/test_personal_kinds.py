"""Each kind of personal data by the examples in its own file; no service needed."""

import pytest
from ckanext.satudata import personal
from ckanext.satudata.personal import kinds
from validation.tables import table

CASES = [
    (name, expected, example)
    for name, module in kinds.UNITS.items()
    for expected, examples in module.EXAMPLES.items()
    for example in examples
]


def rows_of(example):
    """Return the rows of an example; shorter columns end in empty cells."""
    height = max(map(len, example.values()))
    padded = [[*cells, *[None] * (height - len(cells))] for cells in example.values()]
    return [list(row) for row in zip(*padded, strict=True)]


@pytest.mark.parametrize(("name", "expected", "example"), CASES, ids=str)
def test_examples_of_each_kind(name, expected, example):
    """What the file of a kind says is found, by this kind; in the others nothing at all is."""
    with table(dict.fromkeys(example, "string"), rows_of(example)) as opened:
        kinds = [finding.kind for finding in personal.find(opened)]
    assert name in kinds if expected else kinds == []
