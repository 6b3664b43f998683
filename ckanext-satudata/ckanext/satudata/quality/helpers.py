"""Template helpers of the scores."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.quality.criteria import DIMENSIONS
from ckanext.satudata.quality.history import Point

GOOD, FAIR = 80, 50
# of the drawing's own coordinates, which the page stretches
WIDTH, HEIGHT = 600, 100


def satudata_quality(dataset: dict[str, Any]) -> dict[str, Any] | None:
    """Return the answer of `satudata_quality_show` for a dataset's page, None where there is no score."""
    try:
        return tk.get_action("satudata_quality_show")({}, {"id": dataset["id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None


def satudata_quality_level(value: float) -> str:
    """Return how a score from 0 to 100 is coloured: good, fair or poor."""
    if value >= GOOD:
        return "good"
    return "fair" if value >= FAIR else "poor"


def satudata_quality_dimension(name: str) -> str:
    """Return the name of a dimension for people."""
    return tk._(DIMENSIONS[name])


def satudata_quality_form(dataset: dict[str, Any], field: str) -> str:
    """Return the address at which an officer mends a field: of the dataset's form, of its file's, or of a new file."""
    names = {field["field_name"] for field in tk.h.scheming_get_dataset_schema("dataset")["dataset_fields"]}
    if field in names:
        return f"{tk.url_for('dataset.edit', id=dataset['name'])}#field-{'tags' if field == 'tag_string' else field}"
    if not dataset["resources"]:
        return tk.url_for("dataset_resource.new", id=dataset["name"])
    # the first file stands for all: nearly every dataset has one
    first = dataset["resources"][0]["id"]
    return f"{tk.url_for('dataset_resource.edit', id=dataset['name'], resource_id=first)}#field-{field}"


def satudata_quality_line(points: list[Point]) -> str:
    """Return the scores over time as the points of an SVG polyline of 600 x 100, higher is better."""
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    return " ".join(f"{WIDTH * (point.day - first).days / span:.1f},{HEIGHT - point.score:.1f}" for point in points)
