"""The criteria of the score: one file each in `criteria/`, its name is the criterion's id."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources
from typing import Any

from ckanext.satudata import yamls
from ckanext.satudata.exceptions import N_
from ckanext.satudata.quality import checks
from ckanext.satudata.quality.subject import Subject

# the dimensions of data.europa.eu's Metadata Quality Assessment (piveau), in its order
DIMENSIONS = {
    "findability": N_("Findable"),
    "accessibility": N_("Accessible"),
    "interoperability": N_("Interoperable"),
    "reusability": N_("Reusable"),
    "contextuality": N_("In context"),
}


@dataclasses.dataclass(frozen=True)
class Criterion:
    """One thing that is judged, worth `weight` points.

    `check` names the module of `checks/` and `options` are its own; `anchor` says where the criterion comes from;
    `cure` is what would raise it and `field` the field of the form where that is done; `when` are fields with the
    values for which alone it counts.
    """

    name: str
    title: str
    weight: float
    dimension: str
    anchor: str
    check: str
    cure: str
    field: str = ""
    principle: str = ""
    options: dict[str, Any] = dataclasses.field(default_factory=dict)
    when: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def share(self, subject: Subject) -> float | None:
        """Return the fulfilled share (0 to 1), None where there is nothing to judge."""
        if any((subject.dataset.get(name) or "") not in values for name, values in self.when.items()):
            return None
        return checks.UNITS[self.check].share(subject, **self.options)


@functools.cache
def every() -> dict[str, Criterion]:
    """Return all criteria by name, by dimension and then by weight."""
    files = (resources.files(__package__) / "criteria").iterdir()
    criteria = [
        Criterion(name=path.name.removesuffix(".yaml"), **yamls.load(path.read_text(encoding="utf-8")))
        for path in files
        if path.name.endswith(".yaml")
    ]
    order = list(DIMENSIONS)
    criteria.sort(key=lambda criterion: (order.index(criterion.dimension), -criterion.weight, criterion.name))
    return {criterion.name: criterion for criterion in criteria}
