"""The steps of a write: what they are given, and the order in which they run."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

from ckan import model
from ckan import plugins as p

# in the context of `package_show`: who asks is about to write, and goes on from what he has handed over before
FOR_WRITING = "satudata_for_writing"
# in the context of all that a run of the harvest writes: it acts as the site, but is no command of the operator
HARVEST = "satudata_harvest"


class Phase(IntEnum):
    """When a step runs: what costs nothing and refuses most comes first, what keeps a file comes last.

    Steps of one phase do not depend on each other.
    """

    # what no database can hold is refused
    TEXTS = 1
    # who writes is asked whether it may be public at once, or waits beside what is public
    RELEASE = 2
    # what answers add is taken out, what requests have no say in is put back
    SHAPE = 3
    # what others have changed meanwhile is joined
    REVISION = 4
    # what forms do not show is put back
    HIDDEN = 5
    # files are read and checked, in seconds
    FILES = 6
    # whether it is released or waits, now that it is known what the check found
    DECISION = 7
    # files are laid where the row will name them
    STORE = 8


class Kind(Enum):
    """What is written: a dataset or another record, or an organization."""

    PACKAGE = "package"
    ORGANIZATION = "organization"


@dataclass(frozen=True)
class Written:
    """What a write has left: the id of the record, and where it was held back, its resources as they would be."""

    id: str
    held: list[dict[str, Any]] | None = None

    @property
    def is_stored(self) -> bool:
        """Whether the record itself was changed."""
        return self.held is None

    @functools.cached_property
    def resources(self) -> list[dict[str, Any]]:
        """The resources of a dataset, each with its id, as they are stored or held."""
        if self.held is not None:
            return self.held
        package = model.Package.get(self.id)
        return [resource.as_dict() for resource in package.resources] if package else []


@dataclass
class Write:
    """One create or update on its way in.

    `data` is the caller's own dict, which forms expect to find changed. A step refuses by raising ValidationError;
    what has to happen once the write is through, it gives to `after`; what must be closed anyway, to `keep_open`. One
    step may set `hold`: a function that is called in the place of CKAN's own action, with that action and this write,
    and returns the action's result and what was written.
    """

    kind: Kind
    context: Any
    data: dict[str, Any]
    is_new: bool
    hold: Callable[[Callable[..., Any], Write], tuple[Any, Written]] | None = None
    # tables as a check has just parsed them, by the id of its report; they lie there until the write has ended
    tables: dict[str, Path] = field(default_factory=dict)
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _after: list[Callable[[Written], None]] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        """Id or name of what is updated; None for what is new."""
        return None if self.is_new else self.data.get("id") or self.data.get("name")

    @property
    def resources(self) -> list[dict[str, Any]]:
        """The resources of the request; none where it names none, or nonsense, which CKAN refuses."""
        resources = self.data.get("resources")
        return resources if isinstance(resources, list) and all(isinstance(row, dict) for row in resources) else []

    @functools.cached_property
    def resources_before(self) -> dict[str, dict[str, Any]]:
        """The resources of the request by id, as they were before it; a step of RELEASE may have put others here."""
        ids = [str(resource["id"]) for resource in self.resources if resource.get("id")]
        if not ids:
            return {}
        rows = model.Session.query(model.Resource).filter(model.Resource.id.in_(ids))
        return {row.id: row.as_dict() for row in rows}

    def after(self, function: Callable[[Written], None]) -> None:
        """Have a function called with what was written."""
        self._after.append(function)

    def keep_open(self, resource: contextlib.AbstractContextManager[Any]) -> Any:
        """Enter a context that lasts until the write has ended, well or not."""
        return self._open.enter_context(resource)

    def run(self, original: Callable[..., Any]) -> Any:
        """Take all steps, write, and do what is left to be done after it."""
        with self._open:
            for step in steps(self.kind):
                step.function(self)
            if self.hold is not None:
                result, written = self.hold(original, self)
            else:
                result = original(self.context, self.data)
                written = Written(self.data.get("id") or (result if isinstance(result, str) else result["id"]))
            for function in self._after:
                function(written)
        return result


class IKeepResources(p.Interface):
    """Implemented by a plugin that keeps files of resources which no row shows: held back, or of an older edition."""

    def get_kept_resources(self) -> Iterator[dict[str, Any]]:
        """Yield such resources: {"id", "file_key", "validation_report"}."""
        yield from ()


def kept_resources() -> Iterator[dict[str, Any]]:
    """Yield the resources that are kept beside the rows."""
    for plugin in p.PluginImplementations(IKeepResources):
        yield from plugin.get_kept_resources()


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
