"""The catalogue as one document: a page of it that names the next, or the whole as a stream."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import math
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata import config
from ckanext.satudata.dcat import failures, removals, renderings
from ckanext.satudata.dcat.documents import Format
from ckanext.satudata.dcat.model import CATALOGUE, Rendering, RenderingText
from ckanext.satudata.dcat.statements import Description
from ckanext.satudata.dcat.writers import WRITERS, Tree
from ckanext.satudata.exceptions import N_, BadFeedRequest
from rdflib import RDF, XSD, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from sqlalchemy import and_, case, func, or_, select, true, tuple_
from sqlalchemy.sql import ColumnElement

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
# datasets read at a time while streaming; decides the memory, not the speed
CHUNK = 200
# renderings made before a page is answered; more are made while it is streamed
PATIENCE = 200


@dataclasses.dataclass(frozen=True)
class Wish:
    """What a client asked for: a page (from 1), or the whole; what changed since a moment (UTC), or everything."""

    page: int | None
    since: datetime.datetime | None


@dataclasses.dataclass(frozen=True)
class State:
    """The public catalogue at this moment: how many datasets a wish covers, when one last changed, what marks it.

    `mark` differs whenever anything that the feed says differs; None while renderings are outdated.
    """

    count: int
    modified: datetime.datetime | None
    mark: str | None


def wish(arguments: dict[str, str]) -> Wish:
    """Return what the query string asks for. Raises BadFeedRequest."""
    full = arguments.get("full", "") not in {"", "0", "false"}
    page = _page(arguments.get("page") or "1")
    return Wish(None if full else page, _since(arguments.get("modified_since")))


def _page(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10**9:
        raise BadFeedRequest(N_('page must be a whole number from 1 on, not "{0}".'), text[:40])
    return int(text)


def _since(text: str | None) -> datetime.datetime | None:
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError as error:
        problem = N_('modified_since must be a moment like 2026-01-31 or 2026-01-31T08:00:00Z (ISO 8601), not "{0}".')
        raise BadFeedRequest(problem, text[:40]) from error
    try:
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError as error:
        raise BadFeedRequest(N_("modified_since is too far away.")) from error


def state(wish: Wish) -> State:
    """Return the state of what is wanted; outdated renderings are made first while they are few."""
    if wish.since:
        # whoever asks for changes hears of a removal at once, whether the job that notes it has run or not
        removals.bury(renderings.visible())
    current, old = _state(wish)
    if 0 < old <= PATIENCE:
        renderings.refresh()
        current, old = _state(wish)
    return dataclasses.replace(current, mark=None) if old else current


def _state(wish: Wish) -> tuple[State, int]:
    """Return the state of what is wanted, and how many renderings it lacks."""
    whole = _whole() if wish.since is None else None
    if whole:
        return whole, 0
    settled = or_(and_(Rendering.subject.is_not(None), renderings.is_fresh()), failures.is_noted(renderings.maker()))
    changed = func.greatest(model.Package.metadata_modified, Rendering.changed)
    query = (
        model.Session.query(
            func.count(),
            func.max(changed),
            func.bit_xor(Rendering.digest),
            func.coalesce(func.sum(case((settled, 0), else_=1)), 0),
        )
        .select_from(model.Package)
        .outerjoin(Rendering, Rendering.subject == model.Package.id)
        .filter(_covered(wish))
    )
    count, modified, digest, old = query.one()
    return State(count, modified, _mark(count, digest, wish.since)), int(old)


def _mark(count: int, digest: int | None, since: datetime.datetime | None) -> str:
    gone = removals.mark(since) if since else None
    parts = (count, digest, renderings.catalogue_digest(), renderings.maker(), config.feed_page_size(), since, gone)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _whole() -> State | None:
    """Return the state of the whole catalogue where every dataset has its rendering and nothing else has one.

    Most requests come while nothing changes. Datasets and renderings are then the same pairs of id and revision, which
    a sum over each table tells in half the time that it takes to join them.
    """
    package = model.Package
    shown = (
        select(
            func.count().label("datasets"),
            func.max(package.metadata_modified).label("modified"),
            func.bit_xor(_pair(package.id, package.metadata_modified)).label("pairs"),
        )
        .where(renderings.visible())
        .subquery()
    )
    kept = (
        select(
            func.count().label("renderings"),
            func.max(Rendering.changed).label("changed"),
            func.bit_xor(Rendering.digest).label("digest"),
            func.bit_xor(_pair(Rendering.subject, Rendering.revision)).label("kept_pairs"),
        )
        .where(Rendering.subject != CATALOGUE, Rendering.maker == renderings.maker())
        .subquery()
    )
    row = model.Session.execute(select(shown, kept).select_from(shown.join(kept, true()))).one()
    if (row.datasets, row.pairs) != (row.renderings, row.kept_pairs):
        return None
    modified = max(row.modified, row.changed) if row.datasets else None
    return State(row.datasets, modified, _mark(row.datasets, row.digest, None))


def _pair(identifier: Any, moment: Any) -> Any:
    return func.hashtextextended(identifier, func.timestamp_hash_extended(moment, 0))


def _covered(wish: Wish) -> ColumnElement[bool]:
    if wish.since is None:
        return renderings.visible()
    changed = func.greatest(model.Package.metadata_modified, func.coalesce(Rendering.changed, func.now()))
    return and_(renderings.visible(), changed >= wish.since)


def document(wish: Wish, now: State, format_: Format, address: str) -> Iterator[str]:
    """Yield the document's pieces. `address` is that of the feed without a query, to name its pages."""
    return format_.document(_fragments(wish, now, format_, address))


