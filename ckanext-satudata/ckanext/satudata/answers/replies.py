"""What is answered to a question: figures, a choice of readings, a place, an office, a page, or none and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards.model import Standard

# why there is no figure
REASONS = {
    "empty": N_("Nothing is asked."),
    "unread": N_('We do not know what "{words}" means here, so we answer with no figure.'),
    "groups": N_("These groups have nothing in common, or only one at a time can be asked for. Ask for one of them."),
    "no_rows": N_("This figure is computed of two others, and there is nothing by which it could be ranked."),
    "guess": N_("It is not said which figure is meant."),
    "nothing": N_("No Standar Data of this portal tells this."),
    "no_data": N_('There is a Standar Data "{title}", but no table of this district follows it yet.'),
    "no_code": N_('"{words}" is known, but no published table has a figure of it.'),
    "no_place": N_("There is no figure of {place}. What is held is told for other regions."),
    "no_level": N_("There are no figures by {level}."),
    "no_regions": N_('"{title}" is not told by region.'),
    "outside": N_("{place} is not in this district. This portal holds figures of {district} only."),
    "no_period": N_("There is no figure for {period}. Held are {first} to {last}."),
    "forecast": N_("This portal holds what was counted, and no forecast of this."),
    "suppressed": N_("This figure is not public: so small a count could point at persons."),
    "personal": N_("Data of persons are not given here."),
    "ages": N_("The figures are told by age groups of five years, and the asked age cuts through one of them."),
    "not_additive": N_("These figures may not be added up: {error}"),
    "no_whole": N_('There is nothing of which "{title}" would be a part.'),
    "offices": N_('"{title}" is not told by office.'),
}
# what must be known of a figure
CAVEATS = {
    "cumulative": N_("Counted since 1 January."),
    "partial_period": N_("Of the asked time only {first} to {last} is held."),
    "since": N_("All that is held: {first} to {last}."),
    "latest_not_asked": N_("{asked} is not held yet; this is the newest, of {period}."),
    "stale": N_("The newest figure of this is of {period}; of others there are newer ones."),
    "recomputed": N_("The percentage of the whole, computed from its summed parts."),
    "partial_coverage": N_("What is held: {labels}."),
    "homonym": N_("{place}. There are other regions of this name."),
    "unit_thousand": N_("The unit is {unit}."),
    "source_break": N_("The source changes from {first} to {last}: figures before and after are not of one count."),
    "declared_break": N_("Figures from {period} on are not of the same count as those before: {cause}"),
    "suppressed": N_("{count} figures are suppressed, as so small a count could point at persons."),
    "tie": N_("Several have the same figure."),
    "derived": N_("Computed: {formula}."),
    "forecast": N_("A forecast."),
    "false_premise": N_("None is without it; the smallest is shown."),
    "by_dimension": N_("These may not be added up over {dimensions}, so they stand side by side."),
    "end_of_period": N_("As it stood at the end of the last period that is held: {period}."),
    "mean": N_("The mean of what is held."),
    "incomplete": N_("Of {expected} regions, {regions} are held."),
}


@dataclass(frozen=True)
class Caveat:
    """Something that must be known of a figure: a key of CAVEATS and what stands in its braces."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """Figures that answer a question: what was asked of the observations and what they answered.

    `value` is the one figure where one is asked; `whole` is the question for the whole of a share, `parts` are the
    figures of several measures asked side by side, by measure. `chart` is line, bar, map or "".
    """

    standard: Standard
    question: Question
    answer: Answer
    value: Decimal | float | None = None
    title: str = ""
    whole: Question | None = None
    parts: Mapping[str, Decimal | float | None] = field(default_factory=dict)
    order: str = ""
    winners: tuple[Mapping[str, Any], ...] = ()
    period: str = ""
    previous: Mapping[str, Any] = field(default_factory=dict)
    caveats: tuple[Caveat, ...] = ()
    chart: str = ""
    place: str = ""


@dataclass(frozen=True)
class Place:
    """A region of the district, with its page."""

    code: str
    label: str


@dataclass(frozen=True)
class Reply:
    """The answer to a question.

    `kind` is value, trend, ranking, compare, share, list, ambiguous, place, office, document or none; `reason` is a
    key of REASONS, `near` a figure that is held instead, never the answer. `asks_for_data` says whether to offer the
    form that asks for data.
    """

    kind: str
    figure: Figure | None = None
    options: tuple[Figure | Place, ...] = ()
    places: tuple[Place, ...] = ()
    office: str = ""
    page: str = ""
    standard: Standard | None = None
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    near: Figure | None = None
    asks_for_data: bool = False
