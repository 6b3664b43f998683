"""Keeps personal data out of the report of a check: each problem of a table goes through here before anybody reads it.

A message quotes the cell that it complains about, and a report keeps the first rows; both stay in the history.
What names a person there is masked: the cells of columns that the guard found, cells below a header for persons, and
numbers, addresses and names inside any other.
"""

from __future__ import annotations

import dataclasses
import re

from ckanext.satudata import personal
from ckanext.satudata.personal import directory, headers, kinds, names
from ckanext.satudata.personal.finding import masked
from ckanext.satudata.personal.kinds import person_in_text
from ckanext.satudata.validation.cells import SHOWN
from ckanext.satudata.validation.report import Problem, Report

GUARD = "personal-data"
# values of a problem that come out of cells
QUOTED = ("cell", "value", "code", "note")
# errors after which no check of the whole table runs, the guard's neither
TORN = {"blank-header", "blank-label", "duplicate-label", "extra-cell", "missing-cell", "missing-label", "row-error"}
# nothing personal is shorter
SHORTEST = 4
MOST_WORDS = 5
WORD = re.compile(r"[^\W\d_][\w.'’`-]*,?")
# a number that was cut off is shown no more than a whole one
CUT = re.compile(r"[0-9][0-9 .-]{4,}$")


def without_persons(report: Report) -> Report:
    """Return a report whose messages and rows name nobody."""
    _columns_of_cells, whole = _columns(report)
    problems = [_masked(problem, whole) for problem in report.problems]
    called = {label: shown for label in report.labels if (shown := _header(label)) != label}
    if called:
        problems = [_renamed(problem, called) for problem in problems]
    labels = [called.get(label, label) for label in report.labels]
    return dataclasses.replace(report, problems=problems, labels=labels)


def _header(label: str) -> str:
    """Return a header; where it is a cell of a table without one, without what names a person."""
    kind = personal.in_header(label)
    if kind:
        return masked(label)
    return label if headers.matches(label, directory.THING) else _without_names(label)


def _renamed(problem: Problem, called: dict[str, str]) -> Problem:
    """Return a problem in which columns have the names that people may read; steps know them no more."""
    values = dict(problem.values)
    columns = values.get("columns", [])
    if any(name in called for name in columns):
        values["columns"] = [called.get(name, name) for name in columns]
        values["listed"] = ", ".join(f'"{name}"' for name in values["columns"])
        values["cures"] = []
    field = called.get(problem.field, problem.field) if problem.field else problem.field
    return dataclasses.replace(problem, field=field, values=values)


def hidden_cells(report: Report, cells: list[str]) -> list[str]:
    """Return the cells of a row without what the guard found; without all that looks so where it could not look."""
    columns, whole = _columns(report)
    labels = [*report.labels, *[""] * len(cells)]
    torn = not report.rows or any(problem.type in TORN for problem in report.errors)
    return [
        hidden(cell, label, is_personal=label in whole)
        if torn or label in columns or directory.is_named_for_persons(label)
        else cell
        for cell, label in zip(cells, labels, strict=False)
    ]


def _columns(report: Report) -> tuple[set[str], set[str]]:
    """Return the columns in which the guard found something, and those of which it means every cell."""
    problems = [problem for problem in report.problems if problem.type == GUARD]
    columns = {name for problem in problems for name in problem.values["columns"]}
    of_all_cells = [problem for problem in problems if not problem.values.get("rows")]
    return columns, {name for problem in of_all_cells for name in problem.values["columns"]}


def hidden(text: str, label: str | None, *, is_personal: bool = False) -> str:
    """Return a cell below a header without what names a person; `is_personal` where the guard found the column."""
    if len(text) < SHORTEST:
        return text
    label = label or ""
    if is_personal or directory.is_named_for_persons(label):
        return masked(text)
    for kind in filter(None, (module.NUMBER for module in kinds.UNITS.values())):
        value = kind.named(text) if kind.is_header(label) else kind.inside(text) or kind.after_words(text)
        if value:
            text = text.replace(value, masked(value))
    if len(text) >= SHOWN:
        text = CUT.sub("…", text)
    return text if headers.matches(label, directory.THING) else _without_names(text)


def _masked(problem: Problem, columns: set[str]) -> Problem:
    if problem.type == GUARD:
        return problem
    values = dict(problem.values)
    for name in QUOTED:
        if isinstance(values.get(name), str):
            values[name] = hidden(values[name], problem.field, is_personal=problem.field in columns and name != "note")
    raw, shown = problem.values.get("cell"), values.get("cell")
    if raw and raw != shown and "note" in values:
        for piece in str(raw).split(", "):
            values["note"] = values["note"].replace(piece, masked(piece))
    return dataclasses.replace(problem, values=values)


def _without_names(text: str) -> str:
    """Return a text in which names of two words and more, and those after a word such as Sdr., are initials."""
    named = person_in_text.named(text)
    if named:
        text = text.replace(named, masked(named))
    words = list(WORD.finditer(text))
    for count in range(MOST_WORDS, 1, -1):
        for first, last in zip(words, words[count - 1 :], strict=False):
            part = text[first.start() : last.end()]
            if part.istitle() or part.isupper():
                bare = part.rstrip(",. ")
                if names.is_person(bare):
                    return _without_names(text.replace(bare, masked(bare)))
    return text
