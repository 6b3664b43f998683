"""A named step from an untidy file to a tidy table, as it is shown, stored and applied again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.satudata.exceptions import N_, WrongStep, say

LONGEST = 200


@dataclass(frozen=True)
class Sentence:
    """A sentence for people: a marked text and the values of its braces."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return say(self.text, self.values)


# of a step as JSON; "found" is what `details` was called when the first steps were stored
KEYS = {"kind", "options", "found"}


@dataclass(frozen=True)
class Step:
    """One correction. `kind` is a module of `tables/steps/`, `options` say what it does.

    `details` is what it met in this file (the words of the notes that it removed, in how many cells); it serves the
    sentence, is no part of the instruction, and is written anew whenever the step is applied.
    """

    kind: str
    options: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the step as plain data, for JSON."""
        return {"kind": self.kind, "options": self.options, "found": self.details}

    @classmethod
    def from_dict(cls, data: Any) -> Step:
        """Return the step that `as_dict` gave. Raises WrongStep when it is no step at all."""
        if not isinstance(data, dict) or not isinstance(data.get("kind"), str) or set(data) - KEYS:
            raise WrongStep(N_('A step is written as {{"kind": …, "options": {{…}}}}, not as {given}.'), given=data)
        return cls(data["kind"], data.get("options", {}), data.get("found", {}))


def words(step: Step) -> str:
    """Return what stood in the rows that a step removed, cut to what one reads in a list."""
    text = " · ".join(step.details.get("words", []))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


@dataclass(frozen=True)
class Warn:
    """A doubt that reading points out and does not mend; `cure` is a step that would, for people to choose."""

    sentence: Sentence
    cure: Step | None = None
