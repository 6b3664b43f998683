"""The kinds of answers with figures, one a module: `wants(asker)` and `reply(asker, question, kept)`.

They are asked in the order of their ORDER; the first that wants a reading answers it. `kept` are the periods that are
held of the question, `reply` may give None where it turns out to be of another kind, and raises Hindered.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.answers.asker import Asker
from ckanext.satudata.answers.replies import Reply
from ckanext.satudata.observations.question import Question
from ckanext.satudata.units import Units

UNITS = Units(__name__, {"ORDER": int, "wants": Callable, "reply": Callable})


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the answer to a reading. Raises Hindered."""
    for kind in sorted(UNITS.modules.values(), key=lambda module: int(module.ORDER)):
        if kind.wants(asker) and (answer := kind.reply(asker, question, kept)):
            found: Reply = answer
            return found
    raise AssertionError("a value answers whatever is asked")
