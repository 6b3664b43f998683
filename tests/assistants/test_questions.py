"""Sixty questions get the very figure with period, unit and office, by the official SDK's own client; traps none."""

import json
from pathlib import Path

import pytest
import yaml
from answers.conftest import FIGURES

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("held", "with_plugins")]
FOLDER = Path(__file__).parent
QUESTIONS = yaml.safe_load((FOLDER / "questions.yaml").read_text(encoding="utf-8"))
TRAPS = yaml.safe_load((FOLDER / "traps.yaml").read_text(encoding="utf-8"))


def test_there_are_sixty_questions_and_twenty_traps():
    assert len(QUESTIONS) >= 60
    assert len(TRAPS) >= 20


@pytest.mark.parametrize(
    ("question", "expected"), [(row[0], row[1:]) for row in QUESTIONS], ids=[row[0] for row in QUESTIONS]
)
def test_question(call, question, expected):
    figure, period, unit, office = expected
    reply = call("answer_question", question=question)
    assert (reply["periode"], reply["satuan"]) == (period, unit)
    assert reply["angka"] == pytest.approx(figure)
    assert reply["opd"] == [FIGURES["offices"][office]["title"]]
    assert reply["rilis"].startswith("2026-11-01")
    assert reply["kutipan"].startswith(reply["opd"][0])
    assert reply["teks"] in reply["kutipan"]
    assert next(iter(reply)) == "contoh"


@pytest.mark.parametrize(("tool", "arguments", "word"), TRAPS, ids=[f"{row[0]} {row[1]}" for row in TRAPS])
def test_trap(call, tool, arguments, word):
    """Declined in a sentence, with no figure where an answer stands."""
    reply = call(tool, **arguments)
    assert reply["ditolak"] is True
    assert reply["alasan"].strip()
    assert not {"angka", "baris", "teks", "kutipan"} & set(reply)
    assert word in json.dumps(reply, ensure_ascii=False)
