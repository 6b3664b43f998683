"""What templates ask of validation."""

from __future__ import annotations

import json
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import WrongStep
from ckanext.satudata.gate import refusals
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import sentence
from ckanext.satudata.validation import choosing, explanations, marks, model, pending
from ckanext.satudata.validation.choosing import Question
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.report import Problem, Report

# columns and characters of a cell that a look at the first rows shows
WIDEST, LONGEST = 12, 80


def satudata_pending_name(token: str) -> str:
    """Return the file name in the token of a kept upload; "" for anything that is no token."""
    return pending.name_of(token)


def satudata_refused() -> dict[str, Any] | None:
    """Return the refused file in whose place a form brings a mended one: {"id", "filename", "settings" of the form}.

    None where the address names none, or one that whoever asks may not see.
    """
    record = model.get(tk.request.args.get("draf", ""))
    try:
        tk.check_access("satudata_report_show", {"user": tk.current_user.name}, {"id": record.id if record else ""})
    except tk.NotAuthorized:
        return None
    waiting = refusals.waiting()
    if record is None or not record.is_refused or (waiting is not None and record.id not in waiting):
        return None
    names = ("name", "description", "standar", "skema_tabel")
    settings = {name: record.settings[name] for name in names if record.settings.get(name)}
    return {"id": record.id, "filename": record.filename, "settings": settings}


def satudata_steps(text: str | list[Step]) -> list[str]:
    """Return in words how a file is read: steps as a resource keeps them, or as reading gives them."""
    try:
        steps = [Step.from_dict(step) for step in json.loads(text)] if isinstance(text, str) else text
        return [str(sentence(step)) for step in steps]
    except (ValueError, WrongStep):
        return []


def satudata_first_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return header and first rows of a table as the question about its steps shows them, cut to what a page holds."""
    return [[cell[:LONGEST] for cell in row[:WIDEST]] for row in rows]


def satudata_question(outcome: str | Outcome) -> Question:
    """Return the question how a file is read: the one in an error of a form, or the one about what was read."""
    return Question.from_json(outcome) if isinstance(outcome, str) else choosing.ask(outcome)


def satudata_words(words: list[str]) -> str:
    """Return marked words in the reader's language, in one line."""
    return ", ".join(tk._(word) for word in words)


def satudata_report_of(resource: dict[str, Any]) -> Report | None:
    """Return what the check of a resource's file found; None where it is not known."""
    record = model.get(resource["validation_report"]) if resource.get("validation_report") else None
    return record.restored_report if record else None


def satudata_explained_warnings(resource: dict[str, Any]) -> list[explanations.Explanation]:
    """Return what the office of a table has answered to the warnings of its check."""
    try:
        return explanations.parse(resource.get(explanations.FIELD) or "")
    except ValueError:
        return []


def satudata_warning_questions(resource: dict[str, Any], report: Report) -> list[explanations.Question]:
    """Return the warnings of a table's check, each with the answer that it has."""
    return explanations.questions(report, {}, explanations.as_text(satudata_explained_warnings(resource)))


def satudata_report_rows(report: Report) -> list[dict[str, Any]]:
    """Return the excerpt of a report with what is wrong at each cell.

    Records {"number", "place", "messages": [text], "cells": [{"text", "messages": [text], "level"}]}.
    """
    rows: dict[int | None, list[Problem]] = {}
    for problem in report.problems:
        if not marks.has_column(problem):
            rows.setdefault(problem.row, []).append(problem)
    report_marks = marks.Marks(report)
    return [
        {
            "number": row["number"],
            "place": row["place"],
            "messages": _messages(rows.get(row["number"], [])),
            "cells": _cells(report.labels, row, report_marks),
        }
        for row in report.excerpt.get("rows", [])
    ]


def _cells(labels: list[str], row: dict[str, Any], report_marks: marks.Marks) -> list[dict[str, Any]]:
    cells, number = row["cells"], row["number"]
    result = []
    for index in range(max(len(labels), len(cells))):
        text = cells[index] if index < len(cells) else ""
        problems = [problem for problem in report_marks.at(number, index) if marks.has_column(problem)]
        level = report_marks.level(number, index, filled=bool(text))
        result.append({"text": text, "messages": _messages(problems), "level": level})
    return result


def _messages(problems: list[Problem]) -> list[str]:
    return [problem.message for problem in problems]
