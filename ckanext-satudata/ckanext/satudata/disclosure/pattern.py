"""Which cells are hidden: the small ones, and beside them those without which nobody computes them.

Each sum with hidden parts has at least two unknown cells, and where its whole is shown its hidden parts together are
no small count either and leave room: a sum of two cells that is 2 says that both are 1. What still can be computed
(see `audit`) gets one more hidden cell, until nothing can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from ckanext.satudata.disclosure import audit
from ckanext.satudata.disclosure.cells import Cell, Layout, Sum

# by how much the hidden parts of a sum exceed the least that they can be, together
ROOM = 2


class Pattern:
    """The hidden cells of a layout; `hide` begins with those that are small or were hidden before."""

    def __init__(self, layout: Layout, threshold: int, counts: Iterable[str]) -> None:
        self.layout = layout
        self.threshold = threshold
        self.counts = set(counts)
        self.hidden: set[Cell] = set()
        self._sums: dict[Cell, list[Sum]] = defaultdict(list)
        for one in layout.sums:
            for cell in (one.whole, *one.parts):
                self._sums[cell].append(one)

    @property
    def least(self) -> int:
        """The least that a hidden cell can be: 1, as a shown zero hides nobody; 0 once a zero had to be hidden."""
        return 0 if any(self.layout.values[cell] == 0 for cell in self.hidden) else 1

    def hide(self, cells: Iterable[Cell]) -> set[Cell]:
        """Hide cells, and what has to be hidden beside them; return all that is hidden."""
        self.hidden |= {cell for cell in cells if cell in self.layout.values}
        self._close(self.layout.sums)
        while cells := audit.exposed(self.layout.values, self.layout.sums, self.hidden, self.least):
            more = self._best_near(min(cells))
            if more is None:
                # such a cell has no sum that is shown, and nobody computes it
                break
            self.hidden.add(more)
            self._close(self._sums[more])
        return self.hidden

    def is_small(self, cell: Cell) -> bool:
        """Return whether a cell is a small count."""
        return cell.measure in self.counts and 0 < self.layout.values[cell] < self.threshold

    def _close(self, sums: Iterable[Sum]) -> None:
        waiting = list(sums)
        while waiting:
            one = waiting.pop()
            while self._needs_more(one):
                cell = self._best([one])
                if cell is None:
                    break
                self.hidden.add(cell)
                waiting += self._sums[cell]

    def _needs_more(self, one: Sum) -> bool:
        parts = [part for part in one.parts if part in self.hidden]
        if one.whole in self.hidden:
            return not parts
        if not parts:
            return False
        total = sum((self.layout.values[part] for part in parts), Decimal(0))
        is_count = one.whole.measure in self.counts
        return len(parts) < 2 or (is_count and total < max(self.threshold, len(parts) + ROOM))

    def _best_near(self, cell: Cell) -> Cell | None:
        """Return what costs least to hide in the sums of a cell, else in those that share cells with these, and on."""
        reached, edge = {cell}, [cell]
        while edge:
            sums = [one for member in edge for one in self._sums[member]]
            best = self._best(sums)
            if best is not None:
                return best
            edge = sorted({member for one in sums for member in (one.whole, *one.parts)} - reached)
            reached |= set(edge)
        return None

    def _best(self, sums: Iterable[Sum]) -> Cell | None:
        """Return the cell of some sums that costs least to hide: a small part before a large one, a whole at last."""
        parts = {part for one in sums for part in one.parts if part not in self.hidden}
        wholes = {one.whole for one in sums if one.whole not in self.hidden}
        for cells in ([part for part in parts if self.layout.values[part]], parts, wholes):
            if cells:
                return min(cells, key=lambda cell: (cell in self.layout.virtual, self.layout.values[cell], cell))
        return None
