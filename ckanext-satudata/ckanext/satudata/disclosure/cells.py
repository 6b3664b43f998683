"""The cells of a table of figures, and the sums that anybody may know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ckanext.satudata.standards.model import FLOW, Measure, Standard
from ckanext.satudata.standards.rules import Total

REGION = "kode_wilayah"
# the lengths of codes of regions, the finest first, down to the district; and of periods
LEVELS = (13, 8, 5)
PERIODS = (10, 7, 4)
# a dimension over which was added up
ALL = "*"


class Cell(NamedTuple):
    """One figure: the measure, its period and region ("" without one), and what else tells it apart, by name."""

    measure: str
    period: str
    region: str
    dimensions: tuple[tuple[str, str], ...] = ()


class Sum(NamedTuple):
    """That a cell is the sum of others."""

    whole: Cell
    parts: tuple[Cell, ...]


@dataclass
class Layout:
    """The cells of a table with their values, the sums among them, and the cells that no row of the table holds.

    The sums are those that others publish or that a reader makes: over regions, over each dimension that the standard
    lets add up, over the months of a year, and over the parts of a total. A sum that is in no row (`virtual`) counts
    as known all the same, for the next table may hold it.
    """

    values: dict[Cell, Decimal]
    sums: list[Sum] = field(default_factory=list)
    virtual: set[Cell] = field(default_factory=set)

    def add(self, whole: Cell, parts: Iterable[Cell]) -> None:
        """Add a sum; its whole becomes a cell where it is none yet."""
        parts = tuple(sorted(parts))
        if whole not in self.values:
            self.values[whole] = sum((self.values[part] for part in parts), Decimal(0))
            self.virtual.add(whole)
        self.sums.append(Sum(whole, parts))


def lay_out(standard: Standard, values: Mapping[Cell, Decimal]) -> Layout:
    """Return the cells of a table with all sums among them; `values` are those of its rows."""
    layout = Layout(dict(values))
    for measure in standard.measures:
        axes = [*_axes(standard, measure)]
        cells = [cell for cell in values if cell.measure == measure.field]
        # sums of sums: the year of a district is that of its regions, and that of its months
        done: set[tuple[Cell, tuple[str, int]]] = set()
        is_growing = bool(cells)
        while is_growing:
            before = len(done)
            for axis in axes:
                cells += _add_up(layout, cells, axis, done)
            is_growing = len(done) > before
    for rule in standard.rules_of(Total):
        for cell in [cell for cell in layout.values if cell.measure == rule.total]:
            parts = [cell._replace(measure=part) for part in rule.parts]
            if all(part in layout.values for part in parts):
                layout.sums.append(Sum(cell, tuple(parts)))
    return layout


def _axes(standard: Standard, measure: Measure) -> Iterator[tuple[str, int]]:
    """Yield over what a measure adds up: (region, length of the codes), (period, length) and (dimension, 0)."""
    if REGION in measure.jumlahkan:
        yield from ((REGION, level) for level in LEVELS[1:])
    times = set(standard.times)
    for name in measure.jumlahkan:
        if name != REGION and name not in times:
            yield name, 0
    if standard.time_of(measure) == FLOW:
        yield from (("", length) for length in PERIODS[1:])


def _add_up(
    layout: Layout, cells: list[Cell], axis: tuple[str, int], done: set[tuple[Cell, tuple[str, int]]]
) -> list[Cell]:
    """Add the sums of cells along one axis to a layout; return the wholes that no row holds."""
    groups: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        whole = _whole(cell, *axis)
        if whole is not None and (whole, axis) not in done:
            groups[whole].append(cell)
    fresh = []
    for whole, parts in groups.items():
        done.add((whole, axis))
        # one level at a time: of a region's own parts the nearest
        finest = _nearest(parts, axis)
        if whole not in layout.values:
            fresh.append(whole)
        layout.add(whole, finest)
    return fresh


def _whole(cell: Cell, name: str, length: int) -> Cell | None:
    if name == REGION:
        return cell._replace(region=cell.region[:length]) if len(cell.region) > length else None
    if not name:
        return cell._replace(period=cell.period[:length]) if len(cell.period) > length else None
    dimensions = dict(cell.dimensions)
    if dimensions.get(name, ALL) == ALL:
        return None
    return cell._replace(dimensions=tuple(sorted({**dimensions, name: ALL}.items())))


def _nearest(parts: list[Cell], axis: tuple[str, int]) -> list[Cell]:
    """Return the coarsest of the parts, which hold the finer ones; a dimension has no levels."""
    name, _length = axis
    if name and name != REGION:
        return parts
    sizes = [len(part.region if name == REGION else part.period) for part in parts]
    return [part for part, size in zip(parts, sizes, strict=True) if size == min(sizes)]
