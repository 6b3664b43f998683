"""Renderings of datasets: made once when a dataset changes, kept by revision, made anew when something is outdated."""

from __future__ import annotations

import datetime
import functools
import hashlib
import logging
from collections.abc import Sequence
from importlib import resources
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import catalog_uri, dataset_uri
from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.dcat import datajson, failures, quality, removals, series, uris
from ckanext.satudata.dcat.model import CATALOGUE, Failure, Rendering, RenderingText
from ckanext.satudata.dcat.profile import SatuDataProfile
from ckanext.satudata.dcat.statements import Description
from ckanext.satudata.dcat.writers import WRITERS, Tree
from ckanext.satudata.quality import history
from rdflib import URIRef
from sqlalchemy import and_, case, func, or_, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ColumnElement

log = logging.getLogger(__name__)

# of datasets, by id: their score, and the day since which it stands
Scores = dict[str, tuple[float, datetime.date]]
# which of how many shares of all datasets
Share = tuple[int, int]
BATCH = 100
# the bits of PostgreSQL's hash without its sign
HASH = 2**31 - 1
SAVE_TEXTS = sql(
    "INSERT INTO satudata_rendering_text (subject, format, body) "
    "SELECT * FROM unnest(CAST(:subject AS text[]), CAST(:format AS text[]), CAST(:body AS text[])) "
    "ON CONFLICT (subject, format) DO UPDATE SET body = excluded.body"
)
# what else a rendering depends on than the dataset: the code, the standards, the codes, the portal's address
SOURCES = {
    "ckanext.satudata.dcat": "*.*",
    "ckanext.satudata.schemas": "standards/*.yaml",
    "ckanext.satudata.codelists": "*.*",
}


def graph(record: dict[str, Any], scores: Scores | None = None) -> Description:
    """Return a dataset's triples, made afresh. `record` is an answer of `package_show`; it is not changed.

    `scores` are the quality scores of some datasets, this one among them if it has any; looked up where not given.
    """
    result, ref = Description(), URIRef(address(record))
    SatuDataProfile(result).graph_from_dataset(record, ref)
    scores_by_id = history.standing([record["id"]]) if scores is None else scores
    if record["id"] in scores_by_id:
        quality.add_score(result, ref, *scores_by_id[record["id"]])
    return result


def catalogue_graph() -> Description:
    """Return the triples of the catalogue itself and of the district's applications, made afresh."""
    result = Description()
    SatuDataProfile(result).graph_from_catalog({}, URIRef(catalog_uri()))
    return result


def address(record: dict[str, Any]) -> str:
    """Return the address that names a dataset: the one it came with where it was harvested, else ours."""
    return uris.link(dataset_uri(record)) or uris.record("dataset", record["id"])


def visible() -> ColumnElement[bool]:
    """Return the condition that a package is a dataset that everybody may see.

    Data that is `terbatas` or `dikecualikan` is private by a rule of the form; should an import have passed it by,
    it still stays out.
    """
    package = model.Package
    return and_(
        package.state == model.State.ACTIVE,
        package.private.is_(False),
        package.type == "dataset",
        func.coalesce(package.extras["sifat_data"].astext, "terbuka").in_(["terbuka", ""]),
    )


def is_fresh() -> ColumnElement[bool]:
    """Return the condition that a package's stored rendering is that of its revision, by this code."""
    return and_(Rendering.revision == model.Package.metadata_modified, Rendering.maker == maker())


@functools.cache
def _sources() -> str:
    digest = hashlib.sha256()
    for package, pattern in SOURCES.items():
        root = resources.files(package)
        for path in sorted(root.glob(pattern), key=lambda path: path.name):  # type: ignore[attr-defined]
            digest.update(path.read_bytes())
    return digest.hexdigest()