def _fragments(wish: Wish, now: State, format_: Format, address: str) -> Iterator[str]:
    yield renderings.catalogue()[format_.writer]
    yield WRITERS[format_.writer](Tree(_about(wish, now, address), "halaman"))
    if wish.since and wish.page in (None, 1):
        yield WRITERS[format_.writer](Tree(removals.graph(removals.since(wish.since)), "ditarik"))
    catalogue = catalog_uri()
    for name, text in texts(wish, format_.writer):
        yield format_.membership(catalogue, name)
        yield text


def texts(wish: Wish, writer: str) -> Iterator[tuple[str, str]]:
    """Yield each dataset's address and fragment, in the order in which they came into the catalogue.

    That order changes for no dataset when another changes, so a client that goes from page to page misses none.
    """
    size = config.feed_page_size()
    if wish.page is not None:
        yield from _chunk(wish, writer, size * (wish.page - 1), size, None)[0]
        return
    last = None
    while True:
        chunk, last = _chunk(wish, writer, 0, CHUNK, last)
        if last is None:
            return
        yield from chunk


def _chunk(
    wish: Wish, writer: str, offset: int, size: int, after: tuple[datetime.datetime, str] | None
) -> tuple[list[tuple[str, str]], tuple[datetime.datetime, str] | None]:
    """Return some datasets' addresses and fragments, and the key of the last; outdated ones are made now."""
    key = (model.Package.metadata_created, model.Package.id)
    query = (
        model.Session.query(*key, renderings.is_fresh(), Rendering.address, RenderingText.body)
        .outerjoin(Rendering, Rendering.subject == model.Package.id)
        .outerjoin(RenderingText, and_(RenderingText.subject == model.Package.id, RenderingText.format == writer))
        .filter(_covered(wish))
        .order_by(*key)
    )
    if after:
        query = query.filter(tuple_(*key) > after)
    rows = query.offset(offset).limit(size).all()
    texts_by_id = _completed(rows, writer)
    # a stream may last long: neither hold a transaction open nor keep what was read
    model.Session.rollback()
    chunk = [texts_by_id[row.id] for row in rows if row.id in texts_by_id]
    return chunk, (rows[-1].metadata_created, rows[-1].id) if rows else None


def texts_of(identifiers: list[str], writer: str) -> Iterator[tuple[str, str]]:
    """Yield address and fragment of some datasets, in their order; those that nobody may see are left out."""
    query = (
        model.Session.query(model.Package.id, renderings.is_fresh(), Rendering.address, RenderingText.body)
        .outerjoin(Rendering, Rendering.subject == model.Package.id)
        .outerjoin(RenderingText, and_(RenderingText.subject == model.Package.id, RenderingText.format == writer))
        .filter(model.Package.id.in_(identifiers), renderings.visible())
    )
    texts_by_id = _completed(query.all(), writer)
    return (texts_by_id[identifier] for identifier in identifiers if identifier in texts_by_id)


def _completed(rows: Sequence[Any], writer: str) -> dict[str, tuple[str, str]]:
    """Return address and fragment by id for rows of (id, whether it is fresh, address, body), made where outdated.

    What cannot be rendered has its last rendering.
    """
    missing = [row.id for row in rows if not row[-3] or row.body is None]
    made = _made(missing, writer)
    kept = failures.subjects(missing) if missing else set()
    stored = {
        row.id: (row.address, row.body) for row in rows if row.body and (row.id not in missing or row.id in kept)
    }
    return {**stored, **made}


def _made(identifiers: list[str], writer: str) -> dict[str, tuple[str, str]]:
    if not identifiers:
        return {}
    renderings.store(renderings.records(failures.promising(identifiers, renderings.maker())))
    query = (
        model.Session.query(Rendering.subject, Rendering.address, RenderingText.body)
        .join(RenderingText, RenderingText.subject == Rendering.subject)
        .filter(
            RenderingText.format == writer, Rendering.subject.in_(identifiers), Rendering.maker == renderings.maker()
        )
    )
    return {subject: (address, body) for subject, address, body in query}


def _about(wish: Wish, now: State, address: str) -> Description:
    """Return what the document says of itself: when the catalogue changed, which page this is and which is next."""
    graph = Description()
    if now.modified:
        moment = Literal(now.modified.isoformat() + "Z", datatype=XSD.dateTime)
        graph.add((URIRef(catalog_uri()), DCTERMS.modified, moment))
    if wish.page is None:
        return graph
    size = config.feed_page_size()
    last = max(1, math.ceil(now.count / size))
    pages = {"first": 1, "last": last}
    if wish.page < last:
        pages["next"] = wish.page + 1
    if wish.page > 1:
        pages["previous"] = min(wish.page - 1, last)
    addresses = {name: _page_address(address, wish, page) for name, page in pages.items()}
    graph += view(_page_address(address, wish, wish.page), addresses, now.count)
    return graph


def view(address: str, pages: dict[str, str], count: int) -> Description:
    """Return what a page says of itself: the addresses of the others by Hydra's names, how many datasets there are."""
    graph, page = Description(), URIRef(address)
    # both designs: PagedCollection is the older, and the one that ckanext-dcat knows since long
    graph.add((page, RDF.type, HYDRA.PartialCollectionView))
    graph.add((page, RDF.type, HYDRA.PagedCollection))
    for name, other in pages.items():
        graph.add((page, HYDRA[name], URIRef(other)))
    graph.add((page, HYDRA.totalItems, Literal(count)))
    graph.add((page, HYDRA.itemsPerPage, Literal(config.feed_page_size())))
    return graph


def _page_address(address: str, wish: Wish, page: int) -> str:
    since = {"modified_since": wish.since.isoformat() + "Z"} if wish.since else {}
    return f"{address}?{urlencode({**since, 'page': page})}"
