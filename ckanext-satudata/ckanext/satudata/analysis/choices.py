"""What can be compared: measures that have a figure for each of several regions, and which of them go together.

A measure is offered where nothing but regions is left after its other dimensions have been added up, by the rules of
`observations.query`: prices of several goods or a rate by sex have no one figure for a region and are left out. Two go
together at a level of regions that both have, in periods that both cover.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckan import model as ckan_model
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.model import published
from ckanext.satudata.observations.question import LEVELS, REGION, measure_of
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.model import Standard
from sqlalchemy import text

# a scatter of two points is a line
FEWEST_REGIONS = 3
NAMES = {length: name for name, length in LEVELS.items()}


@dataclass(frozen=True)
class Choice:
    """A measure that can be compared.

    `short` and `title` are its names without and with its standard, `levels` go from the coarsest, `grain` is the
    length of its periods.
    """

    standard: str
    measure: str
    short: str
    title: str
    unit: str
    kind: str
    better: str
    levels: tuple[str, ...]
    grain: int
    first: str
    last: str
    sets: tuple[int, ...]

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.standard}.{self.measure}"

    @property
    def label(self) -> str:
        """Its name for people."""
        return f"{self.title} ({codelists.load('satuan').codes[self.unit].name})"


def every() -> list[Choice]:
    """Return all measures that can be compared, by their title."""
    found: dict[tuple[str, str], list[Source]] = {}
    for source in published():
        if source.standard in standards.names():
            found.setdefault((source.standard, source.measure), []).append(source)
    made = [_choice(standards.load(name), measure, sources) for (name, measure), sources in found.items()]
    return sorted((each for each in made if each), key=lambda each: (each.title, each.key))


def with_partner(one: Choice, known: list[Choice]) -> list[Choice]:
    """Return the measures that go together with one."""
    return [each for each in known if each.key != one.key and levels(one, each) and spans(one, each)]


def levels(one: Choice, other: Choice) -> list[str]:
    """Return the levels of regions that both have, the finest first."""
    return [level for level in reversed(one.levels) if level in other.levels]


def spans(one: Choice, other: Choice) -> list[str]:
    """Return the periods that both cover, the newest first: months where both have them, else years."""
    grain = min(one.grain, other.grain, periods.MONTH)
    first = max(one.first[:grain], other.first[:grain])
    last = min(one.last[:grain], other.last[:grain])
    return periods.between(first, last)[::-1] if first <= last else []


def _choice(standard: Standard, measure: str, sources: list[Source]) -> Choice | None:
    known = standard.breakdowns
    entry = measure_of(standard, measure)
    additive = _additive(standard, measure)
    rest = {name for name in standard.dimensions if name in known and name != REGION}
    grains = {len(source.last_period) for source in sources}
    if REGION not in known or not rest <= additive or len(grains) != 1:
        return None
    own = {length for source in sources for length in source.levels}
    coarser = {length for length in NAMES if own and length < max(own)} if REGION in additive else set()
    names = tuple(NAMES[length] for length in sorted(own | coarser) if length in NAMES and _several(sources, length))
    if not names:
        return None
    return Choice(
        standard.name,
        measure,
        standard.field(measure).title,
        f"{standard.field(measure).title}: {standard.title}",
        entry.satuan,
        entry.ukuran,
        entry.arah,
        names,
        grains.pop(),
        min(source.first_period for source in sources),
        max(source.last_period for source in sources),
        tuple(source.id for source in sources),
    )


def _additive(standard: Standard, measure: str) -> set[str]:
    """Return the dimensions over which a measure can be told as one figure: added up, or anew from its parts."""
    additive = set(measure_of(standard, measure).jumlahkan)
    ratio = standard.find_ratio(measure)
    if ratio:
        part, whole = (measure_of(standard, name) for name in (ratio.part, ratio.whole))
        additive |= set(part.jumlahkan) & set(whole.jumlahkan)
    return additive


def _several(sources: list[Source], length: int) -> bool:
    """Tell whether the newest period of a source has several regions of a level."""
    statement = text(
        "SELECT count(DISTINCT left(region, :length)) FROM satudata_observation"
        " WHERE set_id = :id AND period = :period AND length(region) >= :length"
    )
    counts = (
        ckan_model.Session.execute(statement, {"id": source.id, "period": source.last_period, "length": length})
        for source in sources
    )
    return any(count.scalar_one() >= FEWEST_REGIONS for count in counts)
