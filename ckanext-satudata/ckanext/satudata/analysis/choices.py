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
    sets_by_measure: dict[tuple[str, str], list[Source]] = {}
    for source in published():
        if source.standard in standards.names():
            sets_by_measure.setdefault((source.standard, source.measure), []).append(source)
    offered = {
        key: sets for key, sets in sets_by_measure.items() if _is_of_regions(standards.load(key[0]), key[1], sets)
    }
    several = _several([source for sets in offered.values() for source in sets])
    made = [_choice(standards.load(name), measure, sets, several) for (name, measure), sets in offered.items()]
    return sorted((choice for choice in made if choice), key=lambda choice: (choice.title, choice.key))


def with_partner(one: Choice, offered: list[Choice]) -> list[Choice]:
    """Return the measures that go together with one."""
    return [choice for choice in offered if choice.key != one.key and levels(one, choice) and _common(one, choice)]


def levels(one: Choice, other: Choice) -> list[str]:
    """Return the levels of regions that both have, the finest first."""
    return [level for level in reversed(one.levels) if level in other.levels]


def spans(one: Choice, other: Choice) -> list[str]:
    """Return the periods that both cover, the newest first: months where both have them, else years."""
    common = _common(one, other)
    return periods.between(*common)[::-1] if common else []


def _common(one: Choice, other: Choice) -> tuple[str, str] | None:
    """Return the first and the last period that both cover, None where there is none."""
    grain = min(one.grain, other.grain, periods.MONTH)
    first = max(one.first[:grain], other.first[:grain])
    last = min(one.last[:grain], other.last[:grain])
    return (first, last) if first <= last else None


def _is_of_regions(standard: Standard, measure: str, sets: list[Source]) -> bool:
    """Return whether a measure has one figure for a region and a period, once its other dimensions are added up."""
    breakdowns = standard.breakdowns
    rest = {name for name in standard.dimensions if name in breakdowns and name != REGION}
    grains = {len(source.last_period) for source in sets}
    return REGION in breakdowns and rest <= _additive(standard, measure) and len(grains) == 1


def _choice(standard: Standard, measure: str, sets: list[Source], several: set[tuple[int, int]]) -> Choice | None:
    """Return a measure of regions as one that can be compared, None where it has too few of them."""
    entry = measure_of(standard, measure)
    lengths = {length for source in sets for length in source.levels}
    is_added = REGION in _additive(standard, measure)
    coarser = {length for length in NAMES if lengths and length < max(lengths)} if is_added else set()
    there = [length for length in sorted(lengths | coarser) if any((source.id, length) in several for source in sets)]
    names = tuple(NAMES[length] for length in there if length in NAMES)
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
        len(sets[0].last_period),
        min(source.first_period for source in sets),
        max(source.last_period for source in sets),
        tuple(source.id for source in sets),
    )


def _additive(standard: Standard, measure: str) -> set[str]:
    """Return the dimensions over which a measure makes one figure: added up, or anew from its parts."""
    additive = set(measure_of(standard, measure).jumlahkan)
    ratio = standard.find_ratio(measure)
    if ratio:
        part, whole = (measure_of(standard, name) for name in (ratio.part, ratio.whole))
        additive |= set(part.jumlahkan) & set(whole.jumlahkan)
    return additive


# of all tables at once, and of each region once, whatever else tells its figures apart
SEVERAL = """
SELECT o.set_id, l.length
FROM (
    SELECT DISTINCT o.set_id, o.region
    FROM unnest(CAST(:ids AS int[]), CAST(:periods AS text[])) s(id, period)
    JOIN satudata_observation o ON o.set_id = s.id AND o.period = s.period
) o CROSS JOIN unnest(CAST(:lengths AS int[])) l(length)
WHERE length(o.region) >= l.length
GROUP BY 1, 2 HAVING count(DISTINCT left(o.region, l.length)) >= :fewest
"""


def _several(sets: list[Source]) -> set[tuple[int, int]]:
    """Return each set and level (length of its codes) of which the set's newest period has several regions."""
    values = {
        "ids": [source.id for source in sets],
        "periods": [source.last_period for source in sets],
        "lengths": [*NAMES],
        "fewest": FEWEST_REGIONS,
    }
    return {(set_id, length) for set_id, length in ckan_model.Session.execute(text(SEVERAL), values)}
