"""Rules of alarms: the files of `rules/`, those saved in the browser, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from ckan.plugins.toolkit import _
from ckanext.satudata import config, shapes
from ckanext.satudata.command_center.alarms import model
from ckanext.satudata.exceptions import N_, SatuDataError
from ckanext.satudata.observations.question import AGGREGATES, COMPARISONS, Question, check
from ckanext.satudata.standards import model as standards

FOLDER = Path(__file__).parent / "rules"
# periods that a rule may look back, as many as a small line on the wall
MOST_PERIODS = 60
ABOVE, BELOW, RISES, FALLS = "above", "below", "rises", "falls"
CONDITIONS = {
    ABOVE: N_("is above the limit"),
    BELOW: N_("is below the limit"),
    RISES: N_("has risen by at least so many per cent"),
    FALLS: N_("has fallen by at least so many per cent"),
}
AGAINST = {"previous": N_("against the period before"), "year": N_("against a year before")}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "standard", "measure", "condition", "limit"],
    "properties": {
        "title": {"type": "string", "minLength": 5, "maxLength": 120},
        "standard": {"type": "string"},
        "measure": {"type": "string"},
        "filters": {"type": "object"},
        "within": {"type": "string"},
        "aggregate": {"enum": list(AGGREGATES)},
        "condition": {"enum": list(CONDITIONS)},
        "limit": {"type": "number"},
        "against": {"enum": list(COMPARISONS)},
        "periods": {"type": "integer", "minimum": 1, "maximum": MOST_PERIODS},
        "tell": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "public": {"type": "boolean"},
        "contoh": {"type": "boolean"},
    },
}


@dataclass(frozen=True)
class Rule:
    """When something is to be told.

    The figure of `measure` for the filters and the region `within` ("" the district) breaks the rule when `condition`
    holds in each of its newest `periods`. `limit` is in the unit of the figure; per cent for a change, which is
    measured `against` the period or the year before. `tell` are names of organizations: their people see the alarm,
    acknowledge it, and get a mail; with `public` everybody sees it on the wall.
    """

    name: str
    title: str
    standard: str
    measure: str
    condition: str
    limit: float
    filters: dict[str, Any] = field(default_factory=dict)
    within: str = ""
    aggregate: str = "sum"
    against: str = "previous"
    periods: int = 1
    tell: tuple[str, ...] = ()
    public: bool = False

    @property
    def is_change(self) -> bool:
        """Whether the change of the figure is compared with the limit."""
        return self.condition in (RISES, FALLS)

    @property
    def question(self) -> Question:
        """What is asked of the observations, without a period."""
        filters = dict(self.filters)
        return Question(self.standard, self.measure, filters, self.within, aggregate=self.aggregate)


def every() -> Iterator[Rule]:
    """Yield the rules that count, by their names; one that is wrong is left out."""
    for name, text in sorted(_sources().items()):
        descriptor = parse(text)
        if not problems(descriptor):
            yield of(name, descriptor)


def load(name: str) -> Rule | None:
    """Return a rule that counts, None where there is none."""
    return next((rule for rule in every() if rule.name == name), None)


def shipped() -> list[str]:
    """Return the names of the rules that are files."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def parse(text: str) -> dict[str, Any]:
    """Return what a YAML text says; {} for one that is no mapping."""
    try:
        descriptor = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return descriptor if isinstance(descriptor, dict) else {}


def of(name: str, descriptor: dict[str, Any]) -> Rule:
    """Return the rule of a descriptor that has no problems."""
    values = {key: value for key, value in descriptor.items() if key != "contoh"}
    return Rule(name, **{**values, "tell": tuple(values.get("tell", ()))})


def problems(descriptor: dict[str, Any]) -> list[str]:
    """Return what is wrong with a rule, one line each; empty when nothing is."""
    faults = list(shapes.faults(descriptor, SCHEMA))
    if faults:
        return faults
    rule = of("", descriptor)
    try:
        check(standards.load(rule.standard), rule.question)
    except SatuDataError as error:
        return [str(error)]
    if rule.is_change and rule.limit <= 0:
        return [_("A change is measured in per cent above 0.")]
    return []


def _sources() -> dict[str, str]:
    """Return the YAML of each rule, {name: text}; the demonstration's own ones only where that is loaded."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}
    if not config.has_demonstration():
        files = {name: text for name, text in files.items() if not parse(text).get("contoh")}
    return files | model.saved_rules()
