"""Pages of the command center."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.charts import views as charts
from ckanext.satudata.command_center import snapshot
from ckanext.satudata.exceptions import NoSnapshot
from ckanext.satudata.metadata import codelists
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, make_response

blueprint = Blueprint("satudata_command_center", __name__, url_prefix="/command-center")


@blueprint.route("")
def index() -> str:
    """Show the screens to choose from."""
    screens = tk.get_action("satudata_screen_list")({}, {})
    return tk.render("satudata/command_center.html", {"screens": screens})


@blueprint.route("/<name>")
def show(name: str) -> str:
    """Show a screen; all further data come through `data`. Chromium comes with a ticket, see `snapshot`."""
    user = snapshot.redeem(tk.request.args["tiket"]) if "tiket" in tk.request.args else None
    context = {} if user is None else {"user": user}
    screen = _screen(name, context)
    settings = {**settings_of(context), "still": None if user is None else _still(), "age": _age(screen)}
    return render_wall(screen, settings)


def render_wall(screen: dict[str, Any], settings: dict[str, Any]) -> str:
    """Return the page of a wall, with the script of every face."""
    folder = Path(__file__).parent / "public" / "satudata" / "command_center" / "faces"
    faces = sorted(file.name for file in folder.glob("*.js"))
    return tk.render("satudata/wall.html", {"screen": screen, "settings": settings, "faces": faces})


def _age(screen: dict[str, Any]) -> int:
    """Return the seconds since a screen was drawn."""
    return max(0, int((clock.now() - datetime.datetime.fromisoformat(screen["drawn"])).total_seconds()))


def _still() -> dict[str, int]:
    """Return the size of the picture that is made: while a page is drawn, Chromium's window is a little lower."""
    size = tk.request.args.get("ukuran", "")
    width, height = (size if size in snapshot.SIZES else snapshot.SIZES[0]).split("x")
    return {"width": int(width), "height": int(height)}


def settings_of(context: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the settings of the wall's script, besides the screen."""
    listed = tk.get_action("satudata_screen_list")({**(context or {})}, {})
    return {
        "screens": [{"name": screen["name"], "title": screen["title"]} for screen in listed],
        "refresh": config.wall_refresh_seconds(),
        "turn": config.wall_turn_seconds(),
        "zone": config.timezone(),
        "locale": tk.h.lang(),
        "still": None,
        # milliseconds, as scripts count: a page that is older came out of a kiosk's store
        "served": int(time.time() * 1000),
        # seconds since the figures of the page were drawn
        "age": 0,
        "pictures": not tk.current_user.is_anonymous,
        "edit": None,
        "texts": texts(),
        "units": {unit.code: unit.extra["written"] for unit in codelists.load("satuan") if unit.extra["written"]},
    }


@blueprint.route("/<name>/data")
def data(name: str) -> Any:
    """Send all that a refresh needs; 304 when nothing has changed."""
    screen = _screen(name)
    answer = make_response(json.dumps(screen, ensure_ascii=False))
    answer.content_type = "application/json; charset=utf-8"
    answer.set_etag(screen["version"])
    answer.headers["Cache-Control"] = "private, no-cache"
    # also where nothing has changed: the browser puts it beside what it has
    answer.headers["Age"] = str(_age(screen))
    return answer.make_conditional(tk.request)


@blueprint.route("/<name>.<any(png,pdf):ending>")
def picture(name: str, ending: str) -> Any:
    """Send a picture of a screen as the asker sees it; only for people who are logged in, for it costs seconds."""
    if tk.current_user.is_anonymous:
        return tk.abort(403, tk._("Log in to take a picture of a screen."))
    screen = _screen(name)
    size, theme = (tk.request.args.get(key, "") for key in ("ukuran", "tema"))
    if (size and size not in snapshot.SIZES) or (theme and theme not in snapshot.THEMES):
        choices_text = ", ".join(snapshot.SIZES + snapshot.THEMES)
        return tk.abort(400, tk._("There is no such size or theme. There are: {0}.").format(choices_text))
    try:
        content = snapshot.picture(name, tk.current_user.name, size or snapshot.SIZES[0], theme or snapshot.THEMES[0])
    except NoSnapshot as error:
        return tk.abort(503, str(error))
    content = content if ending == "png" else snapshot.document([content], screen["title"])
    headers = {"Content-Disposition": f'attachment; filename="{name}-{clock.today().isoformat()}.{ending}"'}
    return Response(content, headers=headers, content_type=snapshot.MIMETYPES[ending])


@blueprint.route("/app.webmanifest")
def manifest() -> Response:
    """Send what a telephone needs to keep the screens as an application (W3C, Web Application Manifest)."""
    start = tk.url_for("satudata_command_center.index")
    icon = {"src": tk.h.url_for_static("/satudata/favicon.svg"), "type": "image/svg+xml", "sizes": "any"}
    description = {
        "name": f"{tk._('Command center')} {tk.h.satudata_district_name()}",
        "short_name": tk._("Command center"),
        "lang": tk.h.lang(),
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#0a1220",
        "theme_color": "#0a1220",
        "icons": [icon],
    }
    return Response(json.dumps(description, ensure_ascii=False), content_type="application/manifest+json")


@blueprint.route("/sw.js")
def service_worker() -> Response:
    """Send the service worker, from a path that lets it serve the screens."""
    script = Path(__file__).parent / "public" / "satudata" / "command_center" / "sw.js"
    answer = Response(script.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.route("/peta/kecamatan.geojson")
@for_programs("application/geo+json")
def boundaries() -> Response:
    """Send the boundaries of the district's kecamatan."""
    return charts.outlines()


def _screen(name: str, context: dict[str, Any] | None = None) -> dict[str, Any]:
    try:
        return tk.get_action("satudata_screen_show")({**(context or {})}, {"name": name})
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))


def texts() -> dict[str, str]:
    """Return the words that the script puts on the wall."""
    return {
        "no_data": tk._("No data"),
        "no_data_hint": tk._("No published table has this figure yet."),
        "wrong": tk._("This tile is wrong"),
        "source": tk._("Source"),
        "target": tk._("Target"),
        "previous": tk._("from the period before"),
        "year": tk._("from a year before"),
        "other_source": tk._("before: another source"),
        "partial": tk._("{0} of {1} regions"),
        "fresh": tk._("up to date"),
        "late": tk._("late"),
        "old": tk._("long overdue"),
        "good": tk._("good"),
        "warn": tk._("beware"),
        "bad": tk._("bad"),
        "signs": tk._("Signs"),
        "passed": tk._("{0} of the year has passed"),
        "example": tk._("example"),
        "left_out": tk._("and {0} more"),
        "offline": tk._("No connection. Data of {0}."),
        "online": tk._("Data of {0}"),
        "dataset": tk._("Dataset"),
        "office": tk._("OPD"),
        "table": tk._("Take as CSV"),
        "close": tk._("Close"),
        "men": tk._("Men"),
        "women": tk._("Women"),
        "figures": tk._("Figures"),
        "camera": tk._("Camera picture"),
        "not_pictured": tk._("Left out of the picture."),
        "no_camera": tk._("The camera does not answer."),
        "open": tk._("Open {0}"),
        "acknowledged": tk._("acknowledged"),
        "wind_from": tk._("Wind from: {0}"),
    }
