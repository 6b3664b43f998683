"""The feed's addresses: the catalogue and one dataset in each format."""

from __future__ import annotations

import dataclasses
import datetime
import zlib
from collections.abc import Iterable, Iterator

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.exceptions import RDFProfileException
from ckanext.satudata.dcat import datajson, failures, feed, removals, renderings, since, uris
from ckanext.satudata.dcat.documents import FORMATS, Format
from ckanext.satudata.dcat.model import Rendering, RenderingText
from ckanext.satudata.exceptions import BadFeedRequest
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, request, stream_with_context

blueprint = Blueprint("satudata_dcat", __name__)
# what makes a request a search
SEARCHES = ("q", "fq", "profiles")
GZIP = 16 + zlib.MAX_WBITS
# what lies between the small pieces of a document and the network
PIECE = 64 * 1024


class Streamed(Response):
    """A response that is never put together in memory: not for its length, nor for a condition."""

    automatically_set_content_length = False
    implicit_sequence_conversion = False


@blueprint.route("/catalog.<_format>")
@for_programs(*(format_.media_type for format_ in FORMATS.values()))
def catalogue(_format: str) -> Response:
    """Send the catalogue: a page of it, or with `full=1` the whole."""
    format_ = _format_named(_format)
    if any(request.args.get(name) for name in SEARCHES):
        return _searched(_format, format_)
    try:
        wish = feed.wish(request.args)
    except BadFeedRequest as error:
        return _refused(str(error), 400)
    now = feed.state(wish)
    address = f"{uris.base()}/catalog.{_format}"
    mark = f"{now.mark}-{wish.page or 'full'}" if now.mark else None
    # what a wish covers may change without anything being newer: such a document has no date
    changed = None if wish.since else since.first_served(now.mark)
    return _conditional(feed.document(wish, now, format_, address), format_.media_type, mark, changed)


@blueprint.route("/data.json")
@for_programs("application/json")
def data_json() -> Response:
    """Send the whole catalogue as DCAT-US 1.1; with `modified_since` what changed or went since then.

    It is one document, which is its page 1. There is no other: ckanext-dcat's harvester asks for the next page until
    it gets 404, and gives the whole harvest up at any other refusal.
    """
    if any(request.args.get(name) for name in SEARCHES):
        text = tk._("data.json is the whole catalogue and cannot be searched. Ask /catalog.jsonld with q or fq.")
        return _refused(text, 400)
    try:
        wish = feed.wish(request.args)
    except BadFeedRequest as error:
        return _refused(str(error), 400)
    if wish.page not in (None, 1):
        return _refused(tk._("data.json is one document: it has no page {0}.").format(wish.page), 404)
    wish = dataclasses.replace(wish, page=None)
    now = feed.state(wish)
    frame = datajson.frame()
    if wish.since:
        frame = removals.frame(frame, removals.since(wish.since))
    pieces = frame.document(body for _name, body in feed.texts(wish, frame.writer))
    changed = None if wish.since else since.first_served(now.mark)
    return _conditional(pieces, frame.media_type, f"{now.mark}-full" if now.mark else None, changed)


@blueprint.route("/dataset/<_id>.<_format>")
@for_programs(*(format_.media_type for format_ in FORMATS.values()))
def dataset(_id: str, _format: str) -> Response:
    """Send one dataset: the stored rendering where everybody may see it, else one made for whoever asks."""
    format_ = _format_named(_format)
    if "\0" in _id:
        # PostgreSQL cannot even look for it
        return _refused(tk._("There is no dataset of this name."), 404)
    query = model.Session.query(model.Package.id).filter(
        (model.Package.id == _id) | (model.Package.name == _id), renderings.visible()
    )
    identifier = query.scalar()
    if identifier is None or request.args.get("profiles"):
        return _made(_id, _format, format_)
    head, body = _stored(identifier, format_.writer)
    if head is None:
        return _made(_id, _format, format_)
    return _conditional(format_.document([body]), format_.media_type, f"{head.digest & (2**64 - 1):x}", head.changed)


def _stored(identifier: str, writer: str) -> tuple[Rendering | None, str]:
    """Return a dataset's rendering, made now where it is outdated; the last one where it cannot be made."""
    query = (
        model.Session.query(Rendering, RenderingText.body)
        .join(RenderingText, RenderingText.subject == Rendering.subject)
        .join(model.Package, model.Package.id == Rendering.subject)
        .filter(Rendering.subject == identifier, RenderingText.format == writer)
    )
    row = query.filter(renderings.is_fresh()).first()
    if row is None:
        renderings.store(renderings.records(failures.promising([identifier], renderings.maker())))
        row = query.first()
    return (row[0], row[1]) if row else (None, "")


def _made(identifier: str, name: str, format_: Format) -> Response:
    try:
        text = tk.get_action("dcat_dataset_show")(
            {"user": tk.current_user.name}, {"id": identifier, "format": name, "profiles": _profiles()}
        )
    except (tk.NotAuthorized, tk.ObjectNotFound):
        # whoever may not see a dataset does not learn that there is one
        return _refused(tk._("There is no dataset of this name."), 404)
    except (tk.ValidationError, RDFProfileException) as error:
        return _refused(str(error), 400)
    response = Response(text, content_type=format_.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _searched(name: str, format_: Format) -> Response:
    parameters = {key: request.args.get(key) for key in ("page", "modified_since", "q", "fq")}
    try:
        text = tk.get_action("dcat_catalog_show")(
            {"user": ""}, {**parameters, "format": name, "profiles": _profiles()}
        )
    except tk.ValidationError as error:
        return _refused(" ".join(error.error_dict["message"]), 400)
    return Response(text, content_type=format_.media_type)


def _profiles() -> list[str] | None:
    named = request.args.get("profiles")
    return named.split(",") if named else None


def _format_named(name: str) -> Format:
    if name not in FORMATS:
        problem = tk._('There is no format "{0}". There are: {1}.')
        tk.abort(404, problem.format(name[:20], ", ".join(FORMATS)))
    return FORMATS[name]


def _refused(text: str, status: int) -> Response:
    return Response(text + "\n", status, content_type="text/plain; charset=utf-8")


def _conditional(
    pieces: Iterable[str], media_type: str, mark: str | None, modified: datetime.datetime | None
) -> Response:
    """Return a streamed response that answers 304 to whoever has it already, compressed where wanted."""
    packed = request.accept_encodings.quality("gzip") > 0
    response = Streamed((), content_type=media_type)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if mark:
        name = media_type.partition(";")[0].rpartition("/")[2]
        response.set_etag(f"{mark}-{name}{'-gz' if packed else ''}", weak=True)
        response.last_modified = modified
        response.make_conditional(request)
    if response.status_code == 304 or request.method == "HEAD":
        return response
    content: Iterable[bytes] = (piece.encode() for piece in pieces)
    response.response = stream_with_context(_gathered(_gzip(content) if packed else content))
    return response


def _gzip(content: Iterable[bytes]) -> Iterator[bytes]:
    # level 1: three times faster than the usual one, and a fifth larger
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    for piece in content:
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()


def _gathered(content: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    try:
        for piece in content:
            waiting.append(piece)
            size += len(piece)
            if size >= PIECE:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)
    finally:
        # CKAN gives the request's connection back before the first piece is made
        model.Session.remove()
