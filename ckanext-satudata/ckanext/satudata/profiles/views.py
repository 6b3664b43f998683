"""Pages of regions: /profil/ and /profil/<kode wilayah>, its booklet and its picture."""

from __future__ import annotations

import io
import mimetypes
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.profiles import booklet, card, offices, page, places, report, themes
from ckanext.satudata.profiles.places import Place
from ckanext.satudata.regions import boundaries
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response

blueprint = Blueprint("satudata_profile", __name__, url_prefix="/profil")
# a picture to share changes with the figures; who shares it fetches it again at most so often
SHARED_SECONDS = 3600


@blueprint.route("/")
def index() -> str:
    """Show the district's regions on a map, each with its profile."""
    district = places.load(config.wilayah())
    listed = [(place, len(place.children)) for place in district.children]
    return tk.render("satudata/regions.html", {"places": listed, "has_map": boundaries.has(config.wilayah())})


@blueprint.route("/<code>")
def show(code: str) -> Any:
    """Show what is published of a region."""
    place = _place(code)
    # what is wrong with a theme is said to who can mend it
    may_mend = not tk.current_user.is_anonymous and tk.current_user.sysadmin
    data = {
        "page": page.load(place),
        "has_map": boundaries.has(config.wilayah()),
        "problems": themes.problems() if may_mend else [],
    }
    return tk.render("satudata/profile.html", data)


@blueprint.route("/<code>/profil.pdf", endpoint="booklet")
@for_programs("application/pdf", described=False)
def as_booklet(code: str) -> Response:
    """Send the page of a region as a booklet to print."""
    shown = page.load(_place(code))
    stream = io.BytesIO()
    booklet.write(stream, shown, tk.url_for("satudata_profile.show", code=code, _external=True))
    headers = {"Content-Disposition": f'attachment; filename="profil-{code}.pdf"'}
    return Response(stream.getvalue(), headers=headers, content_type="application/pdf")


@blueprint.route("/<code>/bagikan.png", endpoint="card")
@for_programs("image/png", described=False)
def as_card(code: str) -> Response:
    """Send the picture that stands beside a shared link to a region."""
    headers = {"Cache-Control": f"public, max-age={SHARED_SECONDS}"}
    return Response(card.draw(page.load(_place(code))), headers=headers, content_type="image/png")


@blueprint.route("/tema/<theme>/<name>")
@for_programs("image/png", described=False)
def theme_picture(theme: str, name: str) -> Response:
    """Send a picture of a theme."""
    content = themes.picture(theme, name)
    if content is None:
        return tk.abort(404, tk._("There is no such picture."))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, headers={"Cache-Control": f"public, max-age={SHARED_SECONDS}"}, content_type=kind)


@blueprint.route("/opd/<name>/laporan.pdf", endpoint="report")
@for_programs("application/pdf", described=False)
def as_report(name: str) -> Response:
    """Send what records say of an office as a report to print."""
    try:
        organization = tk.get_action("organization_show")({}, {"id": name, "include_datasets": False})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("There is no such organization."))
    stream = io.BytesIO()
    address = tk.url_for("organization.read", id=organization["name"], _external=True)
    report.write(stream, offices.load(organization), address)
    headers = {"Content-Disposition": f'attachment; filename="laporan-{organization["name"]}.pdf"'}
    return Response(stream.getvalue(), headers=headers, content_type="application/pdf")


def _place(code: str) -> Place:
    place = places.find(code)
    if place is None:
        return tk.abort(404, tk._('"{0}" is no kode wilayah of this district.').format(code))
    return place
