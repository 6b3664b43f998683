"""Whose figure counts where several datasets publish the same one: same period, region and dimensions.

1. The dataset that the walidata has chosen for this very figure when settling a discrepancy (`Choice`).
2. Datasets of organizations that the standard gives the authority (`wewenang`), or of those below them. Perpres
   39/2019, article 1: one agency produces a kind of data by its task; the others use it.
3. The newest revision.

A figure that only one dataset publishes counts, whoever publishes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ckanext.satudata.exceptions import N_, say
from ckanext.satudata.metadata import organizations
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import Standard

DECISION, AUTHORITY, NEWEST = "decision", "authority", "newest"


@dataclass(frozen=True)
class Ranking:
    """Sources in the order in which they count; the first `authoritative` of them have the authority.

    `has_choices` tells whether the walidata has chosen for any figure of the measure, `is_contested` whether several
    organizations publish the measure at all.
    """

    sources: list[Source]
    authoritative: int = 0
    has_choices: bool = False
    is_contested: bool = False

    def of(self, ids: set[int]) -> list[Source]:
        """Return the sources with these ids, in their order."""
        return [source for source in self.sources if source.id in ids]

    def reason(self, ids: set[int], chosen: bool) -> str:
        """Return why the sources with these ids count: DECISION, AUTHORITY or NEWEST."""
        if chosen:
            return DECISION
        first = {source.id for source in self.sources[: self.authoritative]}
        return AUTHORITY if first & ids else NEWEST


def authority(standard: Standard) -> set[str]:
    """Return the ids of the organizations that have the authority over a standard."""
    return organizations.with_fields(standard.wewenang.codes) if standard.wewenang else set()


def ranked(standard: Standard, sources: list[Source], whose: Callable[[Standard], set[str]] = authority) -> Ranking:
    """Return published sources of a measure, the newest revision first, in the order in which they count.

    `whose` gives the organizations with the authority, where it is known already.
    """
    if len({source.organization_id for source in sources}) < 2:
        return Ranking(sources)
    having = whose(standard)
    first = [source for source in sources if source.organization_id in having]
    rest = [source for source in sources if source.organization_id not in having]
    return Ranking([*first, *rest], len(first), sources[0].has_choices, is_contested=True)


TEXTS = {
    DECISION: N_("Not used: {others}. The walidata has decided that {own} counts."),
    AUTHORITY: N_("Not used: {others}. By the standard, {own} has the authority."),
    NEWEST: N_("Not used: {others}. The figures of {own} are newer."),
}


def explained(reason: str, used: list[Source], overruled: list[Source]) -> str:
    """Return in a sentence whose figures are not used, and why; "" where nobody else publishes them."""
    if not overruled:
        return ""
    return say(TEXTS[reason], {"own": offices(used), "others": offices(overruled)})


def offices(sources: list[Source]) -> str:
    """Return the titles of the organizations of some sources."""
    return ", ".join(sorted({source.organization_title for source in sources}))
