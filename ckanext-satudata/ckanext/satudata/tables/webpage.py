"""The tables of a web page laid out as one grid, as a spreadsheet program lays them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ckanext.satudata.tables.source import Range

# spans that a page may claim; larger ones are taken for mistakes
MOST = 1000


@dataclass
class Block:
    """A rectangle of cells, with the merged ranges in it: first row and column, last row and column, from 0."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(map(len, self.rows), default=0)

    def put(self, other: Block, row: int, column: int) -> None:
        """Lay another block over this one, its corner at a row and a column."""
        while len(self.rows) < row + len(other.rows):
            self.rows.append([])
        for index, cells in enumerate(other.rows, row):
            line = self.rows[index]
            line.extend([""] * (column + len(cells) - len(line)))
            line[column : column + len(cells)] = cells
        self.merged += [(a + row, b + column, c + row, d + column) for a, b, c, d in other.merged]


@dataclass
class _Cell:
    text: list[str] = field(default_factory=list)
    tables: list[Block] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1

    def block(self) -> Block:
        """Return the cell's tables one below the other, or its text over its span."""
        if self.tables:
            block = Block()
            for table in self.tables:
                block.put(table, len(block.rows), 0)
            return block
        rows = [[""] * self.colspan for _row in range(self.rowspan)]
        rows[0][0] = " ".join("".join(self.text).split())
        span = self.rowspan > 1 or self.colspan > 1
        return Block(rows, [(0, 0, self.rowspan - 1, self.colspan - 1)] if span else [])


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)

    def block(self) -> Block:
        """Return the rows as a grid; a cell over several rows keeps its place free in those below."""
        block, top, taken = Block(), 0, set[tuple[int, int]]()
        for cells in self.rows:
            column, height = 0, 1
            for cell in cells:
                while (top, column) in taken:
                    column += 1
                part = cell.block()
                block.put(part, top, column)
                taken |= {(top + r, column + c) for r in range(len(part.rows)) for c in range(part.width)}
                column += max(part.width, 1)
                if cell.tables:
                    height = max(height, len(part.rows))
            top += height
        return block


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[_Table] = []
        self.blocks: list[Block] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append(_Table())
        elif self.open and tag == "tr":
            self.open[-1].rows.append([])
        elif self.open and tag in {"td", "th"}:
            if not self.open[-1].rows:
                self.open[-1].rows.append([])
            spans = dict(attrs)
            self.open[-1].rows[-1].append(
                _Cell(rowspan=_span(spans.get("rowspan")), colspan=_span(spans.get("colspan")))
            )
        elif self.open and tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag != "table" or not self.open:
            return
        block = self.open.pop().block()
        if not block.rows:
            return
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].tables.append(block)
        else:
            self.blocks.append(block)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].rows and self.open[-1].rows[-1]:
            self.open[-1].rows[-1][-1].text.append(data)


def _span(value: str | None) -> int:
    return min(int(value), MOST) if value and value.isdigit() and int(value) else 1


def largest_table(text: str) -> Block:
    """Return the table with the most cells, tables within it included; an empty block when the page has none."""
    reader = _Reader()
    reader.feed(text)
    for _table in list(reader.open):
        reader.handle_endtag("table")
    block = max(reader.blocks, key=lambda block: len(block.rows) * block.width, default=Block())
    for row in block.rows:
        row.extend([""] * (block.width - len(row)))
    return block
