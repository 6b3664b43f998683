"""Notices what makes renderings outdated, and has them made once the change is committed."""

from __future__ import annotations

import logging
from typing import Any

from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.dcat import agents, failures, renderings, series
from sqlalchemy import event, or_
from sqlalchemy.sql import ColumnElement

log = logging.getLogger(__name__)

CHANGED = "satudata_dcat_changed"
# records that datasets, or the catalogue's own rendering, speak of
SPOKEN_OF = {"kegiatan", "indikator", "layanan"}
# seconds after which a job that never ran is put on the queue again
LOST_AFTER = 600


def note(entity: model.Package | model.Group) -> None:
    """Note a change of the running transaction: of a dataset, another record, or an organization."""
    if isinstance(entity, model.Package):
        note_package(entity)
    elif entity.is_organization:
        note_organization(entity)


def note_package(package: model.Package) -> None:
    """Note that a package changes in the running transaction."""
    model.Session().info[CHANGED] = True
    if package.type in SPOKEN_OF:
        renderings.outdate(_speaks_of([package.id, package.name]))
    if package.type == "dataset" and (beside := series.editions_to_rerender(package)):
        renderings.outdate(model.Package.id.in_(beside))
        renderings.displace(package.id)


def note_organization(group: model.Group) -> None:
    """Note that an organization changes: its datasets and those of the organizations below it name it."""
    agents.forget()
    below = [office[0] for office in group.get_children_group_hierarchy("organization")]
    model.Session().info[CHANGED] = True
    offices = [group.id, *below]
    activities = model.Session.query(model.Package.id).filter(
        model.Package.type == "kegiatan", model.Package.owner_org.in_(offices)
    )
    of_offices = model.Package.owner_org.in_(offices)
    renderings.outdate(or_(of_offices, _speaks_of([identifier for (identifier,) in activities])))


def note_scores(_sender: Any, packages: list[str]) -> None:
    """Note, in the running transaction, that the quality scores of some datasets change."""
    model.Session().info[CHANGED] = True
    renderings.outdate(model.Package.id.in_(packages))


def note_years(package: str) -> None:
    """Note that the years of a dataset's tables change."""
    model.Session().info[CHANGED] = True
    renderings.outdate(model.Package.id == package)
    model.Session.commit()


def _speaks_of(records: list[str]) -> ColumnElement[bool]:
    """Return the condition that a dataset links to one of these records, itself or by its indicator."""
    indicators = model.Session.query(model.Package.id).filter(
        model.Package.type == "indikator", model.Package.extras["kegiatan"].astext.in_(records)
    )
    named = [*records, *(identifier for (identifier,) in indicators)]
    return or_(*(model.Package.extras[kind].astext.in_(named) for kind in ("kegiatan", "indikator")))


def listen() -> None:
    """Have the renderings made after each commit that changed something; registering again changes nothing."""
    if not event.contains(model.Session, "after_commit", _after_commit):
        event.listen(model.Session, "after_commit", _after_commit)


def _after_commit(session: Any) -> None:
    # CKAN writes within savepoints; what they release is not committed yet
    if session.in_nested_transaction():
        return
    session.info.pop(agents.CACHE, None)
    if not session.info.pop(CHANGED, False):
        return
    try:
        enqueue()
    except Exception:
        # the change itself is stored; the next request for the feed renders it
        log.exception("the rendering could not be put on the queue")


def enqueue() -> None:
    """Put one job on the queue that renders all that is outdated; none while one waits there already."""
    if connect_to_redis().set(_waiting(), 1, nx=True, ex=LOST_AFTER):
        tk.enqueue_job(refresh, title="DCAT", rq_kwargs={"timeout": config.job_seconds()})


def refresh() -> None:
    """Render all that is outdated (a job)."""
    # what changes from here on needs another job
    connect_to_redis().delete(_waiting())
    count = renderings.refresh()
    log.info("feed: %d datasets rendered", count)


def retry() -> None:
    """Render all that is outdated or failed before (a job)."""
    failures.retry(renderings.visible())
    refresh()


def _waiting() -> str:
    return f"satudata:{config.site_id()}:dcat:waiting"
