"""The steps of a write: what they are given, and the order in which they run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Any

from ckan import plugins as p


class Phase(IntEnum):
    """When a step runs: what costs nothing and refuses most comes first, what keeps a file comes last.

    Steps of one phase do not depend on each other.
    """

    # what no database can hold is refused
    TEXTS = 1
    # what answers add is taken out, what requests have no say in is put back
    SHAPE = 2
    # what others have changed meanwhile is joined
    REVISION = 3
    # what forms do not show is put back
    HIDDEN = 4
    # files are read and checked, in seconds
    FILES = 5
    # files are laid where the row will name them
    STORE = 6


class Kind(Enum):
    """What is written: a dataset or another record, or an organization."""

    PACKAGE = "package"
    ORGANIZATION = "organization"


@dataclass
class Write:
    """One create or update on its way in.

    `data` is the caller's own dict, which forms expect to find changed. A step refuses by raising ValidationError;
    what has to happen once the write is through, it gives to `after`; what must be closed anyway, to `keep_open`.
    """

    kind: Kind
    context: Any
    data: dict[str, Any]
    is_new: bool
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _after: list[Callable[[str], None]] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        """Id or name of what is updated; None for what is new."""
        return None if self.is_new else self.data.get("id") or self.data.get("name")

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The resources of the request; none where it names none, or nonsense, which CKAN refuses."""
        resources = self.data.get("resources")
        return resources if isinstance(resources, list) and all(isinstance(row, dict) for row in resources) else []

    def after(self, function: Callable[[str], None]) -> None:
        """Have a function called with the id of what was written."""
        self._after.append(function)

    def keep_open(self, resource: contextlib.AbstractContextManager[Any]) -> Any:
        """Enter a context that lasts until the write has ended, well or not."""
        return self._open.enter_context(resource)

    def run(self, original: Callable[..., Any]) -> Any:
        """Take all steps, write, and do what is left to be done after it."""
        with self._open:
            for step in steps(self.kind):
                step.function(self)
            result = original(self.context, self.data)
            written = self.data.get("id") or (result if isinstance(result, str) else result["id"])
            for function in self._after:
                function(written)
        return result


@dataclass(frozen=True)
class WriteStep:
    """A function of a room that sees each write of some kinds, in its phase."""

    phase: Phase
    function: Callable[[Write], None]
    kinds: frozenset[Kind] = frozenset({Kind.PACKAGE})


class IWriteSteps(p.Interface):
    """Implemented by a plugin that wants to see what is written."""

    def get_write_steps(self) -> list[WriteStep]:
        """Return the plugin's steps."""
        return []


def steps(kind: Kind) -> Iterator[WriteStep]:
    """Yield the steps for what is written, in their order."""
    offered = [step for plugin in p.PluginImplementations(IWriteSteps) for step in plugin.get_write_steps()]
    for step in sorted(offered, key=lambda step: (step.phase, step.function.__module__)):
        if kind in step.kinds:
            yield step
