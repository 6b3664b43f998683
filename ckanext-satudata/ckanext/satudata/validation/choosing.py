"""The question how a file is read: people say yes to all steps, or leave some out and see the table without them.

A form shows each step with a box. It sends the steps that it showed, and those whose boxes are ticked: the others are
refused. Reading then finds its steps anew without these, since one step often rests on another, and asks again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import WrongStep
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import FILE, kind, sentence
from ckanext.satudata.validation.engine import Outcome

# fields of a form: the steps that it showed, as JSON, and each that is ticked
SHOWN, TAKEN = "satudata_steps_shown", "satudata_step"
# of an error: all that the form needs to ask, as JSON
QUESTION = "langkah_baca_tanya"


@dataclass(frozen=True)
class Choice:
    """One step as a form shows it: in words, as it is sent back, whether it is taken, whether it may be left out."""

    text: str
    value: str
    taken: bool = True
    optional: bool = True


@dataclass(frozen=True)
class Question:
    """What a form asks: the steps, doubts without a step, and the first rows of the table that results."""

    choices: list[Choice]
    doubts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The steps, as a form sends them back."""
        return json.dumps([choice.value for choice in self.choices])

    def as_json(self) -> str:
        """Return the question as an error carries it."""
        return json.dumps(
            {"choices": [vars(choice) for choice in self.choices], "doubts": self.doubts, "rows": self.rows},
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Question:
        """Return the question of an error."""
        data = json.loads(text)
        return cls([Choice(**choice) for choice in data["choices"]], data["doubts"], data["rows"])


def ask(outcome: Outcome) -> Question:
    """Return the question about a file that was read, or could not be read without the steps that were refused."""
    reading = outcome.reading
    steps = reading.steps if reading else []
    choices = [_choice(step, taken=True) for step in steps]
    choices += [_choice(step, taken=False) for step in outcome.refused if step not in steps]
    doubts = [str(warning.sentence) for warning in reading.warnings] if reading else []
    return Question(choices, doubts, outcome.rows)


def _choice(step: Step, *, taken: bool) -> Choice:
    # a sentence tells what a step met, which the instruction does not have
    value = json.dumps(step.as_dict(), ensure_ascii=False)
    return Choice(str(sentence(step)), value, taken, kind(step.kind).STAGE != FILE)


def parse_refused(shown: Any, taken: Any) -> list[Step]:
    """Return the steps that a form showed and that are not ticked in it. Raises ValidationError for nonsense."""
    if not shown:
        return []
    try:
        steps = [Step.from_dict(json.loads(value)) for value in json.loads(shown)]
        ticked = [Step.from_dict(json.loads(value)) for value in ([taken] if isinstance(taken, str) else taken or [])]
        return [step for step in steps if step not in ticked and kind(step.kind).STAGE != FILE]
    except (ValueError, TypeError, WrongStep) as error:
        raise tk.ValidationError({"langkah_baca": [tk._("These steps cannot be read: {0}").format(error)]}) from error