def maker() -> str:
    """Return what identifies the code, the vocabularies and the address that renderings are made with."""
    parts = [_sources(), catalog_uri(), config.site_title(), config.wilayah()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def outdated(limit: int | None = None, share: Share = (0, 1)) -> list[str]:
    """Return the ids of datasets without a fresh rendering that are not known to fail, oldest first."""
    query = (
        model.Session.query(model.Package.id)
        .outerjoin(Rendering, Rendering.subject == model.Package.id)
        .filter(visible(), or_(Rendering.subject.is_(None), ~is_fresh()), ~failures.is_noted(maker()))
        .order_by(model.Package.metadata_created, model.Package.id)
    )
    number, shares = share
    if shares > 1:
        query = query.filter(func.hashtext(model.Package.id).op("&")(HASH) % shares == number)
    return [identifier for (identifier,) in query.limit(limit)]


def refresh(share: Share = (0, 1)) -> int:
    """Render every outdated dataset and drop what belongs to no visible one; return how many were rendered.

    `share` is (number, shares): of so many shares of the datasets this one alone is rendered.
    """
    count = 0
    refused: set[str] = set()
    while identifiers := [
        identifier for identifier in outdated(BATCH + len(refused), share) if identifier not in refused
    ][:BATCH]:
        done = store(records(identifiers))
        refused.update(set(identifiers) - done)
        count += len(done)
    removals.bury(visible())
    return count


def records(identifiers: list[str]) -> list[dict[str, Any]]:
    """Return the datasets as the public sees them; those that vanished meanwhile are missing.

    They are taken from the search index in one request where it holds their present revision.
    """
    if not identifiers:
        return []
    context = {"user": "", "ignore_auth": False}
    query = " OR ".join(identifiers)
    search = {"fq": f"+dataset_type:dataset +id:({query})", "rows": len(identifiers), "facet": "false"}
    datasets_by_id = {
        dataset["id"]: dataset for dataset in tk.get_action("package_search")({**context}, search)["results"]
    }
    current = dict(
        model.Session.query(model.Package.id, model.Package.metadata_modified)
        .filter(visible(), model.Package.id.in_(identifiers))
        .all()
    )
    result = []
    for identifier, modified in current.items():
        record = datasets_by_id.get(identifier)
        if record is None or record["metadata_modified"] != modified.isoformat():
            try:
                record = tk.get_action("package_show")({**context}, {"id": identifier})
            except (tk.ObjectNotFound, tk.NotAuthorized):
                continue
            except Exception as error:
                # what CKAN itself cannot show must not keep all others out of the feed
                log.exception("dataset %s cannot be read", identifier)
                failures.note(identifier, modified, maker(), error)
                continue
        result.append(record)
    return result


def store(records: Sequence[dict[str, Any]]) -> set[str]:
    """Render datasets and keep the renderings; return the ids of those that could be rendered."""
    texts: list[dict[str, str]] = []
    heads: list[dict[str, Any]] = []
    scores = history.standing([record["id"] for record in records])
    for record in records:
        try:
            made = render(record, scores)
        except Exception as error:
            # one bad record must not keep all others out of the feed
            log.exception("dataset %s cannot be rendered", record["id"])
            failures.note(record["id"], _moment(record["metadata_modified"]), maker(), error)
            continue
        head = _head(record["id"], address(record), _moment(record["metadata_modified"]), made)
        heads.append({**head, "place": series.place(record)})
        texts += [{"subject": record["id"], "format": name, "body": body} for name, body in made.items()]
    _save(heads, texts)
    return {head["subject"] for head in heads}


def render(record: dict[str, Any], scores: Scores | None = None) -> dict[str, str]:
    """Return a dataset's fragment in each format."""
    tree = Tree(graph(record, scores), record["id"])
    made = {name: write(tree) for name, write in WRITERS.items()}
    return {**made, datajson.FORMAT: datajson.fragment(record, address(record))}


def catalogue() -> dict[str, str]:
    """Return the catalogue's own fragment in each format, stored or made now."""
    kept = (
        model.Session.query(RenderingText.format, RenderingText.body)
        .join(Rendering, Rendering.subject == RenderingText.subject)
        .filter(Rendering.subject == CATALOGUE, Rendering.maker == maker())
        .all()
    )
    if kept:
        return dict(kept)
    tree = Tree(catalogue_graph(), CATALOGUE)
    made = {name: write(tree) for name, write in WRITERS.items()}
    head = _head(CATALOGUE, catalog_uri(), datetime.datetime.fromisoformat("1970-01-01T00:00"), made)
    _save([head], [{"subject": CATALOGUE, "format": name, "body": body} for name, body in made.items()])
    return made


def catalogue_digest() -> int:
    """Return what changes whenever the catalogue's own fragment does, without reading the fragment."""
    query = model.Session.query(Rendering.digest).filter(Rendering.subject == CATALOGUE, Rendering.maker == maker())
    digest = query.scalar()
    if digest is None:
        catalogue()
        digest = query.scalar()
    return digest or 0


def outdate(condition: ColumnElement[bool]) -> None:
    """Mark renderings as outdated, in the running transaction: those of the packages, and the catalogue's own."""
    packages = model.Session.query(model.Package.id).filter(condition)
    subjects = or_(Rendering.subject.in_(packages.scalar_subquery()), Rendering.subject == CATALOGUE)
    model.Session.execute(
        update(Rendering).where(subjects).values(maker="").execution_options(synchronize_session=False)
    )
    failures.forget(Failure.subject.in_(packages.scalar_subquery()))


def displace(subject: str) -> None:
    """Forget, in the running transaction, the place at which the other editions of its series saw a dataset."""
    model.Session.execute(
        update(Rendering)
        .where(Rendering.subject == subject)
        .values(place="")
        .execution_options(synchronize_session=False)
    )


def _head(subject: str, name: str, revision: datetime.datetime, made: dict[str, str]) -> dict[str, Any]:
    digest = hashlib.sha256("\n".join([subject, *made.values()]).encode())
    return {
        "subject": subject,
        "address": name,
        "revision": revision,
        "maker": maker(),
        # PostgreSQL's bigint has a sign
        "digest": int.from_bytes(digest.digest()[:8], "big", signed=True),
        "changed": now(),
        "place": "",
    }


def _save(heads: list[dict[str, Any]], texts: list[dict[str, str]]) -> None:
    if not heads:
        return
    # always in the same order, so that two processes never wait for each other
    heads.sort(key=lambda head: head["subject"])
    texts.sort(key=lambda text: (text["subject"], text["format"]))
    head = insert(Rendering)
    unchanged = Rendering.digest == head.excluded.digest
    model.Session.execute(
        head.on_conflict_do_update(
            index_elements=["subject"],
            set_={
                "address": head.excluded.address,
                "revision": head.excluded.revision,
                "maker": head.excluded.maker,
                "digest": head.excluded.digest,
                "place": head.excluded.place,
                "changed": case((unchanged, Rendering.changed), else_=head.excluded.changed),
            },
        ),
        heads,
    )
    subjects = [head["subject"] for head in heads]
    failures.forget(Failure.subject.in_(subjects))
    removals.revive(subjects)
    # one statement for all: there are five texts a dataset
    columns = {name: [text[name] for text in texts] for name in ("subject", "format", "body")}
    model.Session.execute(SAVE_TEXTS, columns)
    model.Session.commit()


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
