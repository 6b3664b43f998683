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


@pytest.mark.parametrize(("text", "kind", "expected"), QUESTIONS, ids=[str(row[0]) or "nothing" for row in QUESTIONS])
def test_question(monkeypatch, text, kind, expected):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    answer = ask(text)
    assert answer["kind"] == kind, answer
    if kind == "ambiguous":
        assert essence(answer) >= expected
    else:
        assert essence(answer) == (sorted(expected) if kind == "ranking" else expected)


@pytest.mark.parametrize(
    ("text", "kind", "_expected"), [row for row in QUESTIONS if row[1] in ("none", "place", "office")]
)
def test_no_answer_shows_no_figure(text, kind, _expected):
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


def test_each_part_of_a_question_can_be_changed():
    """Every choice is a question of its own, in words, and is answered with what it says."""
    answer = ask("berapa penduduk gerokgak 2024")
    parts = {part["part"]: part for part in answer["parts_to_change"]}
    assert [parts[name]["label"] for name in ("place", "period")] == ["Kecamatan Gerokgak", "2024"]
    choices = {name: {choice["label"]: choice["q"] for choice in part["choices"]} for name, part in parts.items()}
    place = ask(choices["place"]["Kecamatan Seririt"])
    assert (place["value"], place["place"], place["period"]) == (82, "51.08.02", "2024")
    period = ask(choices["period"]["2023"])
    assert (period["value"], period["place"], period["period"]) == (102, "51.08.01", "2023")
    measure = ask(choices["measure"]["Perempuan"])
    assert (measure["value"], measure["measure"], measure["period"]) == (53, "perempuan", "2024")
    assert all(len(part["choices"]) > 1 for part in answer["parts_to_change"])


@pytest.mark.parametrize("text", ["stunting", "pajak hotel", "penduduk perempuan buleleng", "kemiskinan 2025"])
def test_every_choice_is_answered(text):
    answer = ask(text)
    choices = [choice for part in answer["parts_to_change"] for choice in part["choices"]]
    assert choices
    answers = {choice["q"]: ask(choice["q"]) for choice in choices}
    assert {
        q: one["message"] for q, one in answers.items() if one["reason"] not in ("", "no_period", "no_place")
    } == {}
