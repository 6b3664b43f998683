"""What the docstring of an action tells: what it does, what it takes, what it returns."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import Any

# a field of Sphinx and its text, up to the next one or an empty line
_FIELD = re.compile(r"^:(\w+)(?: ([^:\n]+))?:(.*?)(?=^:\w+|^\s*$|\Z)", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r'e\.g\. (?:"([^"]+)"|([\w.:-]+[\w]))')


@dataclass(frozen=True)
class Documentation:
    """A docstring taken apart: first line, the rest without its fields, texts and types by parameter, the result."""

    summary: str
    text: str
    parameters: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    returns: str = ""

    @property
    def result(self) -> str:
        """What it returns, as a sentence of its own; "" where that is not told."""
        return f"Returns: {self.returns}" if self.returns else ""


def parse(action: Any) -> Documentation:
    """Return what an action's docstring tells."""
    doc = inspect.cleandoc(action.__doc__ or "")
    fields = _FIELD.findall(doc)
    summary, _line, text = _FIELD.sub("", doc).strip().partition("\n\n")
    texts = {name.split()[-1]: _flat(text) for kind, name, text in fields if kind == "param"}
    types = {name.strip(): _flat(text) for kind, name, text in fields if kind == "type"}
    returns = next((_flat(text) for kind, _name, text in fields if kind in {"returns", "return"}), "")
    if not returns and "{" in text:
        returns = _flat(text[text.index("{") :])
    return Documentation(_flat(summary), text.strip(), texts, types, returns)


def find_example(text: str) -> str | None:
    """Return the first example that a text gives: what stands after "e.g."."""
    match = _EXAMPLE.search(text)
    return (match[1] or match[2]) if match else None


def _flat(text: str) -> str:
    return " ".join(text.split())
