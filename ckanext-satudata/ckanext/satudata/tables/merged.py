"""Figures in merged cells: one stands for several rows, and nobody can say how much of it is whose."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.grid import Grid, is_datum
from ckanext.satudata.tables.step import Sentence, Step, Warn


def doubts(grid: Grid, steps: list[Step]) -> Iterator[Warn]:
    """Yield a doubt for the first figure of each column that is merged over rows of data, as the steps left them.

    Names that are written in each of their rows are none.
    """
    if not grid.rows:
        return
    header = grid.cells(0)
    repeated = {name for step in steps if step.kind == "filled_down" for name in step.options["columns"]}
    columns: set[int] = set()
    cells_by_row = dict(grid.rows[1:])
    for top, left, bottom, _right in sorted(grid.merged):
        cells = cells_by_row.get(top)
        is_inside = cells is not None and left < len(cells) and left < len(header) and left not in columns
        if bottom == top or bottom not in cells_by_row or not is_inside or header[left].strip() in repeated:
            continue
        if cells is not None and is_datum(cells[left]):
            columns.add(left)
            text = N_(
                'Column "{column}": {cell} stands in a merged cell for rows {top} to {bottom}. It was left in the '
                "first of them, the others are empty. Write the figure of each row"
            )
            values = {"column": header[left].strip(), "cell": cells[left].strip(), "top": top, "bottom": bottom}
            yield Warn(Sentence(text, values))
