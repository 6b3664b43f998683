"""What an office answers to the warnings of a check: it stands beside the figures, on the page and in the API.

A resource keeps the answers in `penjelasan_peringatan`, a JSON list of {"kunci", "peringatan", "penjelasan"}: a digest
of the warning, its text as the officer has read it, and the answer. An answer lives as long as its warning.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.validation.report import Problem, Report

FIELD = "penjelasan_peringatan"
# names of the inputs of a form, before the key of a warning
PREFIX = "satudata_penjelasan_"
LONGEST = 1000
# with a resource that is sent: {name of an input: answer}; the check takes it out
ANSWERS = "satudata_penjelasan"


@dataclass(frozen=True)
class Explanation:
    """The answer to one warning."""

    key: str
    warning: str
    answer: str


@dataclass(frozen=True)
class Question:
    """A warning that may be answered, as a form shows it."""

    name: str
    warning: str
    answer: str


def parse(text: str) -> list[Explanation]:
    """Return the answers that a resource keeps. Raises ValueError for what is none."""
    try:
        rows = json.loads(text or "[]")
        return [Explanation(str(row["kunci"]), str(row["peringatan"]), str(row["penjelasan"])) for row in rows]
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error


def as_text(explanations: list[Explanation]) -> str:
    """Return answers as a resource keeps them, "" for none."""
    rows = [{"kunci": one.key, "peringatan": one.warning, "penjelasan": one.answer} for one in explanations]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def apply(resource: dict[str, Any], report: Report) -> None:
    """Keep with a resource, in place, what is answered to the warnings of its new check, and nothing else."""
    answers = resource.pop(ANSWERS, None) or {}
    resource[FIELD] = of_form(report, answers, resource.get(FIELD) or "")


def questions(report: Report, answers: Mapping[str, Any], kept: str = "") -> list[Question]:
    """Return the warnings of a report with what a form, or else the resource, says to each."""
    stored = {one.key: one.answer for one in parse(kept)}
    shown: dict[str, Question] = {}
    for problem in report.warnings:
        key = _key(problem)
        answer = str(answers.get(PREFIX + key, stored.get(key, "")))
        shown.setdefault(key, Question(PREFIX + key, problem.message, answer))
    return list(shown.values())


def of_form(report: Report, answers: Mapping[str, Any], kept: str = "") -> str:
    """Return what a form answers to the warnings of a report, as a resource keeps it."""
    return as_text(
        [
            Explanation(question.name.removeprefix(PREFIX), question.warning, question.answer.strip()[:LONGEST])
            for question in questions(report, answers, kept)
            if question.answer.strip()
        ]
    )


def _key(problem: Problem) -> str:
    facts = [problem.type, problem.row, problem.field, problem.text, problem.values]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:16]
