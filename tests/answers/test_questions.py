"""What people type, and what is answered: the right figure, or none and why."""

import datetime
from pathlib import Path

import pytest
import yaml
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.answers.replies import REASONS

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
TODAY = datetime.date(2026, 11, 30)
FIGURES = ("value", "share")
ROWS = ("trend", "list", "compare")

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("held", "with_request_context")]


def ask(text):
    """Return the answer as programs get it."""
    return tk.get_action("satudata_answer_show")({}, {"q": text})


def label(row):
    """Return what a row is called: the first of its groups."""
    return next(value for key, value in row.items() if key.endswith("_label"))


def essence(answer):
    """Return the one thing that the table of questions says of an answer."""
    kind = answer["kind"]
    if kind in FIGURES:
        return pytest.approx(answer["value"])
    if kind in ROWS:
        rows = [(label(row), row["value"]) for row in answer["rows"] if len(row) > 2]
        return dict(rows) or {part["title"]: part["value"] for part in answer["parts"]}
    return {
        "ranking": lambda: sorted(label(row) for row in answer["winners"]),
        "ambiguous": lambda: len(answer["options"]),
        "place": lambda: answer["places"][0]["code"],
        "office": lambda: answer["office"]["name"],
        "document": lambda: answer["page"],
        "none": lambda: answer["reason"],
    }[kind]()


@pytest.mark.parametrize(("text", "kind", "said"), QUESTIONS, ids=[str(row[0]) or "nothing" for row in QUESTIONS])
def test_question(monkeypatch, text, kind, said):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    answer = ask(text)
    assert answer["kind"] == kind, answer
    if kind == "ambiguous":
        assert essence(answer) >= said
    else:
        assert essence(answer) == (sorted(said) if kind == "ranking" else said)


@pytest.mark.parametrize(
    ("text", "kind", "_said"), [row for row in QUESTIONS if row[1] in ("none", "place", "office")]
)
def test_no_answer_shows_no_figure(text, kind, _said):
    """What has no answer has no figure where the answer stands, and says why in words."""
    answer = ask(text)
    assert "value" not in answer
    assert "rows" not in answer
    if answer["kind"] == "none":
        assert answer["reason"] in REASONS
        assert answer["message"]


def test_a_figure_has_unit_period_place_and_source():
    answer = ask("penduduk gerokgak 2024")
    assert (answer["value"], answer["unit"], answer["period"], answer["place"]) == (104, "jiwa", "2024", "51.08.01")
    assert answer["place_label"].startswith("Kecamatan Gerokgak")
    assert [source["organization"] for source in answer["sources"]] == ["Dinas Kependudukan dan Pencatatan Sipil"]
    assert answer["change"]["change"] == 2


def test_what_is_cumulative_or_partly_held_is_said():
    assert "cumulative" in {caveat["code"] for caveat in ask("pajak hotel")["caveats"]}
    [caveat] = [one for one in ask("kecelakaan tahun ini")["caveats"] if one["code"] == "partial_period"]
    assert "2026" in caveat["text"]


def test_the_same_question_gets_the_same_answer():
    assert ask("stunting gerokgak") == ask("stunting gerokgak")
