"""The page /satudata/analisis: two measures compared; all that is chosen stands in the address."""

from __future__ import annotations

import io
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.analysis import choices, movers, pairs, together
from ckanext.satudata.analysis.choices import Choice
from ckanext.satudata.analysis.compare import MOST_PERIODS
from ckanext.satudata.charts import picture
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import REGION, Question
from ckanext.satudata.regions import boundaries
from ckanext.satudata.tables import outlets
from ckanext.satudata.web import failures
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response

blueprint = Blueprint("satudata_analysis", __name__, url_prefix="/satudata/analisis")

STATE = ("x", "y", "level", "period", "view")
# the views of one measure, and the kinds of charts that draw them; two measures are drawn by a script of this room
KINDS = {"rank": "bars", "change": "line", "map": "map"}


@blueprint.route("/")
def index() -> Any:
    """Show the comparison; where the address names what does not go together, say so and show what does."""
    requested = {name: tk.request.args.get(name, "") for name in STATE}
    problem = ""
    try:
        analysis = _analysis(requested)
    except tk.ValidationError as error:
        problem = " ".join(text for texts in error.error_dict.values() for text in texts)
        analysis = _nearest(requested)
    views = {
        "scatter": tk._("Scatter"),
        "rank": tk._("Ranking"),
        "years": tk._("Two years side by side"),
        "ratio": tk._("One for each of the other"),
        "change": tk._("Change over time"),
        "map": tk._("Map"),
    }
    levels = {
        "provinsi": tk._("Province"),
        "kabupaten_kota": tk._("Kabupaten"),
        "kecamatan": tk._("Kecamatan"),
        "desa_kelurahan": tk._("Desa and kelurahan"),
    }
    place = config.wilayah()
    if analysis.get("level") != boundaries.level_below(place) or not boundaries.has(place):
        views.pop("map")
    one, other = _choices(analysis)
    if one is None or other is None or not pairs.may_divide(one, other):
        views.pop("ratio")
    if analysis.get("view") not in views:
        analysis["view"] = "scatter"
    state = {name: analysis.get(name, "") for name in STATE}
    data = {
        "found": analysis,
        "state": state,
        "views": views,
        "levels": levels,
        "problem": problem,
        "picture": _find_picture(analysis),
        "years": pairs.years(one, analysis["level"], analysis["period"])
        if one and analysis["view"] == "years"
        else None,
        "ratio": (
            pairs.ratio(one, other, analysis["level"], analysis["period"])
            if one and other and analysis["view"] == "ratio"
            else None
        ),
        # what is worth seeing stands above the choice, until somebody has chosen
        "news": None if any(requested.values()) else movers.load(),
        "texts": {"missing": tk._("no figure")},
    }
    page = tk.render("satudata/analysis.html", data)
    return (page, 400) if problem else page


def _choices(analysis: dict[str, Any]) -> tuple[Choice | None, Choice | None]:
    """Return the two measures that are shown, None for each where there are none."""
    if "x" not in analysis:
        return None, None
    by_key = {choice.key: choice for choice in choices.every()}
    return by_key.get(analysis["x"]), by_key.get(analysis["y"])


def _find_picture(analysis: dict[str, Any]) -> Picture | None:
    """Return the chart of a view of one measure, None for that of two."""
    if analysis.get("view") not in KINDS:
        return None
    axis = analysis["axes"]["x"]
    standard, _dot, measure = axis["key"].partition(".")
    groups, period = [f"{REGION}:{analysis['level']}"], axis["period"]
    if analysis["view"] == "change":
        groups.append(next(name for name, size in periods.GRAINS.items() if size == len(period)))
        period = f"latest:{MOST_PERIODS}"
    try:
        return picture.load(
            Request(Question(standard, measure, period=period, group_by=tuple(groups)), kind=KINDS[analysis["view"]])
        )
    except (BadQuestion, NotAdditive):
        return None


@blueprint.route("/bersama")
def side_by_side() -> Any:
    """Show several measures over time, one chart below the other, over the same years."""
    try:
        shown = together.load(tk.request.args.getlist("ukuran"), tk.request.args.get("sejak", ""))
    except tk.ValidationError as error:
        return tk.abort(400, " ".join(text for texts in error.error_dict.values() for text in texts))
    return tk.render("satudata/analysis_together.html", {"shown": shown})


@blueprint.route("/csv")
@for_programs("text/csv", action="satudata_analysis_show")
def as_csv() -> Response:
    """Send what the page shows as CSV."""
    try:
        analysis = _analysis({name: tk.request.args.get(name, "") for name in STATE})
    except tk.ValidationError as error:
        return failures.refused(error)
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    if analysis.get("lines"):
        writer.writerow(["kode_wilayah", "wilayah", *analysis["lines"]["periods"]])
        writer.writerows([line["code"], line["label"], *line["data"]] for line in analysis["lines"]["lines"])
        if analysis["lines"]["breaks"]:
            writer.writerows(_origins(analysis["lines"]))
    elif "rows" in analysis:
        heads = [f"{axis['key']} {axis['period']} ({axis['unit']})" for axis in analysis["axes"].values()]
        writer.writerow(["kode_wilayah", "wilayah", *heads])
        writer.writerows([row["code"], row["label"], row["x"], row["y"]] for row in analysis["rows"])
    headers = {"Content-Disposition": 'attachment; filename="analisis.csv"'}
    return Response(stream.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def _origins(drawn: dict[str, Any]) -> list[list[str]]:
    """Return for each region a row that names the tables of its figures, below those of the figures."""

    def name(origin: int | None) -> str:
        return "" if origin is None else "; ".join(table["title"] for table in drawn["origins"][origin])

    return [
        [line["code"], f"{tk._('Source')}: {line['label']}", *map(name, line["origins"])] for line in drawn["lines"]
    ]


def _analysis(state: dict[str, str]) -> dict[str, Any]:
    return tk.get_action("satudata_analysis_show")({}, {name: value for name, value in state.items() if value})


def _nearest(state: dict[str, str]) -> dict[str, Any]:
    """Return the comparison with as much of what was asked as goes together."""
    for kept in (("x", "y", "view"), ("x", "view"), ("x",), ()):
        try:
            return _analysis({name: state[name] for name in kept})
        except tk.ValidationError:
            continue
    return _analysis({})
