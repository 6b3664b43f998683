"""Files that officers really had: read_cases.yaml says of each what reading and check make of it."""

from pathlib import Path

import pytest
import yaml
from ckanext.satudata.standards import model
from ckanext.satudata.tables.steps import sentence
from ckanext.satudata.validation import engine

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "tables"
EXPECTED = yaml.safe_load(Path(__file__).with_name("read_cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Read the msgids themselves, of Buleleng."""
    monkeypatch.setattr("ckanext.satudata.exceptions._", str)
    monkeypatch.setattr("ckanext.satudata.validation.report._", str)
    monkeypatch.setattr("ckanext.satudata.config.wilayah", lambda: "51.08")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_case(name, tmp_path):
    """`steps` are asked, `rows` is what comes of them, `refused` are the cells that errors name and nothing else.

    `says` are words that a person must read among the steps and the messages.
    """
    expected = EXPECTED[name]
    standard = model.load(expected["standard"]) if "standard" in expected else None
    outcome = engine.check_path(CASES / name, name, tmp_path, standard=standard)
    steps = outcome.reading.steps if outcome.reading else []
    assert [step.kind for step in steps] == expected.get("steps", [])
    errors = outcome.report.errors
    assert [error.cell or error.place for error in errors] == list(map(str, expected.get("refused", [])))
    sentences = "\n".join(
        [*(str(sentence(step)) for step in steps), *(problem.message for problem in outcome.report.problems)]
    )
    for words in expected.get("says", []):
        assert words in sentences
    if "rows" in expected:
        assert outcome.reading.head(rows=100)[: len(expected["rows"]) + 9] == expected["rows"]
