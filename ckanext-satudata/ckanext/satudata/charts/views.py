"""Pages of charts: /satudata/grafik/<standard>/<measure> shows a question to the observations, for people to take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.charts import addresses, citation, helpers, offers, picture, section
from ckanext.satudata.charts import table as tables
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive, UnknownStandard
from ckanext.satudata.regions import boundaries
from ckanext.satudata.web.headers import embeddable
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, make_response

blueprint = Blueprint("satudata_chart", __name__, url_prefix="/satudata/grafik")


@blueprint.route("/<standard>/<measure>")
def show(standard: str, measure: str) -> Any:
    """Show a chart with its figures, files, citation and addresses."""
    with _answered():
        shown = _picture(standard, measure)
        others = offers.load(standard, measure, shown.request.dataset, shown.request.question.within)
    return tk.render("satudata/chart.html", {"picture": shown, "offers": others, "url": addresses.url})


@blueprint.route("/<standard>/<measure>/sematkan")
@embeddable
def embed(standard: str, measure: str) -> Any:
    """Show a chart alone, on a light page for frames of other sites."""
    with _answered():
        shown = _picture(standard, measure)
    return tk.render("satudata/chart_embed.html", {"picture": shown})


@blueprint.route("/<standard>/<measure>/tabel.csv")
@for_programs("text/csv", described=False)
def as_csv(standard: str, measure: str) -> Response:
    """Send the table of a chart as CSV, with titles and names as people read them."""
    with _answered():
        shown = _picture(standard, measure)
    # Excel takes a file without this mark for one in an old encoding
    return _file("\ufeff" + tables.as_csv(shown.figures), "text/csv; charset=utf-8", f"{shown.name}.csv")


@blueprint.route("/<standard>/<measure>/kutipan.<any(txt,bib,ris):ending>")
@for_programs("text/plain", described=False)
def cite(standard: str, measure: str, ending: str) -> Response:
    """Send how to cite a chart, as text, for BibTeX or for reference managers (RIS)."""
    with _answered():
        shown = _picture(standard, measure)
    mimetype, write = citation.FORMATS[ending]
    return _file(write(shown.citation), mimetype, f"{shown.name}.{ending}")


@blueprint.route("/dataset/<name>/bagian")
def of_dataset(name: str) -> Any:
    """Send the section of a dataset's page with its figures, for another region, year or measure."""
    shown = section.load(_dataset(name), tk.request.args)
    if shown is None:
        return tk.abort(404, tk._("This dataset has no figures to show."))
    return tk.render("satudata/chart_section.html", {"section": shown})


@blueprint.route("/dataset/<name>/kutipan.<any(txt,bib,ris):ending>")
@for_programs("text/plain", described=False)
def cite_dataset(name: str, ending: str) -> Response:
    """Send how to cite a dataset, as text, for BibTeX or for reference managers (RIS)."""
    mimetype, write = citation.FORMATS[ending]
    return _file(write(helpers.satudata_dataset_citation(_dataset(name))), mimetype, f"{name}.{ending}")


@blueprint.route("/peta/kecamatan.geojson")
@for_programs("application/geo+json", described=False)
def outlines() -> Response:
    """Send the outlines of what lies directly in the district, or in the region `?dalam=`."""
    content = boundaries.find(tk.request.args.get("dalam") or config.wilayah())
    if content is None:
        return tk.abort(404, tk._("There are no boundaries of this district."))
    answer = make_response(content)
    answer.content_type = "application/geo+json"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _dataset(name: str) -> dict[str, Any]:
    try:
        dataset: dict[str, Any] = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such dataset, or you may not see it."))
    return dataset


def _picture(standard: str, measure: str) -> Picture:
    """Return the picture that the address asks for; without groups the first one that is offered."""
    request = addresses.parse(standard, measure, tk.request.args)
    if not request.question.group_by:
        offered = offers.load(standard, measure, request.dataset, request.question.within)
        if offered:
            request = offered[0].request
    return picture.load(request)


@contextmanager
def _answered() -> Iterator[None]:
    """Answer what cannot be asked with a page that says why."""
    try:
        yield
    except UnknownStandard as error:
        tk.abort(404, str(error))
    except (BadQuestion, NotAdditive) as error:
        tk.abort(400, str(error))


def _file(text: str, mimetype: str, name: str) -> Response:
    return Response(text, headers={"Content-Disposition": f'attachment; filename="{name}"'}, content_type=mimetype)
