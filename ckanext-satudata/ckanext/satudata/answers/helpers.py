"""What templates ask of the answers."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.answers import searching
from ckanext.satudata.charts.sketch import CLASSES, load_outlines, sketch
from ckanext.satudata.late import _
from ckanext.satudata.observations.question import REGION
from markupsafe import Markup

WIDTH, HEIGHT = 600, 100


def satudata_answer(text: str) -> dict[str, Any]:
    """Return the answer to what is searched for, as `satudata_answer_show` gives it; {} without words."""
    if not (text or "").strip():
        return {}
    answer: dict[str, Any] = tk.get_action("satudata_answer_show")({}, {"q": text})
    return answer


def satudata_answer_line(answer: dict[str, Any]) -> Markup:
    """Return the rows of an answer as a line with its two ends; a gap where no period is held stays a gap."""
    name = answer["question"]["group_by"][0]
    rows = sorted((row for row in answer["rows"] if row["value"] is not None), key=lambda row: str(row[name]))
    if len(answer["question"]["group_by"]) > 1 or len(rows) < 2:
        return Markup("")
    low, high = min(row["value"] for row in rows), max(row["value"] for row in rows)
    low = min(low, 0) if low < (high - low) else low
    height = (high - low) or 1
    points = [
        f"{number / (len(rows) - 1) * WIDTH:.1f} {HEIGHT - (row['value'] - low) / height * HEIGHT:.1f}"
        for number, row in enumerate(rows)
    ]
    text = _("{first} in {first_period}, {last} in {last_period}").format(
        first=rows[0]["text"],
        first_period=rows[0][f"{name}_label"],
        last=rows[-1]["text"],
        last_period=rows[-1][f"{name}_label"],
    )
    return Markup(
        '<svg class="satudata-answer-line" viewBox="-2 -4 {width} {height}" preserveAspectRatio="none" role="img"'
        ' aria-label="{text}"><path d="M{points}"/></svg>'
        '<p class="satudata-answer-ends"><span>{first_period}: {first}</span><span>{last_period}: {last}</span></p>'
    ).format(
        width=WIDTH + 4,
        height=HEIGHT + 8,
        text=text,
        points=" L".join(points),
        first_period=rows[0][f"{name}_label"],
        first=rows[0]["text"],
        last_period=rows[-1][f"{name}_label"],
        last=rows[-1]["text"],
    )


def satudata_answer_map(answer: dict[str, Any]) -> Markup:
    """Return the rows of an answer as a map with its least and its largest figure; nothing without one each place."""
    groups = answer["question"]["group_by"]
    if len(groups) != 1 or groups[0].partition(":")[0] != REGION:
        return Markup("")
    name = groups[0]
    rows = {row[name]: row for row in answer["rows"] if row["value"] is not None}
    if len(rows) < 2:
        return Markup("")
    least, largest = (pick(rows.values(), key=lambda row: row["value"]) for pick in (min, max))
    ends = {"least": least[f"{name}_label"], "largest": largest[f"{name}_label"]}
    texts = {code: f"{row[f'{name}_label']}: {row['text']}" for code, row in rows.items()}
    text = _("Map: from {low} in {least} to {high} in {largest}").format(
        low=least["text"], high=largest["text"], **ends
    )
    drawn = sketch(
        load_outlines(config.wilayah()), {code: float(row["value"]) for code, row in rows.items()}, texts, text
    )
    if not drawn:
        return Markup("")
    return drawn + Markup(
        '<p class="satudata-answer-ends"><span><i class="satudata-sketch-1"></i>{}: {}</span>'
        '<span><i class="satudata-sketch-{}"></i>{}: {}</span></p>'
    ).format(ends["least"], least["text"], CLASSES, ends["largest"], largest["text"])


def satudata_search_reason(dataset: dict[str, Any]) -> str:
    """Return what made the search find a dataset, e.g. "kolom: cabai"; "" where its title tells it."""
    return searching.describe_reason(dataset)
