"""A line as small as a word, without axes: the way of a figure, for pages that carry no script."""

from __future__ import annotations

import itertools

from ckanext.satudata.observations.lines import Line

# the place of a line in a picture of 100 by 30
WIDTH, HEIGHT, MARGIN = 100, 26, 2


def points(line: Line) -> list[str]:
    """Return the points of an SVG polyline for each stretch without a gap; nothing where there is only one figure."""
    values = [float(value) for value in line.data if value is not None]
    if len(values) < 2:
        return []
    low, span = min(values), (max(values) - min(values)) or 1
    step = WIDTH / (len(line.data) - 1)
    pieces = []
    for piece in line.pieces:
        heights = [None if value is None else (float(value) - low) / span for value in piece]
        for there, run in itertools.groupby(enumerate(heights), key=lambda place: place[1] is not None):
            if there:
                places = [(index * step, MARGIN + HEIGHT * (1 - share)) for index, share in run if share is not None]
                pieces.append(" ".join(f"{x:.1f},{y:.1f}" for x, y in places))
    return pieces
