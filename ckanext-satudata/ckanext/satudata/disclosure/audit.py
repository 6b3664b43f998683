"""Who computes a hidden cell from what is left: by subtraction, by equations, by the bounds of what can be.

The attacker knows every cell that is not hidden, every sum, and that a hidden cell is at least `least`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ckanext.satudata.disclosure.cells import Cell, Sum

# arithmetic modulo a large prime: exact enough to tell whether an equation holds a cell alone, and quick
PRIME = (1 << 61) - 1
# a network of more unknown cells than this is judged by bounds alone
MOST_UNKNOWN = 4_000
ROUNDS = 60

Row = dict[Cell, int]


def exposed(values: Mapping[Cell, Decimal], sums: Sequence[Sum], hidden: set[Cell], least: int) -> set[Cell]:
    """Return the hidden cells whose value somebody can compute exactly."""
    equations = [row for one in sums if (row := _equation(one, hidden))]
    return _by_equations(equations) | _by_bounds(values, sums, hidden, least)


def _equation(one: Sum, hidden: set[Cell]) -> Row:
    """Return the unknown cells of a sum with their signs."""
    row = {part: PRIME - 1 for part in one.parts if part in hidden}
    if one.whole in hidden:
        row[one.whole] = 1
    return row


def _by_equations(equations: list[Row]) -> set[Cell]:
    """Return the cells that the equations determine, whatever the values are."""
    alone: set[Cell] = set()
    for network in _networks(equations):
        if len({cell for row in network for cell in row}) <= MOST_UNKNOWN:
            alone |= {next(iter(row)) for row in _reduced(network) if len(row) == 1}
    return alone


def _networks(equations: list[Row]) -> Iterable[list[Row]]:
    """Return the equations in groups that share no cell."""
    parent: dict[Cell, Cell] = {}

    def root(cell: Cell) -> Cell:
        while parent.setdefault(cell, cell) != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for row in equations:
        first, *others = row
        for cell in others:
            parent[root(cell)] = root(first)
    groups: dict[Cell, list[Row]] = defaultdict(list)
    for row in equations:
        groups[root(next(iter(row)))].append(row)
    return groups.values()


def _reduced(equations: list[Row]) -> Iterable[Row]:
    """Return the equations in reduced echelon form: each has a cell of its own that no other one has."""
    pivots: dict[Cell, Row] = {}
    # where a pivot's cell occurs in other rows, so that it is taken out of them
    for equation in sorted(equations, key=len):
        row = dict(equation)
        for cell in [cell for cell in row if cell in pivots]:
            _take_out(row, pivots[cell], cell)
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, PRIME)
        row = {cell: factor * inverse % PRIME for cell, factor in row.items()}
        for other in pivots.values():
            if pivot in other:
                _take_out(other, row, pivot)
        pivots[pivot] = row
    return pivots.values()


def _take_out(row: Row, pivot_row: Row, cell: Cell) -> None:
    factor = row.get(cell, 0)
    if not factor:
        return
    for name, value in pivot_row.items():
        left = (row.get(name, 0) - factor * value) % PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)


def _by_bounds(values: Mapping[Cell, Decimal], sums: Sequence[Sum], hidden: set[Cell], least: int) -> set[Cell]:
    """Return the cells of which only one value is possible, as none is below `least`."""
    low: dict[Cell, Decimal] = dict.fromkeys(hidden, Decimal(least))
    high: dict[Cell, Decimal] = {}
    # a sum that does not hold in the table tells nobody anything exact
    true = [one for one in sums if values[one.whole] == sum(values[part] for part in one.parts)]
    open_sums = [one for one in true if _equation(one, hidden)]
    for _round in range(ROUNDS):
        if not sum(_tighten(one, values, hidden, low, high) for one in open_sums):
            break
    return {cell for cell in hidden if high.get(cell) == low[cell]}


def _tighten(
    one: Sum, values: Mapping[Cell, Decimal], hidden: set[Cell], low: dict[Cell, Decimal], high: dict[Cell, Decimal]
) -> bool:
    """Narrow the bounds of a sum's cells; return whether any became narrower."""
    least = {part: low[part] if part in hidden else values[part] for part in one.parts}
    most = {part: high.get(part) if part in hidden else values[part] for part in one.parts}
    whole_low = low[one.whole] if one.whole in hidden else values[one.whole]
    whole_high = high.get(one.whole) if one.whole in hidden else values[one.whole]
    changed = False
    total_least = sum(least.values(), Decimal(0))
    unbounded = [part for part, value in most.items() if value is None]
    total_most = sum((value for value in most.values() if value is not None), Decimal(0))
    if one.whole in hidden:
        changed |= _raise(low, one.whole, total_least)
        if not unbounded:
            changed |= _lower(high, one.whole, total_most)
    for part in one.parts:
        if part not in hidden:
            continue
        if whole_high is not None:
            changed |= _lower(high, part, whole_high - (total_least - least[part]))
        if not unbounded or unbounded == [part]:
            others = total_most - (most[part] or Decimal(0))
            changed |= _raise(low, part, whole_low - others)
    return changed


def _raise(low: dict[Cell, Decimal], cell: Cell, value: Decimal) -> bool:
    if value <= low[cell]:
        return False
    low[cell] = value
    return True


def _lower(high: dict[Cell, Decimal], cell: Cell, value: Decimal) -> bool:
    if cell in high and high[cell] <= value:
        return False
    high[cell] = value
    return True
